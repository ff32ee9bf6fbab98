"""What goes out as a REFI-QDA project comes back the same, and other readers take it."""

import contextlib
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from lxml import etree

from qualcode.exchange.refi.read_project import read_project
from qualcode.exchange.refi.write_project import NAMESPACE, write_project
from qualcode.exchange.study_contents import StudyContents
from tests.support.project_grammar import grammar_faults
from tests.support.random_contents import contents


def comparable(study: StudyContents) -> StudyContents:
    """The contents in one order, without what only one side has: files, GUIDs of selections, the report."""
    return replace(
        study,
        program="",
        sources=tuple(replace(source, file_name="", file=b"") for source in study.sources),
        codings=tuple(
            sorted(
                (replace(coding, selection="", note="") for coding in study.codings),
                key=lambda each: each.guid,
            )
        ),
        memos=tuple(
            sorted((replace(memo, selection="") for memo in study.memos), key=lambda each: each.guid)
        ),
        guids={},
        losses=(),
        notes=(),
    )


@pytest.mark.parametrize("utf_16", [False, True], ids=["code points", "UTF-16"])
@given(study=contents())
@settings(max_examples=20, deadline=None)
def test_a_study_comes_back_the_same(study: StudyContents, *, utf_16: bool) -> None:
    data = write_project(study, utf_16=utf_16)
    again = read_project(data, "utf-16" if utf_16 else "code-points")
    assert comparable(again) == comparable(study)
    assert again.losses == ()
    for kind, by_name in study.guids.items():
        assert by_name.items() <= again.guids[kind].items()
    own = {each.guid: (each.selection, each.note) for each in study.codings}
    for coding in again.codings:
        selection, note = own[coding.guid]
        assert (selection in ("", coding.selection), note in ("", coding.note)) == (True, True)


@given(study=contents())
@settings(max_examples=15, deadline=None)
def test_going_out_again_changes_nothing(study: StudyContents) -> None:
    once = read_project(write_project(study), "code-points")
    twice = read_project(write_project(replace(once, program=study.program)), "code-points")
    assert comparable(twice) == comparable(once)
    assert twice.guids == once.guids
    assert {each.guid: each.selection for each in twice.codings} == {
        each.guid: each.selection for each in once.codings
    }


@given(study=contents())
@settings(max_examples=20, deadline=None)
def test_every_project_follows_the_grammar_of_the_standard(study: StudyContents) -> None:
    archive = zipfile.ZipFile(BytesIO(write_project(study)))
    root = etree.fromstring(archive.read("project.qde"))
    assert etree.QName(root).namespace == NAMESPACE
    assert grammar_faults(root) == []
    files = {f"sources/{source.guid.upper()}.txt" for source in study.sources}
    assert set(archive.namelist()) == {"project.qde", *files}


@given(study=contents())
@settings(max_examples=5, deadline=None)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_library_reads_the_same_codings(
    study: StudyContents, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")

    file = tmp_path_factory.mktemp("out") / "study.qdpx"
    file.write_bytes(write_project(study))
    with contextlib.chdir(file.parent):  # it unpacks the archive into the current folder
        project = pyrefiqda.RefiProject.load(file)
    selections = [
        (selection.start_position, selection.end_position, len(selection.coding))
        for source in (project.sources.text_source if project.sources else [])
        for selection in source.plain_text_selection
    ]
    coded = sum(count for *_, count in selections)
    assert coded == len(study.codings)


def test_files_are_equal_for_equal_studies() -> None:
    study = StudyContents(name="x", program="qualcode")
    assert write_project(study) == write_project(study)
