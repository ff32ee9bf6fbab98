"""A merge brings nothing back of a participant who was erased here, whatever the other copy has."""

from pathlib import Path

import pytest

import qualcode
from qualcode.model import CoderName
from qualcode.store.project import open_project
from qualcode.workflows.check_project import check_project
from qualcode.workflows.project import undo_acts
from qualcode.workflows.sources.edit_sources import remove_source
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support import withdrawn_participant
from tests.support.study_copies import copy
from tests.support.withdrawn_participant import SOURCE, words_left

ANN, BEN = CoderName("ann"), CoderName("ben")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of a participant who will withdraw, and another copy in which ben worked on."""
    folder = tmp_path_factory.mktemp("made")
    other = copy(withdrawn_participant.make(folder), folder / "other")
    with qualcode.open(other, coder="ben") as project:
        project.apply("pursue", SOURCE, quote="arrested the tangerine dealer", memo="marzipan again")
        project.remove(project.apply("prevent", SOURCE, quote="A cloudberry."))
        project.memo("source", SOURCE, "Thimbleful of Ruthie.")
        project.set_case("Kestrel", rank="quartermaster general")
        project.rename_case("Kestrel", "Kestrel the second")
        project.write_summary("Kestrel the second", "pursue", "Periwinkle, again.")
        project.apply("prevent", "other-01", quote="And then?", memo="comes")
    return folder


@pytest.mark.parametrize("packed", [False, True], ids=["a copy", "a pack"])
def test_nothing_of_an_erased_participant_comes_back(made: Path, tmp_path: Path, packed: bool) -> None:
    study = copy(made / "study", tmp_path / "study")
    other = made / "other"
    if packed:
        with open_project(copy(other, tmp_path / "packed")) as there:
            other = tmp_path / "all.pack"
            pack_study(there, BEN, other, everybody=True, with_texts=True)
    with open_project(study) as project:
        remove_source(project, ANN, SOURCE, erase=True)
    assert words_left(study) == []
    for _ in range(2):
        with open_project(study) as project:
            merge_copies(project, ANN, [other])
            assert check_project(project) == []
        assert words_left(study) == []
    with qualcode.open(study, coder="ann") as opened:
        assert "comes" in opened.codings()["memo"].tolist()
        assert opened.cases()["case"].tolist() == ["Both", "P2"]
    with open_project(study) as project:
        assert undo_acts.undo(project, ANN) != []
        assert undo_acts.redo(project, ANN) != []
        assert check_project(project) == []
    assert words_left(study) == []
