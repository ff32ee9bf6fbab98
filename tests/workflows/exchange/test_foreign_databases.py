"""Projects of QualCoder, Taguette and qc become studies: codings on their words, the rest reported."""

from pathlib import Path

import pytest

from qualcode.errors import ConflictError, NotFoundError, UnreadableSourceError
from qualcode.exchange.study_contents import StudyContents
from qualcode.model import CoderName
from qualcode.workflows.check_project import check_project
from qualcode.workflows.exchange.create_from_contents import create_from_contents
from qualcode.workflows.exchange.read_foreign_project import read_foreign_project
from qualcode.workflows.project import create_project
from tests.support.foreign_databases import (
    DEFAULT_PLACES,
    OTHER_PLACES,
    TEXT,
    qc_folder,
    qualcoder_rows,
    taguette_rows,
    write_database,
)


def quotes(study: StudyContents) -> list[tuple[str, str, str]]:
    texts = {source.guid: source.text for source in study.sources}
    return [(coding.span.of(texts[coding.source]), coding.code, coding.coder) for coding in study.codings]


def test_a_qualcoder_project_is_read_with_codes_cases_memos_and_stars(tmp_path: Path) -> None:
    write_database(tmp_path / "study.qda" / "data.qda", qualcoder_rows())
    study = read_foreign_project(tmp_path / "study.qda")
    assert quotes(study) == [("were glad", "glad", "ann"), ("Nobody minded", "calm", "ben")]
    assert [coding.starred for coding in study.codings] == [True, False]
    assert study.codings[0].made_at == "2024-05-17T10:22:11.000Z"
    assert [(code.key, code.retired) for code, _ in study.codebook.walk()] == [
        ("moods", True), ("glad", False), ("calm", False),
    ]  # fmt: skip
    assert {memo.text for memo in study.memos} == {
        "Our study", "Noisy", "Sure?", "Case P1: shy", "Day 1\nBegan.",
    }  # fmt: skip
    [case] = study.cases
    assert case.attributes == {"town": "Ely", "month": "May"}
    lost = {loss.element: loss.count for loss in study.losses}
    assert lost["positions of codings"] == 1
    assert lost["codings"] == 1
    assert lost["codings with a code that the file does not have"] == 1
    assert lost["codings of pictures"] == 1


