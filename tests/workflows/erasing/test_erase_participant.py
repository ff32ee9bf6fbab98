"""A participant who withdraws leaves no word in any file of the project, wherever the erasure stops."""

import re
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

import qualcode
from qualcode import notices
from qualcode.errors import ConflictError, NotFoundError, StorageError
from qualcode.model import CoderName
from qualcode.store import source_files
from qualcode.store.database import Database
from qualcode.store.project import open_project
from qualcode.store.records import sources
from qualcode.store.records.erasing import erasures, forget_cases, forget_names, forget_source
from qualcode.store.records.people import cases
from qualcode.workflows.check_project import check_project
from qualcode.workflows.erasing.erase_case import erase_case
from qualcode.workflows.project import undo_acts
from qualcode.workflows.sources.edit_sources import RemovedSource, remove_source
from tests.support.withdrawn_participant import SOURCE, WORDS, words_left

ANN = CoderName("ann")
CASE_WORDS = ("Adeyemi", "Kestrel", "quartermaster", "zinnwald", "novice", "periwinkle")
"""Those of the case, which no source has."""
STEPS: list[tuple[object, str]] = [
    (source_files, "sweep"), (source_files, "delete"), (sources, "remove"), (forget_source, "forget"),
    (erasures, "record_cases"), (forget_cases, "forget"), (forget_cases, "forget_waiting"),
    (forget_cases, "forget_summaries"), (forget_names, "forget_in_acts"), (forget_names, "forget_in_reasons"),
    (Database, "erase_traces"), (erasures, "complete"),
]  # fmt: skip


def erased(study: Path, name: str = SOURCE) -> RemovedSource:
    with open_project(study) as project:
        return remove_source(project, ANN, name, erase=True)


def test_before_the_erasure_every_word_is_in_the_project(study: Path) -> None:
    assert {line.split(" in ")[0] for line in words_left(study)} == set(WORDS)
    with qualcode.open(study, coder="ann") as project:
        assert project.suggestions()["reason"].str.contains(f"of adeyemi-one|{SOURCE}").any()


def test_after_the_erasure_no_word_is_in_any_file_and_what_is_of_others_stays(study: Path) -> None:
    removed = erased(study)
    assert words_left(study) == []
    assert (removed.cases, removed.codings) == (("Kestrel",), 2)
    assert [(case.name, case.other_sources) for case in removed.kept_cases] == [("Both", ("other-01",))]
    with qualcode.open(study, coder="ann") as project:
        assert project.cases().set_index("case")["tier"].to_dict() == {"Both": "pair", "P2": "local"}
        assert project.codings()["memo"].tolist() == ["stays"]
        assert len(project.suggestions()) > 0
    with open_project(study) as opened:
        assert check_project(opened) == []
        while undo_until_a_conflict(opened):
            assert SOURCE not in sources.ids_by_name(opened.database)
    assert words_left(study) == []


def undo_until_a_conflict(project: qualcode.store.project.Project) -> bool:
    try:
        return bool(undo_acts.undo(project, ANN))
    except ConflictError:
        return False


@pytest.mark.parametrize("error", [KeyboardInterrupt, StorageError("The disk is full", "Free some space.")])
@pytest.mark.parametrize(("where", "what"), STEPS, ids=lambda value: getattr(value, "__name__", value))
def test_an_erasure_that_stops_at_a_step_is_known_and_completed_by_the_same_command(
    study: Path, where: object, what: str, error: BaseException | type[BaseException]
) -> None:
    with patch.object(where, what, side_effect=error), pytest.raises((KeyboardInterrupt, StorageError)):
        erased(study)
    messages: list[str] = []
    notices.set_listener(messages.append)
    with open_project(study) as project:
        faults = [str(fault) for fault in check_project(project)]
    assert any(f"qualcode sources remove {SOURCE} --erase" in message for message in messages)
    assert any(SOURCE in fault and "erasure was interrupted" in fault for fault in faults)
    assert erased(study).cases == ("Kestrel",)
    assert words_left(study) == []
    with open_project(study) as project:
        assert check_project(project) == []


