"""A codebook goes out as a table and comes back from it, through the parts that write and read tables."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from qualcode import codebook
from qualcode.codebook import ImportedCodebook
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeKey
from qualcode.readers import read_rows
from qualcode.tables import frame, unguard_formula, write
from tests.support.random_codebooks import codebooks


def through_a_file(book: Codebook, form: str) -> ImportedCodebook:
    with TemporaryDirectory() as folder:
        (path,) = write({"codebook": frame(codebook.listing(book, {}))}, Path(folder), form)
        rows = list(read_rows(path))
    restore = unguard_formula if form == "csv" else str
    return codebook.from_rows(
        (line, {name: restore(cell) for name, cell in row.items()}) for line, row in rows
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@given(book=codebooks(6))
@settings(max_examples=20, deadline=None)
def test_a_codebook_comes_back_from_its_table_unchanged(form: str, book: Codebook) -> None:
    assert through_a_file(book, form) == ImportedCodebook(codebook=book)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("path", sorted(Path("codebooks").glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_come_back_from_their_tables(path: Path, form: str) -> None:
    book = codebook.read(path.read_text(encoding="utf-8"))
    assert through_a_file(book, form).codebook == book


@pytest.mark.parametrize("words", ["_x0041_ to the letter", "a_x005F_b", "_x000D_", "x005F_"])
def test_what_looks_like_an_escape_of_excels_comes_back_from_a_workbook(words: str) -> None:
    book = Codebook(codes=(Code(key=CodeKey("a"), definition=words),))
    assert through_a_file(book, "xlsx").codebook == book


def rows(*cells: dict[str, str]) -> ImportedCodebook:
    return codebook.from_rows(enumerate(cells, start=2))


def test_the_columns_of_other_programs_are_understood() -> None:
    found = rows(
        {
            "Name": "Hot spots",
            "Description": "Where",
            "Category": "Places",
            "Inclusion criteria": "If",
            "Weight": "3",
        },
        {"Name": "Places", "Colour": "#112233", "Example quote": "One\nTwo"},
    )
    (places,) = found.codebook.codes
    (spots,) = places.children
    assert (places.key, places.color, places.examples) == ("places", "#112233", ("One", "Two"))
    assert (spots.key, spots.label, spots.definition, spots.when_to_use) == (
        "hot-spots",
        "Hot spots",
        "Where",
        "If",
    )
    assert found.warnings == ("The column 'Weight' is no field of a code; it was left out.",)


def test_words_in_the_column_of_keys_become_the_label() -> None:
    (code,) = rows({"Code": "Hot spots!"}).codebook.codes
    assert (code.key, code.label) == ("hot-spots", "Hot spots!")


@pytest.mark.parametrize("examples", [["One\n\ntwo", "[x]"], ["[x]"], ["[1]", "y"], ['["a"]']])
def test_examples_with_lines_or_brackets_come_back(examples: list[str]) -> None:
    book = Codebook(codes=(Code(key=CodeKey("a"), examples=tuple(examples)),))
    assert through_a_file(book, "csv").codebook == book


def test_an_example_that_only_looks_like_a_list_is_a_text() -> None:
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
        ([{"code": "a", "patterns": "lemma: [x"}], "not YAML"),
    ],
)
def test_wrong_rows_are_named(cells: list[dict[str, str]], message: str) -> None:
    with pytest.raises(CodebookError, match=message) as caught:
        rows(*cells)
    assert caught.value.line is not None


def test_a_table_too_deep_is_refused() -> None:
    chain = [{"code": f"c{at}", "parent": f"c{at - 1}" if at else ""} for at in range(200)]
    with pytest.raises(CodebookError, match="more than 50"):
        rows(*chain)


def test_an_indented_list_becomes_a_codebook() -> None:
    book = codebook.from_outline(
        "\ufeffRoles: what police are for\n\n\t- Pursue\n\t- Prevent - keeping people out: early\n"
        "\t\t1.2 Schools\n"
        "Harms\n    Pursue\n"
    ).codebook
    keys = ["/".join([*(code.key for code in above), code.key]) for code, above in book.walk()]
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


def test_a_line_between_two_levels_is_named() -> None:
    with pytest.raises(CodebookError, match="between two levels") as caught:
        codebook.from_outline("A\n    B\n  C\n")
    assert (caught.value.line, caught.value.column) == (3, 3)


def test_an_absurd_outline_is_refused() -> None:
    with pytest.raises(CodebookError, match="levels"):
        codebook.from_outline("\n".join(" " * at + "x" for at in range(100)))