def test_a_coding_that_is_on_its_words_twice_is_in_the_report(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    moved = {**rows["code_text"][0], "ctid": 9, "pos0": 0, "pos1": 3, "memo": "another"}
    rows["code_text"].append(moved)
    study = read_foreign_project(write_database(tmp_path / "data.qda", rows))
    assert len(study.codings) == 2
    assert {loss.element: loss.count for loss in study.losses}["codings that are there twice"] == 1


def test_positions_that_count_an_emoji_as_two_are_read_by_their_words(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    text = "😀 glad, and glad again.\n"
    rows["source"][0]["fulltext"] = text
    rows["code_text"] = [
        {"ctid": 1, "cid": 1, "fid": 1, "seltext": "glad", "pos0": 3, "pos1": 7, "owner": "ann"},
        {"ctid": 2, "cid": 1, "fid": 1, "seltext": "glad", "pos0": 12, "pos1": 16, "owner": "ben"},
    ]
    study = read_foreign_project(write_database(tmp_path / "data.qda", rows))
    assert [(coding.span.start, coding.coder) for coding in study.codings] == [(2, "ann"), (12, "ben")]


def test_drawings_references_and_odd_colours_of_qualcoder_are_in_the_report(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["graph"] = [{"grid": 1, "name": "Map"}]
    rows["ris"] = [{"risid": 1, "tag": "TI", "value": "A title"}]
    rows["attribute_type"] = [{"name": "town", "memo": "Where they live", "caseOrFile": "case"}]
    rows["code_name"][0]["color"] = "#0F0"
    rows["code_name"][1]["color"] = "light green"
    study = read_foreign_project(write_database(tmp_path / "data.qda", rows))
    lost = {loss.element: loss for loss in study.losses}
    assert {"graphs", "fields of references"} <= lost.keys()
    assert lost["colours of codes"].examples == ("Calm: light green",)
    assert [code.color for code, _ in study.codebook.walk()] == ["", "#00FF00", ""]
    assert "Attribute town: Where they live" in {memo.text for memo in study.memos}


def test_what_a_qualcoder_project_keeps_elsewhere_is_in_the_report(tmp_path: Path) -> None:
    write_database(tmp_path / "study.qda" / "data.qda", qualcoder_rows())
    (tmp_path / "study.qda" / "pseudonyms.json").write_text("[]")
    losses = read_foreign_project(tmp_path / "study.qda").losses
    assert losses[-1].examples == ("pseudonyms.json",)


def test_a_case_of_a_qualcoder_project_is_the_speaker_of_its_words(tmp_path: Path) -> None:
    file = write_database(tmp_path / "data.qda", qualcoder_rows())
    created = create_from_contents(tmp_path / "new", read_foreign_project(file), "data.qda", CoderName("ann"))
    with created.project as project:
        assert check_project(project) == []
    assert created.cases == 1


def test_a_version_that_is_not_known_is_said(tmp_path: Path) -> None:
    file = write_database(tmp_path / "data.qda", qualcoder_rows("v99"))
    assert "v99" in read_foreign_project(file).notes[0]


def test_a_taguette_project_is_read_by_bytes_of_the_pages_text(tmp_path: Path) -> None:
    study = read_foreign_project(write_database(tmp_path / "taguette.sqlite3", taguette_rows()))
    [source] = study.sources
    assert source.text == "We 😀 were glad.\nNobody minded é\nAt all.\n"
    assert quotes(study) == [
        ("were glad", "mood-glad", "ann"), ("minded é", "mood", "unknown"), ("At all.", "mood", "unknown"),
    ]  # fmt: skip
    [theme] = study.codebook.codes
    assert [child.label for child in theme.children] == ["mood.glad"]
    assert {loss.element for loss in study.losses} == {
        "highlights on no words", "tags of highlights", "codings that are there twice",
    }  # fmt: skip


def test_one_of_several_taguette_projects_is_chosen_by_name(tmp_path: Path) -> None:
    rows = taguette_rows()
    rows["projects"].append({"id": 2, "name": "Other", "description": ""})
    file = write_database(tmp_path / "taguette.sqlite3", rows)
    with pytest.raises(NotFoundError, match="several projects: 'Moods', 'Other'"):
        read_foreign_project(file)
    assert read_foreign_project(file, name="Other").sources == ()


@pytest.mark.parametrize("places", [DEFAULT_PLACES, OTHER_PLACES], ids=["default", "other places"])
def test_a_folder_of_qc_is_read_by_lines(tmp_path: Path, places: tuple[str, ...]) -> None:
    study = read_foreign_project(qc_folder(tmp_path / "qc", places))
    first, second, _ = TEXT.split("\n")
    assert quotes(study) == [(first, "glad", "ann"), (second, "new", "ben")]
    labels = [(len(above), code.label) for code, above in study.codebook.walk()]
    assert labels == [(0, "mood"), (1, "glad"), (2, "very: glad"), (0, "ünï"), (0, "new")]
    [memo] = study.memos
    assert (memo.text, memo.coder, memo.made_at) == ("# First\n\nWell.", "ann", "2024-05-17T10:22:00.000Z")
    assert [loss.count for loss in study.losses] == [1]


def test_a_codebook_of_qc_that_is_not_valid_is_in_the_report(tmp_path: Path) -> None:
    folder = qc_folder(tmp_path / "qc")
    (folder / "codebook.yaml").write_text("- glad\n- [calm\n")
    study = read_foreign_project(folder)
    assert [code.label for code, _ in study.codebook.walk()] == ["glad", "new"]
    assert study.losses[0].element == "codebook"
    assert study.losses[0].reason.startswith("it cannot be read: line 2")


def test_a_project_of_qc_names_nothing_outside_its_folder(tmp_path: Path) -> None:
    folder = qc_folder(tmp_path / "qc")
    (tmp_path / "elsewhere").mkdir()
    settings = folder / "settings.yaml"
    settings.write_text(settings.read_text().replace("corpus_dir: corpus", "corpus_dir: ../elsewhere"))
    with pytest.raises(UnreadableSourceError, match="outside its folder"):
        read_foreign_project(folder)


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b"], ids=["long", "null"])
def test_a_project_of_qc_names_files_that_can_exist(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "qc"
    folder.mkdir()
    (folder / "settings.yaml").write_text("qc_version: 1.7\n")
    write_database(folder / "qualitative_coding.sqlite3", {"document": [{"file_path": name}]})
    with pytest.raises(UnreadableSourceError, match=r"cannot be opened: (it has a null|File name too long)"):
        read_foreign_project(folder)


def test_a_column_whose_name_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = write_database(tmp_path / "data.qda", qualcoder_rows())
    file.write_bytes(file.read_bytes().replace(b'"fulltext"', b'"full\xe6ext"'))
    with pytest.raises(UnreadableSourceError, match="damaged"):
        read_foreign_project(file)


def test_a_code_of_qualcoder_with_an_empty_id_is_a_theme(tmp_path: Path) -> None:
    rows = qualcoder_rows()
    rows["code_name"][0]["cid"] = ""
    study = read_foreign_project(write_database(tmp_path / "data.qda", rows))
    assert {code.label for code, _ in study.codebook.walk()} == {"Moods", "Glad", "Calm"}


def test_missing_texts_of_qc_are_in_the_report_and_its_codebook_may_be_in_another_encoding(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "qc"
    folder.mkdir()
    (folder / "settings.yaml").write_text("qc_version: 1.7\n")
    (folder / "codebook.yaml").write_bytes("- glad\n- café\n".encode("cp1252"))
    write_database(folder / "qualitative_coding.sqlite3", {"document": [{"file_path": "gone.txt"}]})
    study = read_foreign_project(folder)
    assert [code.title for code, _ in study.codebook.walk()] == ["glad", "caf\ufffd"]
    assert [(loss.element, loss.examples) for loss in study.losses] == [("documents", ("gone.txt",))]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"SQLite format 3\0" + b"\xff" * 5000, "damaged"), (b"plain text", "no project that qualcode knows")],
)
def test_damaged_and_unknown_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "data.qda").write_bytes(content)
    with pytest.raises(UnreadableSourceError, match=message):
        read_foreign_project(tmp_path / "data.qda")


def test_a_project_of_qualcode_itself_is_refused_with_the_way(tmp_path: Path) -> None:
    create_project.create(tmp_path / "mine").database.close()
    with pytest.raises(UnreadableSourceError, match="a qualcode project") as refusal:
        read_foreign_project(tmp_path / "mine")
    assert "qualcode team merge" in refusal.value.hint


def test_a_database_of_another_program_and_an_open_one_are_refused(tmp_path: Path) -> None:
    file = write_database(tmp_path / "data.qda", {"songs": [{"id": 1}]})
    with pytest.raises(UnreadableSourceError, match="of no program"):
        read_foreign_project(file)
    (tmp_path / "data.qda-wal").write_bytes(b"x")
    with pytest.raises(ConflictError, match="open in another program"):
        read_foreign_project(file)
