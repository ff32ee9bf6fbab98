"""Markdown in which text is never markup: escaped paragraphs, and tables."""

import re
from collections.abc import Sequence

from qualcode.text.visible import one_line

_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$^@])")
"""What CommonMark, GitHub or pandoc may read as markup anywhere in a line."""
_LINE_START = re.compile(r"^(\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxlcdm]{1,6}))([.)])|^()([-+=:%])", re.IGNORECASE)
"""What they may read as a list, a rule, a division or a title at the start of a line."""
_IN_CELL = {ord(character): f"\\{character}" for character in "\\`*_[]|#~"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\n"): "<br>",
    ord("\r"): " ",
}


def escape_line(text: str) -> str:
    """Return the text on one line, escaped so that Markdown shows every character of it."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text))
    return _LINE_START.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[4]}", escaped)


def escape_cell(text: str) -> str:
    """Return the text escaped for a table cell; white space is kept, a line end becomes `<br>`."""
    return text.translate(_IN_CELL)


def table_lines(
    header: Sequence[str], rows: Sequence[Sequence[str]], right_aligned: Sequence[bool], *, pad: bool = False
) -> list[str]:
    """Return the lines of a table of escaped cells; `pad` fills the cells so that columns line up."""
    widths = [3] * len(header)
    if pad:
        widths = [max(3, *map(len, column)) for column in zip(header, *rows, strict=True)]
    columns = zip(widths, right_aligned, strict=True)
    dashes = ["-" * (width - 1) + ":" if right else "-" * width for width, right in columns]
    lines = [header, dashes, *rows]
    return [_row(_padded(cells, widths, right_aligned) if pad else cells) for cells in lines]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _padded(cells: Sequence[str], widths: Sequence[int], right_aligned: Sequence[bool]) -> list[str]:
    columns = zip(cells, widths, right_aligned, strict=True)
    return [cell.rjust(width) if right else cell.ljust(width) for cell, width, right in columns]
