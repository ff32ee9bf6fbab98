"""A study goes out as a REFI-QDA project and comes in again: ids, words, cases and memos are the same."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import ConflictError, StorageError, UnreadableSourceError
from qualcode.exchange.refi.write_project import write_project
from qualcode.exchange.study_contents import ForeignSource, StudyContents
from qualcode.model import About, CoderName, SourceId
from qualcode.output_formats import TargetProgram
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, sources
from qualcode.store.records.people import cases
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding import write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.exchange.create_from_contents import create_from_contents
from qualcode.workflows.exchange.export_project import export_project
from qualcode.workflows.exchange.read_foreign_project import read_foreign_project
from qualcode.workflows.project import create_project
from qualcode.workflows.sources.import_files import ImportOptions, import_files
from tests.support import marked_text, small_project
from tests.support.refi_dialects import DIALECTS, project_bytes

ANN = CoderName("ann")
NVIVO = DIALECTS[0]
INTERVIEW = marked_text.interview(
    "Ann: We 😀 [were glad]{glad} that they came.\nBob: The car 🚓 was late, [nobody minded]{calm@ben}.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """The project of the Python API's examples, with a memo on words and one on a code."""
    with open_project(small_project.write(tmp_path)) as project:
        choice = SpanChoice(quote="took out a line")
        write_memos.write(project, ANN, About.SOURCE, "local-01", "Whose line?", choice)
        write_memos.write(project, ANN, About.CODE, "pursue", "Arrests.")
        yield project


def contents(project: Project) -> dict[str, object]:
    """What a project holds that the standard can carry, by ids."""
    database = project.database
    ids = sources.ids_by_name(database)
    of_sources = [coding for source in ids.values() for coding in codings.of_source(database, source)]
    return {
        "texts": {name: sources.with_id(database, source).text for name, source in ids.items()},
        "ids": ids,
        "codings": [
            (each.id, each.source, each.span, each.quote, each.code, each.coder, each.made_at, each.memo)
            for each in of_sources
        ],
        "memos": memos.read_all(database),
        "cases": cases.read_all(database),
    }


def go_out_and_in(project: Project, folder: Path, target: TargetProgram | None = None) -> Project:
    exported = export_project(project, folder / "out.qdpx", target)
    read = read_foreign_project(exported.file)
    return create_from_contents(folder / "again", read, "out.qdpx", ANN).project


@pytest.mark.parametrize("target", [None, *TargetProgram])
def test_a_study_is_the_same_after_going_out_and_in(
    study: Project, tmp_path: Path, target: TargetProgram | None
) -> None:
    with go_out_and_in(study, tmp_path, target) as again:
        assert contents(again) == contents(study)
        assert check_project(again) == []


def test_another_programs_project_becomes_a_study_with_a_report_in_its_history(tmp_path: Path) -> None:
    file = tmp_path / "nvivo.qdpx"
    file.write_bytes(project_bytes(NVIVO, INTERVIEW))
    created = create_from_contents(tmp_path / "study", read_foreign_project(file), file.name, ANN)
    with created.project as project:
        source = SourceId(NVIVO.guid(1))
        quotes = [(coding.quote, coding.coder) for coding in codings.of_source(project.database, source)]
        assert quotes == [("were glad", INTERVIEW.codings[0].coder), ("nobody minded", "ben")]
        assert [turn.speaker for turn in sources.turns(project.database, source)] == ["Ann", "Bob"]
        assert check_project(project) == []
        [act] = history.acts(project.database)
        assert "nvivo.qdpx of NVivo 12 for Windows: 1 source" in act.summary
    assert "UTF-16 units" in created.notes[0]


def test_the_guids_are_kept_when_it_goes_out_again(tmp_path: Path) -> None:
    file = tmp_path / "nvivo.qdpx"
    file.write_bytes(project_bytes(NVIVO, INTERVIEW))
    first = read_foreign_project(file)
    with create_from_contents(tmp_path / "study", first, file.name, ANN).project as project:
        export_project(project, tmp_path / "out.qdpx")
    second = read_foreign_project(tmp_path / "out.qdpx")
    assert second.guids["code"] == first.guids["code"]
    assert second.guids["coder"] == first.guids["coder"]
    assert [(each.guid, each.selection) for each in second.codings] == [
        (each.guid, each.selection) for each in first.codings
    ]


def test_what_cannot_be_carried_is_listed(study: Project, tmp_path: Path) -> None:
    exported = export_project(study, tmp_path / "out.qdpx")
    assert {"acts of the history", "turns with speakers, roles and times"} <= {
        loss.element for loss in exported.losses
    }


