"""Coded transcripts as HTML and Markdown, and deposits for archives."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from qualcode.errors import ConflictError
from qualcode.exchange.coded_pages import PageCoding, PageTurn, coded_html, coded_markdown
from qualcode.model import About, CoderName, Span
from qualcode.store.project import Project, open_project
from qualcode.workflows.coding import write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.exchange.deposit import deposit
from qualcode.workflows.exchange.export_pages import export_pages
from qualcode.workflows.exchange.file_stems import file_stems
from qualcode.workflows.exchange.read_foreign_project import read_foreign_project
from qualcode.workflows.sources.edit_sources import rename_source
from tests.support import small_project


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    with open_project(small_project.write(tmp_path)) as project:
        yield project


TEXT = 'Ann: <b>We</b> & "they" *left*.\nBob: So.'
END = TEXT.index("\n")
SO = TEXT.index("So")
TURNS = [
    PageTurn(span=Span(5, END), heading="1 Ann:"),
    PageTurn(span=Span(SO, len(TEXT)), heading="2 Bob:"),
]
CODINGS = [
    PageCoding(span=Span(5, 14), code="A & B", color="#FF0000", coder="ann", memo="<why>"),
    PageCoding(span=Span(9, SO + 2), code="C", color="#00FF00", coder="ben"),
]


def words(element: "etree._Element | None") -> str:
    return "" if element is None else "".join(map(str, element.itertext()))


def test_a_page_shows_every_word_as_it_is_with_the_codings_beside_it() -> None:
    page = etree.fromstring(coded_html("One <1>", TEXT, TURNS, CODINGS), etree.HTMLParser())
    first, second = page.findall(".//section")
    assert words(first.find("div")) == f"1 Ann: {TEXT[5:END]}"
    assert words(second.find("div")) == "2 Bob: So."
    items = [(words(item), item.get("data-coder")) for item in first.findall(".//li")]
    assert items == [
        ("A & B ann <b>We</b><why>", "ann"),
        (f"C ben {' '.join(TEXT[9 : SO + 2].split())}", "ben"),
    ]
    assert "".join(map(words, first.findall(".//mark"))) == TEXT[5:END]
    marks = [(words(mark), mark.get("data-numbers")) for mark in page.findall(".//mark")]
    assert marks == [
        (TEXT[5:9], "0"), (TEXT[9:14], "0 1"), (TEXT[14:END], "1"), ("So", "1"),
    ]  # fmt: skip
    assert [box.get("value") for box in page.findall(".//input")] == ["A & B", "C", "ann", "ben"]


def test_markdown_shows_every_word_and_no_markup() -> None:
    html = MarkdownIt().render(coded_markdown("One", TEXT, TURNS, CODINGS))
    shown = words(etree.fromstring(html, etree.HTMLParser()))
    assert TEXT[5:END] in shown
    assert "A & B (ann) «<b>We</b>»: <why>" in shown


@pytest.mark.parametrize(("form", "ending"), [("page", "html"), ("text", "md")])
def test_each_source_is_a_file(study: Project, tmp_path: Path, form: str, ending: str) -> None:
    files = export_pages(study, tmp_path / "out", form)
    assert [file.name for file in files] == [f"local-01.{ending}", f"national-01.{ending}"]
    assert "It came back within a week" in files[0].read_text(encoding="utf-8")
    assert export_pages(study, tmp_path / "one", form, ["national-01"]) == [
        tmp_path / "one" / f"national-01.{ending}"
    ]


def test_memos_on_words_are_on_the_pages(study: Project, tmp_path: Path) -> None:
    choice = SpanChoice(quote="the kids")
    write_memos.write(study, CoderName("ann"), About.SOURCE, "local-01", "Whose?", choice)
    [file] = export_pages(study, tmp_path / "text", "text", ["local-01"])
    assert "> **✎ memo** (ann) «the kids»: Whose?" in file.read_text(encoding="utf-8")


def test_a_deposit_has_every_coding_on_its_words_and_valid_checksums(study: Project, tmp_path: Path) -> None:
    folder = tmp_path / "deposit"
    files = deposit(study, folder)
    lines = (folder / "checksums.sha256").read_text().splitlines()
    sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
    assert sums == {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.name != "checksums.sha256"
    }
    with (folder / "codings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    for row in rows:
        text = (folder / "texts" / f"{row['source']}.txt").read_text(encoding="utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert f"* `{'memo'}`:" in (folder / "README.md").read_text(encoding="utf-8")
    assert len(read_foreign_project(folder / "project.qdpx").codings) == 4


def test_sources_whose_names_differ_only_in_signs_or_case_are_files_of_their_own() -> None:
    assert file_stems(["a/b", "a:b", "A-B", "..."]) == {
        "a/b": "a-b", "a:b": "a-b-2", "A-B": "A-B-3", "...": "source",
    }  # fmt: skip


def test_every_text_of_such_sources_is_in_a_deposit(study: Project, tmp_path: Path) -> None:
    rename_source(study, CoderName("ann"), "local-01", "town/1")
    rename_source(study, CoderName("ann"), "national-01", "town:1")
    deposit(study, tmp_path / "deposit")
    assert sorted(file.name for file in (tmp_path / "deposit" / "texts").iterdir()) == [
        "town-1-2.txt", "town-1.txt",
    ]  # fmt: skip
    assert len(export_pages(study, tmp_path / "pages", "text")) == 2
    assert len(list((tmp_path / "pages").iterdir())) == 2


def test_a_pseudonymous_deposit_names_no_coder_or_source(study: Project, tmp_path: Path) -> None:
    files = deposit(study, tmp_path / "deposit", pseudonymous=True)
    tables = "".join(file.read_text(encoding="utf-8-sig") for file in files if file.suffix == ".csv")
    assert "local-01" not in tables
    assert ",ann," not in tables
    assert "have to be found and replaced by a person" in (tmp_path / "deposit" / "README.md").read_text()


def test_a_folder_with_files_is_not_written_to(study: Project, tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="something in"):
        deposit(study, tmp_path)
