"""Merging copies in which all that coders can do was done, with merges in between, in any order."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import CodebookConflictError
from qualcode.model import CoderName
from qualcode.store.database import Record
from qualcode.store.project import Project
from qualcode.store.row_changes import records
from qualcode.workflows.project import undo_acts
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support import random_team_work, study_copies
from tests.support.copy_facts import LEFT_OUT, Facts, facts, tables
from tests.support.random_acts import Deed, numbered
from tests.support.random_team_work import KINDS, Event
from tests.support.stored_studies import ANN, BEN
from tests.support.study_copies import LEAD, all_bytes, copy, opened

QUICK = settings(
    max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
LONG = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

COPIES = (1, 2, 3)


def deeds(kinds: Sequence[str]) -> st.SearchStrategy[Deed]:
    return st.builds(
        Deed,
        coder=st.sampled_from([ANN, BEN]),
        kind=st.sampled_from(kinds),
        which=st.integers(0, 5),
        start=st.integers(0, 60),
        length=st.integers(0, 30),
    )


def events(kinds: Sequence[str]) -> st.SearchStrategy[list[Event]]:
    """Draw acts in several copies, and merges of one into another."""
    act = st.builds(Event, copy=st.sampled_from(COPIES), deed=deeds(kinds))
    merge = st.builds(Event, copy=st.sampled_from(COPIES), merged=st.sampled_from(COPIES))
    return st.lists(st.one_of(act, act, act, merge), max_size=12)


def beginnings(kinds: Sequence[str]) -> st.SearchStrategy[list[Deed]]:
    first = Deed(coder=ANN, kind="import", which=0, start=3, length=30)
    return st.lists(deeds(kinds), max_size=5).map(lambda several: numbered([first, *several]))


@contextmanager
def worked(begin: list[Deed], later: list[Event]) -> Iterator[list[Path]]:
    """Copies of a study in which these events came after the beginning."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        study_copies.begin(root / "begin", [])
        do_all(root / "begin", begin)
        folders = {number: copy(root / "begin", root / f"copy-{number}") for number in COPIES}
        for number, event in enumerate(later, start=1):
            if event.deed is not None:
                do_all(folders[event.copy], numbered([event.deed]), 100 * number)
            elif event.merged != event.copy:
                merge_if_possible(folders[event.copy], folders[event.merged])
        yield list(folders.values())


def do_all(folder: Path, several: Sequence[Deed], first: int = 0) -> None:
    with opened(folder) as project:
        for deed in numbered(list(several)):
            random_team_work.do(project, replace(deed, number=deed.number + first))


def merge_if_possible(folder: Path, *others: Path) -> bool:
    """Merge others; False if the codebooks contradict each other."""
    with opened(folder) as project:
        try:
            for other in others:
                merge_copies(project, LEAD, [other])
        except CodebookConflictError:
            return False
        check(project)
    return True


def check(project: Project) -> None:
    assert project.database.problems() == []
    quotes = """SELECT quote, text, start, "end" FROM codings JOIN sources ON sources.id = source_id"""
    for quote, text, start, end in project.database.rows(quotes):
        assert quote == str(text)[int(start or 0) : int(end or 0)]  # SQLite's substr ends at a NUL


def facts_after(folder: Path, *others: Path) -> Facts | None:
    """Return what a copy of a folder holds after it merged others; None if their codebooks differ."""
    target = copy(folder, folder.with_name(f"{folder.name}-{len(list(folder.parent.iterdir()))}"))
    if not merge_if_possible(target, *others):
        return None
    with opened(target) as project:
        return facts(project)


def differences(first: Facts | None, second: Facts | None) -> Facts:
    """Return what differs, table by table."""
    if first is None or second is None:
        return {} if first is second else {"codebook conflicts": (first is None, second is None)}
    return {name: (first[name], second[name]) for name in first if first[name] != second[name]}


def check_order(begin: list[Deed], later: list[Event]) -> None:
    with worked(numbered(begin), later) as (one, two, three):
        assert differences(facts_after(one, two), facts_after(two, one)) == {}
        every = facts_after(one, two, three)
        joined = copy(two, two.with_name("joined"))
        further = [facts_after(three, two, one)]
        if merge_if_possible(joined, three):
            further.append(facts_after(one, joined))
        for other in further:
            if every is not None and other is not None:  # a copy may know what decides between two others
                assert differences(other, every) == {}


class Packing(NamedTuple):
    """A pack of a copy: whose codings are in it."""

    copy: int
    coder: CoderName
    everybody: bool


PACKINGS = st.lists(
    st.builds(Packing, st.sampled_from(COPIES), st.sampled_from([ANN, BEN]), st.booleans()),
    min_size=2,
    max_size=4,
)


