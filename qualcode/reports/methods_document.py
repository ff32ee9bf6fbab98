"""The facts for a methods section, item by item after COREQ, as Markdown or as a Word document.

What the project knows is filled in; what only the researchers know stands in square brackets, to be written.

Tong A, Sainsbury P, Craig J (2007) Consolidated criteria for reporting qualitative research (COREQ).
International Journal for Quality in Health Care 19(6): 349-357. Items 22 and 24 to 29.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Listing, Value

if TYPE_CHECKING:
    from docx.document import Document

_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$^])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INDENT = "\N{EM SPACE}"
_REFERENCE = (
    "Items after Tong A, Sainsbury P, Craig J (2007) Consolidated criteria for reporting qualitative "
    "research (COREQ). International Journal for Quality in Health Care 19(6): 349\N{EN DASH}357."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsItem:
    """One item of the checklist: what the project can say to it, and what is left to the researchers."""

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
    """Return the facts as Markdown; nothing in a name is taken for markup."""
    lines = [f"# {_escaped(methods.study)}: data analysis", ""]
    for item in methods.items:
        lines += [f"## {item.number}. {_escaped(item.title)}", ""]
        for fact in item.facts:
            lines += [_escaped(fact), ""]
        if item.table:
            lines += [*_markdown_table(item.table), ""]
        if item.to_write:
            lines += [f"**\\[To write: {_escaped(item.to_write)}\\]**", ""]
    return "\n".join([*lines, _escaped(_REFERENCE), ""])


def methods_docx(methods: Methods) -> bytes:
    """Return the facts as a Word document in Word's own styles; what is left to write is highlighted."""
    from docx import Document
    from docx.enum.text import WD_COLOR_INDEX

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = (
        f"{_line(methods.study)}: data analysis",
        "",
        "",
    )
    document.add_heading(f"{_line(methods.study)}: data analysis", level=1)
    for item in methods.items:
        document.add_heading(f"{item.number}. {_line(item.title)}", level=2)
        for fact in item.facts:
            document.add_paragraph(_line(fact))
        if item.table:
            _add_table(document, item.table)
        if item.to_write:
            run = document.add_paragraph().add_run(f"[To write: {_line(item.to_write)}]")
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.add_paragraph(_REFERENCE)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _markdown_table(table: Listing) -> Iterator[str]:
    numeric = _numeric(table)
    yield "| " + " | ".join(_escaped(name) for name in table.columns) + " |"
    yield "| " + " | ".join("---:" if right else "---" for right in numeric) + " |"
    for row in table.rows:
        yield "| " + " | ".join(_escaped(_cell(value)) for value in row) + " |"


def _add_table(document: "Document", table: Listing) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    widths = [Cm(7 if at == 0 else 2.2 if right else 4) for at, right in enumerate(_numeric(table))]
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for line, row in zip(made.rows, (table.columns, *table.rows), strict=True):
        for cell, value, width, right in zip(line.cells, row, widths, _numeric(table), strict=True):
            paragraph, text = cell.paragraphs[0], _line(_cell(value))
            paragraph.add_run(text.strip()).bold = row is table.columns
            paragraph.paragraph_format.left_indent = Cm(0.6 * (len(text) - len(text.lstrip(_INDENT))))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else None
            cell.width = width
    document.add_paragraph()


def _numeric(table: Listing) -> list[bool]:
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    return [all(isinstance(value, int | float) for value in column) for column in columns]


def _cell(value: Value) -> str:
    return "" if value is None else str(value)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", _line(text))


def _line(text: str) -> str:
    """Return the text on one line, with a sign for every character that no file may hold."""
    indent = len(text) - len(text.lstrip(_INDENT))
    return text[:indent] + _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
