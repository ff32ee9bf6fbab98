"""The facts for a methods section, item by item after COREQ, as Markdown or as a Word document.

What the project records is filled in; what only the researchers know is left to write, in square brackets.

Tong A, Sainsbury P, Craig J (2007) Consolidated criteria for reporting qualitative research (COREQ).
International Journal for Quality in Health Care 19(6): 349-357. Items 22 and 24 to 29.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.documents.markdown_text import escape_cell, escape_line, table_lines
from qualcode.model import Listing, Value
from qualcode.text.visible import one_line

if TYPE_CHECKING:
    from docx.document import Document

_LEVEL_SIGN = "\N{EM SPACE}"
"""One before a code's name for each code above it."""
_FIRST_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH = 70, 22, 40
_INDENT = 6
"""Millimetres for each level."""
_REFERENCE = (
    "Items after Tong A, Sainsbury P, Craig J (2007) Consolidated criteria for reporting qualitative "
    "research (COREQ). International Journal for Quality in Health Care 19(6): 349\N{EN DASH}357."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsItem:
    """One item of the checklist: facts from the project, and what the researchers have to write."""

    number: int
    title: str
    facts: tuple[str, ...] = ()
    table: Listing | None = None
    to_write: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """The items of one study."""

    study: str
    items: tuple[MethodsItem, ...]


def methods_markdown(methods: Methods) -> str:
    """Return the facts as Markdown; nothing in a name is read as markup."""
    lines = [f"# {escape_line(methods.study)}: data analysis", ""]
    for item in methods.items:
        lines += [f"## {item.number}. {escape_line(item.title)}", ""]
        for fact in item.facts:
            lines += [escape_line(fact), ""]
        if item.table:
            lines += [*_markdown_table(item.table), ""]
        if item.to_write:
            lines += [f"**\\[To write: {escape_line(item.to_write)}\\]**", ""]
    return "\n".join([*lines, escape_line(_REFERENCE), ""])


def methods_docx(methods: Methods) -> bytes:
    """Return the facts as a Word document in Word's own styles; what is left to write is highlighted."""
    from qualcode.documents.word import add_heading, add_paragraph, document_bytes, new_document

    document = new_document(f"{methods.study}: data analysis")
    for item in methods.items:
        add_heading(document, f"{item.number}. {item.title}", level=2)
        for fact in item.facts:
            add_paragraph(document, fact)
        if item.table:
            _add_table(document, item.table)
        if item.to_write:
            add_paragraph(document, f"[To write: {item.to_write}]", highlighted=True)
    add_paragraph(document, _REFERENCE)
    return document_bytes(document)


def _markdown_table(table: Listing) -> list[str]:
    header = _markdown_cells(table.columns)
    return table_lines(header, [_markdown_cells(row) for row in table.rows], _numeric_columns(table))


def _markdown_cells(row: Iterable[Value]) -> list[str]:
    return [escape_cell(_cell_text(value)) for value in row]


def _add_table(document: "Document", table: Listing) -> None:
    from qualcode.documents.word import add_paragraph, add_table, write_cell

    numeric = _numeric_columns(table)
    widths = [_NUMBER_WIDTH if right_aligned else _TEXT_WIDTH for right_aligned in numeric]
    rows = add_table(document, 1 + len(table.rows), [_FIRST_WIDTH, *widths[1:]])
    for cells, row in zip(rows, (table.columns, *table.rows), strict=True):
        for cell, value, right_aligned in zip(cells, row, numeric, strict=True):
            text = _cell_text(value)
            level = len(text) - len(text.lstrip(_LEVEL_SIGN))
            bold = row is table.columns
            write_cell(cell, text.strip(), bold=bold, indent=_INDENT * level, right_aligned=right_aligned)
    add_paragraph(document, "")


def _numeric_columns(table: Listing) -> list[bool]:
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    return [all(isinstance(value, int | float) for value in column) for column in columns]


def _cell_text(value: Value) -> str:
    """Return the value on one line; the spaces that show its level stay."""
    text = "" if value is None else str(value)
    level = len(text) - len(text.lstrip(_LEVEL_SIGN))
    return text[:level] + one_line(text)


METHODS_WRITERS: Mapping[str, Callable[[Methods], bytes]] = {
    "md": lambda methods: methods_markdown(methods).encode(),
    "docx": methods_docx,
}
"""Format of `output_formats.METHODS` → its writer."""