def test_a_source_that_was_only_removed_is_erased_with_its_cases(study: Path) -> None:
    with open_project(study) as project:
        remove_source(project, ANN, SOURCE)
    assert erased(study).cases == ("Kestrel",)
    assert words_left(study) == []


def test_a_case_of_a_removed_source_that_undo_can_restore_stays_until_that_is_erased(study: Path) -> None:
    with open_project(study) as project:
        remove_source(project, ANN, "other-01")
    removed = erased(study)
    assert [(case.name, case.other_sources) for case in removed.kept_cases] == [("Both", ("other-01",))]
    assert erased(study, "other-01").cases == ("Both", "P2")
    with open_project(study) as project:
        assert cases.read_all(project.database) == []


def test_texts_of_coders_and_files_with_the_names_are_listed(study: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        project.memo("project", "", "Ruth Adeyemi was frank.")
        project.memo("code", "pursue", "As RUTHIE says, not as a kestrels' keeper.")
        [coding] = project.apply("pursue", "other-01", quote="I like the schools best.")
        project.memo("coding", coding, "Unlike Kestrel.")
        project.memo("project", "", "Nobody is named, not even Adeyemis.")
    (study / "people.csv").write_text("case\nkestrel\n", encoding="utf-8")
    mentions = [re.sub(r"[0-9a-f]{8}|act \d+", "#", place) for place in erased(study).mentions]
    assert mentions[:3] == ["memo # on the project", "memo # on the code", "memo on coding #"]
    assert mentions[-1] == "people.csv"
    assert set(mentions[3:-1]) == {"# in the history"}


def test_in_python_sources_and_cases_are_erased_with_a_warning_of_mentions(study: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        project.memo("project", "", "Kestrel was frank.")
        with pytest.warns(UserWarning, match="A name that was erased is still in: memo .* on the project"):
            project.remove_case("Kestrel", erase=True)
        project.memo("project", "", "Ruthie too.")
        with pytest.warns(UserWarning, match="still in"):
            project.remove_source(SOURCE, erase=True)
        assert project.sources()["source"].tolist() == ["other-01"]


def test_usual_labels_of_speakers_are_no_names(study: Path) -> None:
    with qualcode.open(study, coder="ann") as project:
        project.change_speakers(renames={"Ruthie": "Participant"}, sources=[SOURCE])
        project.memo("project", "", "A participant said so.")
    assert erased(study).mentions == ()


@pytest.mark.parametrize("before", [lambda _: None, lambda project: cases_removed(project, "Kestrel")])
def test_a_case_alone_is_erased_and_its_sources_stay(
    study: Path, before: Callable[[qualcode.store.project.Project], None]
) -> None:
    with open_project(study) as project:
        before(project)
        erase_case(project, "Kestrel")
        assert SOURCE in sources.ids_by_name(project.database)
        assert [case.name for case in cases.read_all(project.database)] == ["Both", "P2"]
        assert check_project(project) == []
    left = {line.split(" in ")[0] for line in words_left(study) if "adeyemi-one" not in line}
    assert left & set(CASE_WORDS) == {"Adeyemi"}, "the source has been called so"
    with open_project(study) as project, pytest.raises(NotFoundError):
        erase_case(project, "Kestrel")


def cases_removed(project: qualcode.store.project.Project, name: str) -> None:
    from qualcode.workflows.cases import edit_cases

    edit_cases.remove_case(project, ANN, name)


@pytest.mark.parametrize(
    ("where", "what"), [(forget_cases, "forget"), (Database, "erase_traces"), (erasures, "complete")]
)
def test_the_erasure_of_a_case_that_stops_is_known_and_completed_by_the_same_command(
    study: Path, where: object, what: str
) -> None:
    with (
        open_project(study) as project,
        patch.object(where, what, side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        erase_case(project, "Kestrel")
    with open_project(study) as project:
        [fault] = check_project(project)
        assert (fault.location, fault.remedy) == (
            "case Kestrel",
            "Complete it: qualcode cases remove Kestrel --erase",
        )
        erase_case(project, "Kestrel")
        assert check_project(project) == []
    assert not any("quartermaster" in line for line in words_left(study))