def check_packs(begin: list[Deed], later: list[Event], packings: list[Packing]) -> None:
    """Merge packs in several orders."""
    with worked(numbered(begin), later) as folders:
        packs: list[Path] = []
        for number, packing in enumerate(packings):
            packs.append(folders[0].with_name(f"{number}.qpack"))
            with opened(folders[packing.copy - 1]) as project:
                pack_study(project, packing.coder, packs[-1], everybody=packing.everybody)
        expected = _comparable(facts_after(folders[0], *packs))
        for order in ([*reversed(packs)], [*packs, *packs]):
            after = _comparable(facts_after(folders[0], *order))
            if expected is not None and after is not None:
                assert differences(after, expected) == {}


def _comparable(compared: Facts | None) -> Facts | None:
    """Leave out what is carried on the first act that a pack has, and who has nothing in it."""
    if compared is None:
        return None
    acts = [json.loads(act) for act in cast("list[str]", compared["acts"])]
    return {**compared, "acts": [{**act, "knows": ""} for act in acts], "coders": None}


def check_repeated_and_taken_back(begin: list[Deed], later: list[Event]) -> None:
    with worked(begin, later) as (one, two, _):
        if not merge_if_possible(copy(one, one.with_name("possible")), two):
            return
        with opened(one) as project:
            before = all_bytes(project)
            merged = merge_copies(project, LEAD, [two])
            after, facts_after_it = all_bytes(project), facts(project)
            assert all(each.brought_nothing for each in merge_copies(project, LEAD, [two]))
            assert all_bytes(project) == after
            if not all(each.brought_nothing for each in merged):
                undo_acts.undo(project, LEAD)
                assert all_bytes(project) == before
                undo_acts.redo(project, LEAD)
                assert all_bytes(project) == after
                undo_acts.undo(project, LEAD)
                merge_copies(project, LEAD, [two])
                assert differences(facts(project), facts_after_it) == {}
    with worked(begin, later) as (one, two, _):
        if merge_if_possible(one, two) and merge_if_possible(two, one):
            with opened(one) as project, opened(two) as other:
                assert differences(facts(project), facts(other)) == {}


def check_nothing_lost(begin: list[Deed], later: list[Event]) -> None:
    with worked(begin, later) as (one, two, _):
        packed = two.with_suffix(".qpack")
        with opened(one) as project, opened(two) as other:
            written = {table: rows_by_id(project, table) | rows_by_id(other, table) for table in WRITTEN}
            acts = acts_of(project) | acts_of(other)
            pack_study(other, LEAD, packed, everybody=True)
        whole = copy(one, one.with_name("whole"))
        if not merge_if_possible(whole, two):
            assert not merge_if_possible(one, packed)
            return
        with opened(whole) as project:
            assert acts <= acts_of(project)
            for table, rows in written.items():
                for identity, row in rows.items():
                    assert is_kept(project, table, identity, row), (table, row)
            expected = facts(project)
        assert merge_if_possible(one, packed)
        with opened(one) as project:
            assert differences(facts(project), expected) == {}


WRITTEN = ("codings", "memos", "summaries")


def rows_by_id(project: Project, table: str) -> dict[str, Record]:
    return {str(row["id"]): row for row in records(project.database, table, {})}


def acts_of(project: Project) -> set[str]:
    rows = project.database.rows("SELECT uuid FROM acts WHERE origin IN ('here', 'merged')")
    return {str(row[0]) for row in rows}


def is_kept(project: Project, table: str, identity: str, row: Record) -> bool:
    """Whether a row is there, or an equal coding, or a coder has removed it."""
    if identity in rows_by_id(project, table):
        return True
    if table == "codings":
        key = {name: row[name] for name in ("source_id", "start", "end", "coder")}
        if records(project.database, table, key):
            return True
    removals = project.database.rows(
        "SELECT 1 FROM changes WHERE subject = ? AND after IS NULL AND json_extract(before, '$.id') = ?",
        (table, identity),
    )
    return bool(removals)


def ann(kind: str, which: int = 0, start: int = 0, length: int = 0) -> Deed:
    return Deed(coder=ANN, kind=kind, which=which, start=start, length=length)


def in_copy(number: int, *several: Deed) -> list[Event]:
    return [Event(copy=number, deed=deed) for deed in several]