def test_captions_without_labels_are_named_on_the_way_out_and_on_the_way_in(tmp_path: Path) -> None:
    captions = tmp_path / "call.vtt"
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n<v {name}>{words}</v>\n\n"
        for n, (name, words) in enumerate([("Nia", "We met."), ("Ola", "Where?"), ("Nia", "At the pier.")])
    )
    captions.write_text(f"WEBVTT\n\n{cues}", encoding="utf-8")
    with create_project.create(tmp_path / "study") as project:
        list(import_files(project, ANN, [captions], ImportOptions()))
        exported = export_project(project, tmp_path / "out.qdpx")
    [loss] = [each for each in exported.losses if "not named in the text" in each.element]
    assert (loss.count, loss.examples) == (3, ("call",))
    contents = read_foreign_project(tmp_path / "out.qdpx")
    created = create_from_contents(tmp_path / "new", contents, "out.qdpx", ANN)
    created.project.database.close()
    assert "the text of 1 source, read as a document: call." in created.notes[-1]


def plain_word(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def study_with_word(folder: Path, paragraphs: list[str]) -> tuple[Project, bytes]:
    """A study of another program's project that has a Word file with these paragraphs beside a text."""
    word = plain_word(paragraphs)
    guid, text = "0a0b0c0d-0000-4000-8000-000000000001", "Ann: We 😀 were glad.\nBob: Nobody minded."
    source = ForeignSource(guid=guid, name="talk", text=text, file_name="talk.docx", file=word)
    (folder / "in.qdpx").write_bytes(
        write_project(StudyContents(name="Talks", program="Some Program", sources=(source,)))
    )
    read = read_foreign_project(folder / "in.qdpx")
    return create_from_contents(folder / "study", read, "in.qdpx", ANN).project, word


@pytest.mark.parametrize("pseudonymous", [False, True])
def test_a_word_file_that_has_exactly_the_text_goes_out_beside_it(
    tmp_path: Path, *, pseudonymous: bool
) -> None:
    project, word = study_with_word(tmp_path, ["Ann: We 😀 were glad.", "Bob: Nobody minded."])
    with project:
        exported = export_project(project, tmp_path / "out.qdpx", pseudonymous=pseudonymous)
    [source] = read_foreign_project(exported.file).sources
    assert source.file_name == ("S01.txt" if pseudonymous else "talk.docx")
    assert (source.file == word) is not pseudonymous
    assert ("formats of files" in {loss.element for loss in exported.losses}) is pseudonymous


def test_a_word_file_with_other_words_stays_and_that_is_in_the_report(tmp_path: Path) -> None:
    project, _ = study_with_word(tmp_path, ["A title", "Ann: We 😀 were glad.", "Bob: Nobody minded."])
    with project:
        exported = export_project(project, tmp_path / "out.qdpx")
    [source] = read_foreign_project(exported.file).sources
    assert source.file_name == "talk.txt"
    assert (
        "codings would be on others"
        in {loss.element: loss.reason for loss in exported.losses}["formats of files"]
    )


def test_a_pseudonymous_project_has_no_name_of_a_coder_source_or_case(study: Project, tmp_path: Path) -> None:
    export_project(study, tmp_path / "out.qdpx", pseudonymous=True)
    read = read_foreign_project(tmp_path / "out.qdpx")
    assert {coding.coder for coding in read.codings} == {"Coder 1"}
    assert [source.name for source in read.sources] == ["S01", "S02"]
    assert [case.name for case in read.cases] == ["C01", "C02"]


def test_nothing_is_left_of_an_import_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "nvivo.qdpx"
    file.write_bytes(project_bytes(NVIVO, INTERVIEW))
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")

    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(cases, "replace", fail)
    with pytest.raises(StorageError):
        create_from_contents(folder, read_foreign_project(file), file.name, ANN)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_a_folder_with_a_project_is_refused_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "nvivo.qdpx"
    file.write_bytes(project_bytes(NVIVO, INTERVIEW))
    create_project.create(tmp_path / "study").database.close()
    before = sorted(path.name for path in (tmp_path / "study").iterdir())
    with pytest.raises(ConflictError):
        create_from_contents(tmp_path / "study", read_foreign_project(file), file.name, ANN)
    assert sorted(path.name for path in (tmp_path / "study").iterdir()) == before


def test_a_file_that_is_no_project_is_refused_with_the_way(tmp_path: Path) -> None:
    file = tmp_path / "study.qdpx"
    file.write_text("not real")
    with pytest.raises(UnreadableSourceError, match="no project that qualcode knows") as refusal:
        read_foreign_project(file)
    assert "codings import" in refusal.value.hint
