"""Memos on words of a source: written, listed, checked, undone, and removed with the source."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import NotFoundError
from qualcode.model import About, CoderName, Span
from qualcode.store.project import Project
from qualcode.store.records import memos
from qualcode.workflows.check_project import check_project
from qualcode.workflows.coding import list_codings, write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.sources import edit_sources
from qualcode.workflows.sources.import_files import ImportOptions, import_files

ANN = CoderName("ann")
TEXT = "Ann: We closed 👮🏽 the flat.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    file = tmp_path / "local-01.txt"
    file.write_text(TEXT, encoding="utf-8")
    with create_project.create(tmp_path / "study") as created:
        list(import_files(created, ANN, [file], ImportOptions()))
        yield created


def write(project: Project, choice: SpanChoice) -> None:
    write_memos.write(project, ANN, About.SOURCE, "local-01", "Whose flat?", choice)


def test_a_memo_on_words_keeps_their_span_and_quote(project: Project) -> None:
    write(project, SpanChoice(quote="the flat"))
    [memo] = memos.read_all(project.database)
    assert memo.span is not None
    assert memo.span.of(TEXT) == memo.quote == "the flat"
    assert check_project(project) == []


def test_the_list_of_memos_says_where_the_words_are(project: Project) -> None:
    write(project, SpanChoice(quote="the flat"))
    listing = list_codings.memos(project)
    [row] = [dict(zip(listing.columns, cells, strict=True)) for cells in listing.rows]
    start = TEXT.index("the flat")
    assert (row["about"], row["what"], row["quote"]) == (
        "source", f"local-01 [{start}:{start + 8}]", "the flat",
    )  # fmt: skip


def test_undo_and_redo_bring_the_memo_back_on_its_words(project: Project) -> None:
    write(project, SpanChoice(quote="the flat"))
    before = memos.read_all(project.database)
    undo_acts.undo(project, ANN)
    assert memos.read_all(project.database) == []
    undo_acts.redo(project, ANN)
    assert memos.read_all(project.database) == before


def test_a_memo_on_no_words_is_refused(project: Project) -> None:
    with pytest.raises(NotFoundError, match="no text to code at 900:910"):
        write(project, SpanChoice(span=Span(900, 910)))


def test_the_memo_goes_with_its_source(project: Project) -> None:
    write(project, SpanChoice(quote="the flat"))
    edit_sources.remove_source(project, ANN, "local-01")
    assert memos.read_all(project.database) == []


def test_the_check_finds_a_memo_that_is_off_its_words(project: Project) -> None:
    write(project, SpanChoice(quote="the flat"))
    with project.database.transaction():
        project.database.execute("UPDATE memos SET start = start + 1")
    [fault] = check_project(project)
    assert fault.location.startswith("memo ")