IMPORT = ann("import", 0, 3, 30)
MERGED_BY_2 = [Event(copy=2, merged=1)]
MERGED_BY_1 = [Event(copy=1, merged=2)]
ONCE_DIFFERENT: dict[str, tuple[list[Deed], list[Event]]] = {
    "an act undone before and redone in one copy": (
        [IMPORT, ann("apply code", 0, 3, 30), ann("undo")],
        [*in_copy(2, ann("redo")), *in_copy(3, ann("finish"))],
    ),
    "a coder renamed": ([IMPORT], in_copy(1, ann("rename coder", 1))),
    "a finished source of a coder renamed": (
        [IMPORT, ann("finish")],
        [*in_copy(1, ann("rename coder", 1)), *in_copy(2, ann("apply code", 0, 3, 30))],
    ),
    "two rounds of one name": ([IMPORT], [*in_copy(3, ann("draw")), *in_copy(2, ann("draw"))]),
    "a case added twice and renamed": (
        [IMPORT],
        [
            *in_copy(1, ann("set case", 4)),
            *MERGED_BY_2,
            *in_copy(3, ann("set case", 4)),
            *in_copy(2, ann("rename case", 0, 1)),
        ],
    ),
    "a case renamed to one that was added": (
        [IMPORT, ann("set case", 4)],
        [*in_copy(3, ann("import cases", 5)), *in_copy(1, ann("rename case", 0, 2))],
    ),
    "a code added in each copy": (
        [IMPORT],
        [event for number in COPIES for event in in_copy(number, ann("add code", 0, number))],
    ),
    "a decision on a renamed code": (
        [IMPORT],
        [*in_copy(3, ann("rename code", 5, 3)), *in_copy(2, ann("decide on", 2))],
    ),
    "turns cut twice alike": (
        [IMPORT],
        [
            *in_copy(3, ann("speakers", 2, 0, 1)),
            *in_copy(1, ann("speakers", 5)),
            *in_copy(3, ann("speakers", 5)),
        ],
    ),
    "turns cut, and cut back": (
        [IMPORT],
        [
            *in_copy(3, ann("speakers", 5), ann("undo")),
            Event(copy=2, merged=3),
            Event(copy=1, merged=2),
        ],
    ),
    "a memo on words of a source that is gone": (
        [IMPORT, Deed(coder=BEN, kind="memo on words", which=0, start=3, length=10), ann("undo")],
        in_copy(1, Deed(coder=BEN, kind="rewrite", which=0, start=1, length=0)),
    ),
    "a decision on a code that was merged into another one": (
        [IMPORT],
        [
            *in_copy(1, ann("decide on", 5, 6, 10)),
            *in_copy(2, ann("merge codes", 2, 4, 21)),
            Event(copy=1, merged=2),
        ],
    ),
    "a decision on a code that was merged into one that was removed": (
        [IMPORT],
        [
            *in_copy(1, ann("decide on", 0, 22, 18)),
            *in_copy(2, ann("remove code", 5), ann("remove code", 3)),
            *in_copy(3, ann("merge codes", 0, 13)),
            Event(copy=3, merged=1),
        ],
    ),
    "decisions on one span, on a code and on the one that it was merged into": (
        [IMPORT],
        [
            *in_copy(3, ann("decide on", 0, 25, 13)),
            *in_copy(2, ann("merge codes", 3, 37, 20)),
            *in_copy(1, ann("decide on", 3, 10, 13)),
        ],
    ),
    "an act undone that was merged": (
        [IMPORT],
        [*in_copy(1, ann("apply code", 0, 3, 30)), *MERGED_BY_2, *in_copy(1, ann("undo"))],
    ),
    "a source removed, with work that was removed": (
        [IMPORT],
        [*in_copy(1, ann("remove whole source")), *in_copy(2, ann("apply code", 0, 3, 30), ann("remove"))],
    ),
    "codes merged into two, with one text": (
        [IMPORT, ann("split code", 3, 22, 14)],
        [*in_copy(2, ann("merge codes", 0, 1)), *in_copy(3, ann("merge codes", 5, 41))],
    ),
    "a code renamed twice and used": (
        [IMPORT],
        [
            *in_copy(2, ann("apply code", 2, 3, 26)),
            *in_copy(3, ann("rename code", 2, 20)),
            *in_copy(1, ann("rename code", 2, 6)),
        ],
    ),
    "sources of one name, one of them renamed": (
        [IMPORT],
        [
            *in_copy(1, ann("import everywhere")),
            *in_copy(2, ann("import everywhere", 1)),
            Event(copy=3, merged=2),
            Event(copy=3, merged=1),
            *in_copy(1, ann("rename source", 1, 2)),
        ],
    ),
    "a code added, then removed in one copy and undone in another": (
        [IMPORT, ann("add code", 5, 1)],
        [*in_copy(1, ann("remove code", 3)), *in_copy(2, ann("undo"))],
    ),
    "codes removed in one copy, each in use in another": (
        [IMPORT],
        [
            *in_copy(3, ann("apply code", 5, 33, 18)),
            *in_copy(1, ann("remove code", 5), ann("remove code", 4)),
            *in_copy(2, ann("apply code", 0, 40, 24)),
        ],
    ),
    "a code split and unsplit in one copy, and a part of it used in another": (
        [IMPORT, ann("split code", 3, 7, 2)],
        [
            *in_copy(1, ann("remove", 1)),
            *in_copy(3, ann("undo")),
            Event(copy=1, merged=3),
            *in_copy(2, ann("apply code", 1, 45, 22)),
        ],
    ),
    "a text imported twice, with other turns": (
        [IMPORT],
        [*in_copy(1, ann("import everywhere")), *in_copy(2, ann("import everywhere", 0, 0, 1))],
    ),
    "turns cut and merged, then the source removed in which another copy works": (
        [IMPORT],
        [
            *in_copy(2, ann("speakers")),
            *MERGED_BY_1,
            *in_copy(3, ann("finish")),
            *in_copy(2, ann("remove whole source")),
        ],
    ),
    "a source renamed and merged, then removed while another copy joins a case to it": (
        [IMPORT],
        [
            *in_copy(1, ann("rename source")),
            *MERGED_BY_2,
            *in_copy(3, ann("join case")),
            *in_copy(1, ann("remove whole source")),
        ],
    ),
    "a case set back in one copy, changed in another, and removed in a third": (
        [IMPORT, ann("join case", 3)],
        [
            *in_copy(2, ann("set case", 1)),
            *in_copy(3, ann("remove case")),
            *in_copy(1, ann("set case", 3)),
        ],
    ),
}


