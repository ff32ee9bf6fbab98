"""Format a table as text: csv, json, jsonl, md, latex or html, for a file or the terminal.

Formats for programs (csv, json, jsonl) keep every digit and every character. Formats for readers (md, latex,
html) round numbers to three decimals (more where a number would be 0) and escape the markup of the format: a
quote with `<script>` or `|` in it is shown as text.
"""

import csv
import html
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from qualcode.documents.markdown_text import escape_cell, table_lines
from qualcode.errors import NotFoundError
from qualcode.model import Value
from qualcode.tables.frames import cells
from qualcode.tables.output.formula_guard import guard_formula
from qualcode.tables.output.table_notes import TableNotes
from qualcode.text.decimals import decimal_text, is_number_with_share

NotesRows = Sequence[tuple[str, str]]

_LATEX = {ord(sign): f"\\{sign}" for sign in "&%$#_{}"} | {
    ord("\\"): r"\textbackslash{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
    ord("<"): r"\textless{}",
    ord(">"): r"\textgreater{}",
    ord("["): "{[}",  # at the start of a row, [ and * would be read as arguments of the preceding \\
    ord("*"): "{*}",
    ord("\n"): " ",
    ord("\r"): " ",
    ord("\u2003"): r"\quad{}",
}
_LONG_TEXT = 40
"""Characters: columns with longer text get a fixed width in LaTeX, so that lines are broken."""


def to_text(table: pd.DataFrame, form: str, title: str = "", notes: TableNotes | None = None) -> str:
    """Return the table in one of `TEXT_FORMATS`, ending with a line feed; NotFoundError for another.

    Formats for readers have the notes under the table.
    """
    if form not in _WRITERS:
        raise NotFoundError.among("text format", form, TEXT_FORMATS, f"Formats: {', '.join(TEXT_FORMATS)}.")
    text = _WRITERS[form](table, title)
    return _NOTES_WRITERS[form](text, notes.rows) if notes and form in _NOTES_WRITERS else text


def _rows(table: pd.DataFrame) -> list[tuple[Value, ...]]:
    return list(zip(*(cells(table, position) for position in range(table.shape[1])), strict=True))


def _csv(table: pd.DataFrame, _title: str) -> str:
    names = [guard_formula(str(name)) for name in table.columns]
    safe = table.set_axis(names, axis="columns")
    texts: list[str] = []
    for position in range(table.shape[1]):
        if not pd.api.types.is_numeric_dtype(table.iloc[:, position]):
            values = [_safe(value) for value in cells(table, position)]
            safe.isetitem(position, np.array(values, dtype=object))
            texts += [value for value in values if isinstance(value, str)]
    head = safe[:0].to_csv(index=False, lineterminator="\n", quoting=_quoting(names))
    return head + safe.to_csv(header=False, index=False, lineterminator="\n", quoting=_quoting(texts))


def _safe(value: Value) -> Value:
    return guard_formula(value) if isinstance(value, str) else value


def _quoting(texts: Sequence[str]) -> Literal[0, 2]:
    """Return `csv.QUOTE_MINIMAL`; `QUOTE_NONNUMERIC` where a text has a CR, which the former leaves bare."""
    return csv.QUOTE_NONNUMERIC if any("\r" in text for text in texts) else csv.QUOTE_MINIMAL


def _records(table: pd.DataFrame) -> list[str]:
    names = [str(name) for name in table.columns]
    return [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in _rows(table)]


def _json(table: pd.DataFrame, _title: str) -> str:
    return "[" + ",".join(f"\n{record}" for record in _records(table)) + "\n]\n"


def _jsonl(table: pd.DataFrame, _title: str) -> str:
    return "".join(f"{record}\n" for record in _records(table))


def _markdown(table: pd.DataFrame, title: str) -> str:
    lines = table_lines(*printed_cells(table, escape_cell), pad=True)
    return "\n".join([*([f"**{escape_cell(title)}**", ""] if title else []), *lines, ""])


