"""Codebooks written to tables and read back, through `tables` and `readers`, and indented outlines."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from qualcode import codebook
from qualcode.codebook import ImportedCodebook
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeKey
from qualcode.readers import read_rows
from qualcode.tables import frame, unguard_formula, write_tables
from tests.support.random_codebooks import codebooks


def write_and_read(book: Codebook, form: str) -> ImportedCodebook:
    with TemporaryDirectory() as folder:
        (path,) = write_tables({"codebook": frame(codebook.listing(book, {}))}, Path(folder), form)
        rows = list(read_rows(path))
    restore = unguard_formula if form == "csv" else str
    return codebook.from_rows(
        (line, {name: restore(cell) for name, cell in row.items()}) for line, row in rows
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@given(book=codebooks(6, grouped=True))
@settings(max_examples=20, deadline=None)
def test_a_codebook_comes_back_from_its_table_unchanged(form: str, book: Codebook) -> None:
    read = write_and_read(book, form)
    assert replace(read, codebook=replace(read.codebook, groups=())) == ImportedCodebook(
        codebook=replace(book, groups=())
    )
    groups = {group.name: set(group.members) for group in book.groups if group.members}
    assert {group.name: set(group.members) for group in read.codebook.groups} == groups


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("path", sorted(Path("codebooks").glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_come_back_from_their_tables(path: Path, form: str) -> None:
    book = codebook.read(path.read_text(encoding="utf-8"))
    assert write_and_read(book, form).codebook == book


@pytest.mark.parametrize("words", ["_x0041_ to the letter", "a_x005F_b", "_x000D_", "x005F_"])
def test_text_like_an_excel_escape_is_read_back_unchanged(words: str) -> None:
    book = Codebook(codes=(Code(key=CodeKey("a"), definition=words),))
    assert write_and_read(book, "xlsx").codebook == book


def rows(*cells: dict[str, str]) -> ImportedCodebook:
    return codebook.from_rows(enumerate(cells, start=2))


def test_the_columns_of_other_programs_are_recognised() -> None:
    imported = rows(
        {
            "Name": "Hot spots",
            "Description": "Where",
            "Category": "Places",
            "Inclusion criteria": "If",
            "Weight": "3",
        },
        {"Name": "Places", "Colour": "#112233", "Example quote": "One\nTwo"},
    )
    (theme,) = imported.codebook.codes
    (spots,) = theme.children
    assert (theme.key, theme.color, theme.examples) == ("places", "#112233", ("One", "Two"))
    assert (spots.key, spots.label, spots.definition, spots.when_to_use) == (
        "hot-spots",
        "Hot spots",
        "Where",
        "If",
    )
    assert imported.warnings == ("The column 'Weight' is no field of a code; it was left out.",)


def test_text_in_the_key_column_that_is_no_key_becomes_the_label() -> None:
    (code,) = rows({"Code": "Hot spots!"}).codebook.codes
    assert (code.key, code.label) == ("hot-spots", "Hot spots!")


@pytest.mark.parametrize("examples", [["One\n\ntwo", "[x]"], ["[x]"], ["[1]", "y"], ['["a"]']])
def test_examples_with_line_breaks_or_brackets_are_read_back(examples: list[str]) -> None:
    book = Codebook(codes=(Code(key=CodeKey("a"), examples=tuple(examples)),))
    assert write_and_read(book, "csv").codebook == book


def test_an_example_that_looks_like_json_but_is_not_is_a_text() -> None:
    assert rows({"code": "a", "examples": "[laughs] No.\n[1]"}).codebook.codes[0].examples == (
        "[laughs] No.",
        "[1]",
    )


def test_counts_are_a_column() -> None:
    table = codebook.listing(codebook.read("codes: [{code: a}, {code: b}]"), {CodeKey("b"): 3})
    assert table.columns[-1] == "n"
    assert [row[-1] for row in table.rows] == [0, 3]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([{"code": "a"}, {"code": "a"}], "'a' is here twice, first in line 2"),
        ([{"definition": "x"}], "names no code"),
        ([{"code": "a", "parent": "bb"}, {"code": "b"}], "no code 'bb' to put `a` under"),
        ([{"code": "a", "parent": "b"}, {"code": "b", "parent": "a"}], "`a` is under itself"),
        ([{"code": "a", "color": "red"}], "'red' is not a colour"),
        ([{"code": "a", "patterns": "lema: x"}], "no kind of pattern 'lema'"),
        ([{"code": "a", "patterns": "lemma: [x"}], 'needs quotation marks.\nWrite: lemma: "\\[x"'),
    ],
)
def test_invalid_rows_are_refused_with_their_line(cells: list[dict[str, str]], message: str) -> None:
    with pytest.raises(CodebookError, match=message) as caught:
        rows(*cells)
    assert caught.value.line is not None


def test_a_table_with_too_many_levels_is_refused() -> None:
    chain = [{"code": f"c{level}", "parent": f"c{level - 1}" if level else ""} for level in range(200)]
    with pytest.raises(CodebookError, match="more than 50"):
        rows(*chain)


def test_an_indented_list_becomes_a_codebook() -> None:
    book = codebook.from_outline(
        "\ufeffRoles: what police are for\n\n\t- Pursue\n\t- Prevent - keeping people out: early\n"
        "\t\t1.2 Schools\n"
        "Harms\n    Pursue\n"
    ).codebook
    keys = ["/".join([*(code.key for code in ancestors), code.key]) for code, ancestors in book.walk()]
    assert keys == [
        "roles",
        "roles/pursue",
        "roles/prevent",
        "roles/prevent/schools",
        "harms",
        "harms/pursue-2",
    ]
    assert book.codes[0].definition == "what police are for"
    assert book.code(CodeKey("prevent")).definition == "keeping people out: early"


def test_a_line_between_two_levels_is_refused() -> None:
    with pytest.raises(CodebookError, match="between two levels") as caught:
        codebook.from_outline("A\n    B\n  C\n")
    assert (caught.value.line, caught.value.column) == (3, 3)


def test_an_outline_with_too_many_levels_is_refused() -> None:
    with pytest.raises(CodebookError, match="levels"):
        codebook.from_outline("\n".join(" " * at + "x" for at in range(100)))
