"""Summaries know their case by its name: a merge that renames the case takes them along."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources, summaries
from qualcode.store.records.people import cases
from qualcode.workflows.analysis import framework_summaries
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support.study_copies import all_bytes, copy

NAMES = ("ann", "ben")


@pytest.fixture
def begin(tmp_path: Path) -> Path:
    """A study with one interview and no cases."""
    (tmp_path / "codes.yaml").write_text("codebook: T\ncodes:\n  - code: roles\n  - code: harms\n")
    (tmp_path / "one.txt").write_text("Int: What?\nDana: We took out a line.\n")
    create_project.create(tmp_path / "begin", codebook=tmp_path / "codes.yaml").database.close()
    with open_study(tmp_path / "begin", coder="lead") as study:
        study.import_files([tmp_path / "one.txt"])
        study.apply("roles", "one", quote="We took out a line.")
    return tmp_path / "begin"


@pytest.fixture
def with_case(begin: Path) -> Path:
    """The same with a case, on which the lead has written."""
    with open_study(begin, coder="lead") as study:
        study.set_case("Kim", create=True, tier="local")
        study.write_summary("Kim", "roles", "by lead")
    return begin


class Copies:
    """Ann's and ben's copies of a study."""

    def __init__(self, begin: Path) -> None:
        self.folders = {name: copy(begin, begin.parent / name) for name in NAMES}

    def each(self) -> Iterator[tuple[str, Project]]:
        for name, folder in self.folders.items():
            with open_project(folder) as project:
                yield name, project

    def exchange(self, *, packs: bool = False) -> None:
        """Let both merge what the other has, twice, so that both have the same."""
        for _ in range(2):
            files = dict(self.folders)
            for name, project in self.each() if packs else ():
                files[name] = project.folder.parent / f"{name}.qpack"
                pack_study(project, CoderName(name), files[name], replace=True)
            for name, project in self.each():
                other = NAMES[1 - NAMES.index(name)]
                merge_copies(project, CoderName(name), [files[other]])

    def units(self) -> dict[str, set[tuple[str, str]]]:
        """Return the unit of each summary with its text, by copy; each has to be checked without faults."""
        found = {}
        for name, project in self.each():
            assert framework_summaries.faults(project) == []
            found[name] = {(each.unit, each.text) for each in summaries.read_all(project.database)}
        return found


def case_of(project: Project, tier: str) -> str:
    [name] = [case.name for case in cases.read_all(project.database) if case.attributes.get("tier") == tier]
    return name


@pytest.mark.parametrize("packs", [False, True])
def test_two_cases_of_one_name_keep_their_own_summaries(begin: Path, packs: bool) -> None:
    with open_study(begin, coder="lead") as study:
        for name in NAMES:
            study.set_case(f"of {name}", create=True, tier=name)
    copies = Copies(begin)
    for name, folder in copies.folders.items():
        with open_study(folder, coder=name) as study:
            study.rename_case(f"of {name}", "Kim")
            study.write_summary("Kim", "roles", f"of the case of {name}")
    copies.exchange(packs=packs)
    expected = {}
    for name, project in copies.each():
        units = {tier: case_of(project, tier) for tier in NAMES}
        assert len(set(units.values())) == 2
        expected[name] = {(unit, f"of the case of {tier}") for tier, unit in units.items()}
    assert copies.units() == expected
    assert expected["ann"] == expected["ben"]
    for name, folder in copies.folders.items():  # what is written on the new names stays on their cases
        with open_study(folder, coder=name) as study:
            for unit, text in expected[name]:
                study.write_summary(unit, "harms", f"{name} on {text}")
    copies.exchange(packs=packs)
    written = copies.units()
    assert written["ann"] == written["ben"]
    for unit, text in expected["ann"]:
        assert {(unit, f"{name} on {text}") for name in NAMES} <= written["ann"]


@pytest.mark.parametrize("packs", [False, True])
def test_a_summary_written_on_a_name_that_the_other_copy_changed_follows(
    with_case: Path, packs: bool
) -> None:
    copies = Copies(with_case)
    with open_study(copies.folders["ann"], coder="ann") as study:
        study.rename_case("Kim", "Kimberley")
    with open_study(copies.folders["ben"], coder="ben") as study:
        study.write_summary("Kim", "roles", "by ben")
    copies.exchange(packs=packs)
    assert copies.units() == {name: {("Kimberley", "by lead"), ("Kimberley", "by ben")} for name in NAMES}


def test_a_case_that_was_removed_and_made_anew_has_no_summary_of_the_old_one(with_case: Path) -> None:
    copies = Copies(with_case)
    with open_study(copies.folders["ann"], coder="ann") as study:
        study.rename_case("Kim", "Old")
        study.set_case("Kim", create=True, tier="new")
        study.write_summary("Kim", "roles", "on the new one")
    with open_study(copies.folders["ben"], coder="ben") as study:
        study.write_summary("Kim", "harms", "on the old one")
    copies.exchange()
    units = {("Old", "by lead"), ("Old", "on the old one"), ("Kim", "on the new one")}
    assert copies.units() == dict.fromkeys(NAMES, units)


def same_name(copies: Copies, begin: Path) -> None:
    for name, folder in copies.folders.items():
        (begin.parent / name / "two.txt").write_text(f"Int: And?\n{name.title()}: Something else.\n")
        with open_study(folder, coder=name) as study:
            study.import_files([begin.parent / name / "two.txt"])
            study.write_summary("two", "roles", f"of the text of {name}")


def renamed(copies: Copies, _begin: Path) -> None:
    with open_study(copies.folders["ann"], coder="ann") as study:
        study.write_summary("one", "roles", "of the text of Dana")
        study.rename_source("one", "first")
    with open_study(copies.folders["ben"], coder="ben") as study:
        study.write_summary("one", "harms", "of the text of Dana too")


@pytest.mark.parametrize("work", [same_name, renamed])
def test_in_a_study_without_cases_they_follow_their_sources(
    begin: Path, work: Callable[[Copies, Path], None]
) -> None:
    copies = Copies(begin)
    work(copies, begin)
    copies.exchange()
    units = copies.units()
    assert units["ann"] == units["ben"]
    for _, project in copies.each():
        ids = sources.ids_by_name(project.database)
        for unit, text in units["ann"]:
            person = text.removeprefix("of the text of ").split()[0].title()
            assert f"{person}: " in sources.with_id(project.database, ids[unit]).text


def test_undo_gives_the_names_back_and_a_second_merge_brings_nothing(with_case: Path) -> None:
    copies = Copies(with_case)
    with open_study(copies.folders["ann"], coder="ann") as study:
        study.write_summary("Kim", "roles", "by ann")
    with open_study(copies.folders["ben"], coder="ben") as study:
        study.rename_case("Kim", "Kimberley")
    with open_project(copies.folders["ann"]) as project:
        before = all_bytes(project)
        merge_copies(project, CoderName("ann"), [copies.folders["ben"]])
        after = all_bytes(project)
        assert {each.unit for each in summaries.read_all(project.database)} == {"Kimberley"}
        [again] = merge_copies(project, CoderName("ann"), [copies.folders["ben"]])
        assert again.brought_nothing
        undo_acts.undo(project, CoderName("ann"))
        assert all_bytes(project) == before
        undo_acts.redo(project, CoderName("ann"))
        assert all_bytes(project) == after
