"""Merging copies: in any order, again and again, and taken back; nothing that was in a copy is lost."""

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qualcode.store import clock
from qualcode.store.project import Project
from qualcode.store.row_changes import records
from qualcode.workflows.project import undo_acts
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support import study_copies
from tests.support.copy_facts import Facts, facts
from tests.support.random_acts import KINDS, Deed, numbered
from tests.support.stored_studies import ANN, BEN
from tests.support.study_copies import LEAD, all_bytes, copy, opened

QUICK = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DEEDS = st.builds(
    Deed,
    coder=st.sampled_from([ANN, BEN]),
    kind=st.sampled_from([*sorted(set(KINDS) - {"remove source"}), "undo"]),
    which=st.integers(0, 5),
    start=st.integers(0, 60),
    length=st.integers(0, 30),
)


def deed(kind: str, which: int = 0) -> Deed:
    """Return an act of ann's."""
    return Deed(coder=ANN, kind=kind, which=which, start=3, length=30)


IMPORT = numbered([deed("import")])
WITH_MEMO = numbered([deed("import"), deed("memo", 5)])
REMOVED_AND_UNDONE = numbered([deed("remove memo"), deed("undo"), deed("undo")])
APART = st.lists(DEEDS, max_size=7).map(numbered)
BEGINNING = st.lists(DEEDS, max_size=5).map(lambda deeds: numbered([deed("import"), *deeds]))


@contextmanager
def copies(*parts: Sequence[Deed]) -> Iterator[list[Path]]:
    """Copies of a study that begins with the first acts, each with one of the others' acts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        study_copies.begin(root / "begin", parts[0])
        folders = []
        for number, deeds in enumerate(parts[1:], start=1):
            folders.append(copy(root / "begin", root / f"copy-{number}"))
            with opened(folders[-1]) as project:
                study_copies.work(project, deeds, number)
        yield folders


def merged(folder: Path, *others: Path, name: str = "merged") -> Path:
    """Merge others into a copy of a folder; return the copy."""
    target = copy(folder, folder.with_name(f"{name}-{folder.name}-{len(list(folder.parent.iterdir()))}"))
    with opened(target) as project:
        for other in others:
            merge_copies(project, LEAD, [other])
        assert project.database.problems() == []
        quotes = """SELECT quote, text, start, "end" FROM codings JOIN sources ON sources.id = source_id"""
        for quote, text, start, end in project.database.rows(quotes):
            assert quote == str(text)[int(start or 0) : int(end or 0)]  # SQLite's substr ends at a NUL
    return target


def facts_of(folder: Path) -> Facts:
    with opened(folder) as project:
        return facts(project)


def differences(first: Facts, second: Facts) -> Facts:
    """Return what differs, table by table."""
    return {name: (first[name], second[name]) for name in first if first[name] != second[name]}


def check_order(begin: list[Deed], first: list[Deed], second: list[Deed], third: list[Deed]) -> None:
    with copies(begin, first, second, third) as (one, two, three):
        both = facts_of(merged(one, two))
        assert differences(facts_of(merged(two, one)), both) == {}
        every = facts_of(merged(merged(one, two), three))
        assert differences(facts_of(merged(one, merged(two, three))), every) == {}
        assert differences(facts_of(merged(three, two, one)), every) == {}


def check_repeated_and_taken_back(begin: list[Deed], first: list[Deed], second: list[Deed]) -> None:
    with copies(begin, first, second) as (one, two), opened(one) as project:
        before = all_bytes(project)
        merge_copies(project, LEAD, [two])
        after, facts_after = all_bytes(project), facts(project)
        acts = project.database.rows("SELECT count(*) FROM acts")
        assert all(each.brought_nothing for each in merge_copies(project, LEAD, [two]))
        assert (all_bytes(project), project.database.rows("SELECT count(*) FROM acts")) == (after, acts)
        if undo_acts.undo(project, LEAD):
            assert all_bytes(project) == before
            undo_acts.redo(project, LEAD)
            assert all_bytes(project) == after
            undo_acts.undo(project, LEAD)
            merge_copies(project, LEAD, [two])
            assert facts(project) == facts_after


def keys_of(project: Project) -> set[tuple[object, ...]]:
    """Return text, span, code and coder of every coding."""
    query = """SELECT sha256, start, "end", code, coder FROM codings JOIN sources ON sources.id = source_id"""
    return set(project.database.rows(query))


def removed_or_moved(project: Project) -> bool:
    """Whether any coding was removed or changed in this copy."""
    return any(
        change["before"] is not None
        for change in records(project.database, "changes", {"subject": "codings"})
    )


def check_nothing_lost(begin: list[Deed], first: list[Deed], second: list[Deed]) -> None:
    with copies(begin, first, second) as (one, two):
        with opened(one) as project, opened(two) as other:
            in_both = keys_of(project) | keys_of(other)
            surely = not (removed_or_moved(project) or removed_or_moved(other))
            packed = two.with_suffix(".qpack")
            pack_study(other, LEAD, packed, everybody=True)
        with opened(merged(one, two)) as project:
            assert keys_of(project) <= in_both
            assert not surely or keys_of(project) == in_both
            whole = facts(project)
        with opened(one) as project:
            merge_copies(project, LEAD, [packed])
            assert {**facts(project), "acts": None} == {**whole, "acts": None}


@QUICK
@given(BEGINNING, APART, APART, APART)
@example(begin=IMPORT, first=numbered([deed("undo")]), second=numbered([deed("memo", 1)]), third=[])
@example(begin=IMPORT, first=numbered([deed("undo")]), second=numbered([deed("rename")]), third=[])
@example(begin=IMPORT, first=[], second=[], third=numbered([deed("import", 1), deed("apply", 1)]))
@example(begin=WITH_MEMO, first=REMOVED_AND_UNDONE, second=numbered([deed("apply")]), third=[])
def test_merging_does_not_depend_on_the_order(
    begin: list[Deed], first: list[Deed], second: list[Deed], third: list[Deed]
) -> None:
    check_order(begin, first, second, third)


@pytest.mark.parametrize("step", [0, -1, -86_400])
def test_the_order_of_acts_does_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    seconds = itertools.count(1_800_000_000, step)  # a clock that stands still or is set back
    monkeypatch.setattr(
        clock, "now", lambda: datetime.fromtimestamp(next(seconds), UTC).isoformat(timespec="milliseconds")
    )
    check_order(WITH_MEMO, REMOVED_AND_UNDONE, numbered([deed("apply")]), [])


@QUICK
@given(BEGINNING, APART, APART)
def test_merging_again_brings_nothing_and_undo_restores_every_byte(
    begin: list[Deed], first: list[Deed], second: list[Deed]
) -> None:
    check_repeated_and_taken_back(begin, first, second)


@QUICK
@given(BEGINNING, APART, APART)
def test_nothing_is_lost_and_a_pack_of_everybody_is_as_good_as_the_copy(
    begin: list[Deed], first: list[Deed], second: list[Deed]
) -> None:
    check_nothing_lost(begin, first, second)


@pytest.mark.long
@LONG
@given(BEGINNING, APART, APART, APART)
def test_many_merges_do_not_depend_on_the_order(
    begin: list[Deed], first: list[Deed], second: list[Deed], third: list[Deed]
) -> None:
    check_order(begin, first, second, third)


@pytest.mark.long
@LONG
@given(BEGINNING, APART, APART)
def test_many_merges_can_be_repeated_taken_back_and_lose_nothing(
    begin: list[Deed], first: list[Deed], second: list[Deed]
) -> None:
    check_repeated_and_taken_back(begin, first, second)
    check_nothing_lost(begin, first, second)