def _latex(table: pd.DataFrame, title: str) -> str:
    head, body, numeric = printed_cells(table, lambda text: text.translate(_LATEX))
    widest = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    form = "".join(
        "r" if right else "p{6cm}" if width > _LONG_TEXT else "l"
        for right, width in zip(numeric, widest, strict=True)
    )
    caption = f"\\caption{{{title.translate(_LATEX)}}} \\\\\n" if title else ""
    return (
        "% \\usepackage{booktabs,longtable}\n"
        f"\\begin{{longtable}}{{{form}}}\n{caption}\\toprule\n"
        + " & ".join(head)
        + " \\\\\n\\midrule\n\\endhead\n"
        + "".join(" & ".join(line) + " \\\\\n" for line in body)
        + "\\bottomrule\n\\end{longtable}\n"
    )


def _html(table: pd.DataFrame, title: str) -> str:
    head, body, numeric = printed_cells(table, html.escape)
    rows = "".join("<tr>" + "".join(map(_html_cell, line, numeric)) + "</tr>\n" for line in body)
    name = html.escape(title or "Table")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n{_STYLE}'
        f"</head>\n<body>\n<table>\n<caption>{name}</caption>\n<thead><tr>"
        + "".join(f'<th scope="col"{_text_mark(text)}>{text}</th>' for text in head)
        + f"</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</body>\n</html>\n"
    )


def _html_cell(text: str, number: bool) -> str:
    mark = ' class="number"' if number else _text_mark(text)
    return f"<td{mark}>{text}</td>"


def _text_mark(text: str) -> str:
    """Return the attributes that keep LibreOffice and Excel from reading the cell as a formula."""
    return "" if guard_formula(text) == text else """ sdnum="1033;0;@" style="mso-number-format:'\\@'\""""


_STYLE = """<style>
body { font: 1rem/1.4 sans-serif; margin: 2rem; }
table { border-collapse: collapse; }
caption { font-weight: bold; text-align: left; padding: .5rem 0; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem .75rem; text-align: left; vertical-align: top; }
td { white-space: pre-line; }
td.number { text-align: right; }
</style>
"""


def printed_cells(
    table: pd.DataFrame, escaped: Callable[[str], str]
) -> tuple[list[str], list[list[str]], list[bool]]:
    """Return the headings and cells as escaped text for readers, and whether each column is numeric."""
    numeric = [_is_numeric(table.iloc[:, position]) for position in range(table.shape[1])]
    head = [escaped(str(name)) for name in table.columns]
    return head, [[escaped(_number_text(value)) for value in row] for row in _rows(table)], numeric


def _is_numeric(column: pd.Series) -> bool:
    """Return whether a column has numbers, or numbers with their shares."""
    if pd.api.types.is_numeric_dtype(column):
        return True
    return len(column) > 0 and all(isinstance(cell, str) and is_number_with_share(cell) for cell in column)


def _number_text(value: Value) -> str:
    if value is None:
        return ""
    return decimal_text(value) if isinstance(value, float) else str(value)


def _markdown_notes(text: str, rows: NotesRows) -> str:
    items = "\n".join(f"- *{escape_cell(heading)}*: {escape_cell(note)}" for heading, note in rows)
    return f"{text}\n{items}\n"


def _latex_notes(text: str, rows: NotesRows) -> str:
    items = "".join(
        f"\\textit{{{heading.translate(_LATEX)}}}: {note.translate(_LATEX)}\\par\n" for heading, note in rows
    )
    return f"{text}{{\\footnotesize\n{items}}}\n"


def _html_notes(text: str, rows: NotesRows) -> str:
    items = "".join(
        f"<dt>{html.escape(heading)}</dt><dd>{html.escape(note)}</dd>\n" for heading, note in rows
    )
    return text.replace("</table>\n", f"</table>\n<dl>\n{items}</dl>\n")


_WRITERS: Mapping[str, Callable[[pd.DataFrame, str], str]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "md": _markdown,
    "latex": _latex,
    "html": _html,
}
_NOTES_WRITERS: Mapping[str, Callable[[str, NotesRows], str]] = {
    "md": _markdown_notes,
    "latex": _latex_notes,
    "html": _html_notes,
}
TEXT_FORMATS = tuple(_WRITERS)
"""The formats of `to_text`."""