@pytest.mark.parametrize("name", ONCE_DIFFERENT)
def test_copies_that_once_differed_hold_the_same(name: str) -> None:
    check_order(*ONCE_DIFFERENT[name])


@QUICK
@given(beginnings(KINDS), events(KINDS))
def test_merging_does_not_depend_on_the_order_loses_nothing_and_can_be_taken_back(
    begin: list[Deed], later: list[Event]
) -> None:
    check_order(begin, later)
    check_repeated_and_taken_back(begin, later)
    check_nothing_lost(begin, later)


@pytest.mark.long
@LONG
@given(beginnings(KINDS), events(KINDS))
def test_many_merges_do_not_depend_on_the_order(begin: list[Deed], later: list[Event]) -> None:
    check_order(begin, later)


PACKS_ONCE_DIFFERENT: dict[str, tuple[list[Deed], list[Event], list[Packing]]] = {
    "a code in use retired and removed in one copy, and another one retired in a third": (
        [IMPORT],
        [
            *in_copy(2, ann("retire code", 2), ann("remove code", 2)),
            *in_copy(3, ann("retire code", 3)),
            *in_copy(1, ann("memo on", 5)),
        ],
        [Packing(2, BEN, everybody=True), Packing(3, ANN, everybody=True)],
    ),
    "a code removed with another coder's codings": (
        [IMPORT, Deed(coder=BEN, kind="apply code", which=2, start=8, length=12)],
        in_copy(3, ann("remove code", 2)),
        [Packing(3, BEN, everybody=False), Packing(3, ANN, everybody=False)],
    ),
    "a memo of a coder who was renamed": (
        [IMPORT, ann("memo on", 2)],
        in_copy(3, ann("rename coder", 4)),
        [Packing(3, ANN, everybody=False), Packing(3, BEN, everybody=True)],
    ),
    "a source removed with another coder's codings": (
        [IMPORT, ann("apply code", 4, 39, 2)],
        in_copy(1, ann("remove whole source")),
        [
            Packing(1, BEN, everybody=False),
            Packing(1, ANN, everybody=False),
            Packing(2, ANN, everybody=False),
        ],
    ),
}


@pytest.mark.parametrize("name", PACKS_ONCE_DIFFERENT)
def test_packs_that_once_depended_on_their_order_do_not(name: str) -> None:
    check_packs(*PACKS_ONCE_DIFFERENT[name])


@QUICK
@given(beginnings(KINDS), events(KINDS), PACKINGS)
def test_merging_packs_does_not_depend_on_their_order(
    begin: list[Deed], later: list[Event], packings: list[Packing]
) -> None:
    check_packs(begin, later, packings)


@pytest.mark.long
@LONG
@given(beginnings(KINDS), events(KINDS), PACKINGS)
def test_merging_many_packs_does_not_depend_on_their_order(
    begin: list[Deed], later: list[Event], packings: list[Packing]
) -> None:
    check_packs(begin, later, packings)


@pytest.mark.long
@LONG
@given(beginnings(KINDS), events(KINDS))
def test_many_merges_can_be_repeated_taken_back_and_lose_nothing(
    begin: list[Deed], later: list[Event]
) -> None:
    check_repeated_and_taken_back(begin, later)
    check_nothing_lost(begin, later)


OF_FILES = {"rivals", "codebook.yaml"}


def test_every_table_is_compared_or_left_out_for_a_reason(tmp_path: Path) -> None:
    study_copies.begin(tmp_path / "one", [])
    with opened(tmp_path / "one") as project:
        assert set(tables(project.database)) == {*facts(project)} - OF_FILES | {*LEFT_OUT}
