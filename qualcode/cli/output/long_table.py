"""Lay out tables of many rows without Rich, which lays out each cell separately and takes seconds.

The lines are those that Rich prints for the same table (SIMPLE_HEAD box, folded columns); they are made one
row at a time, so that memory does not grow with the number of rows.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rich.cells import cell_len, chop_cells

LONG = 200
"""The number of rows from which this is used."""
_BETWEEN = "   "
_NARROW = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Texts without control characters or characters wider or narrower than one column."""
_WORD = re.compile(r"\s*\S+\s*")


def table_lines(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    width: int,
    least: Sequence[int] = (),
) -> Iterator[str]:
    """Yield the lines of a table at most `width` columns wide; numeric columns are aligned to the right.

    A column is no narrower than its width in `least`, and the table is wider if need be.
    """
    widths = column_widths(headings, rows, width, least)
    total = sum(widths) + len(_BETWEEN) * (len(widths) - 1) + 2
    yield " " * total
    yield from _row_lines(headings, widths, numeric)
    yield f" {'─' * (total - 2)} "
    for row in rows:
        yield from _row_lines(row, widths, numeric)
    yield " " * total


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], available: int, least: Sequence[int] = ()
) -> list[int]:
    """Return the widths of columns that fit side by side: the widest are narrowed, equally.

    None is narrowed below its width in `least`.
    """
    natural = [max(map(natural_width, column)) for column in zip(headings, *rows, strict=True)]
    widths = _narrowed(natural, available)
    kept = {position for position, width in enumerate(least) if widths[position] < width}
    while kept:
        # What is kept takes its place from the others.
        others = [position for position in range(len(widths)) if position not in kept]
        remaining = available - sum(least[position] + len(_BETWEEN) for position in kept)
        narrowed = dict(zip(others, _narrowed([natural[each] for each in others], remaining), strict=True))
        widths = [narrowed.get(position, least[position]) for position in range(len(widths))]
        more = {position for position in others if widths[position] < least[position]}
        if not more:
            break
        kept |= more
    return widths


def _narrowed(natural: Sequence[int], available: int) -> list[int]:
    """Return these widths, narrowed until they and what is between them fit in `available`."""
    if not natural:
        return []
    padding = [len(_BETWEEN) - 1] * len(natural)
    padding[0] -= 1
    padding[-1] -= 1
    available -= len(natural) + 1  # the box
    widths = [min(column + pad, available) for column, pad in zip(natural, padding, strict=True)]
    excess = sum(widths) - available
    while excess > 0 and len(set(widths)) > 1:
        widest, second = sorted(set(widths), reverse=True)[:2]
        excess = _narrow(widths, [width == widest for width in widths], excess, widest - second)
    if excess > 0:
        _narrow(widths, [True] * len(widths), excess, max(widths))
    return [max(1, column - pad) for column, pad in zip(widths, padding, strict=True)]


def _narrow(widths: list[int], chosen: Sequence[bool], excess: int, maximum: int) -> int:
    """Distribute an excess over the chosen columns, at most `maximum` each; return what is left of it."""
    remaining, maximum = excess, min(excess, maximum)
    left = sum(chosen)
    for position, is_chosen in enumerate(chosen):
        if is_chosen:
            reduction = min(maximum, round(remaining / left))
            widths[position] -= reduction
            remaining -= reduction
            left -= 1
    return remaining


def _row_lines(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    columns = [
        _folded(cell, width, right=right) for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    if all(len(column) == 1 for column in columns):
        yield f" {_BETWEEN.join(column[0] for column in columns)} "
        return
    height = max(map(len, columns))
    for column, width in zip(columns, widths, strict=True):
        column.extend([" " * width] * (height - len(column)))
    for line in zip(*columns, strict=True):
        yield f" {_BETWEEN.join(line)} "


def _folded(text: str, width: int, *, right: bool) -> list[str]:
    """Return the lines of a cell, all of this width: broken between words, or inside words too long."""
    if _NARROW.fullmatch(text):
        lines = [text] if len(text) <= width else _broken_narrow(text, width)
        return [line.rjust(width) if right else line.ljust(width) for line in lines]
    lines = [line for paragraph in text.expandtabs().split("\n") for line in _broken(paragraph, width)]
    gaps = [" " * (width - _cells(line)) for line in lines]
    return [gap + line if right else line + gap for gap, line in zip(gaps, lines, strict=True)]


def _broken_narrow(text: str, width: int) -> list[str]:
    """Return the lines of a text whose characters are one column wide; one regular expression is fastest."""
    lines = _lines_of(width).findall(text)
    if "  " in text or text.startswith(" ") or sum(map(len, lines)) != len(text):
        return _broken(text, width)
    return [line.rstrip() for line in lines]


@cache
def _lines_of(width: int) -> re.Pattern[str]:
    """Return what matches as many words as fit on a line, and the space after them."""
    return re.compile(rf".{{1,{width}}}(?: |$)")


def _broken(text: str, width: int) -> list[str]:
    if _cells(text) <= width:
        return [text]
    lines, line, length = [], "", 0
    for word in _WORD.findall(text):
        word_length = _cells(word.rstrip())
        if word_length > width - length and line:
            lines.append(line)
            line, length = "", 0
        *full, rest = chop_cells(word, width) if word_length > width else [word]
        lines += full
        line, length = line + rest, length + _cells(rest)
    return [line.rstrip() for line in [*lines, line]]


def natural_width(text: str) -> int:
    """Return the columns of the terminal that the longest line of a text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    return max(map(_cells, text.expandtabs().split("\n")))


def _cells(text: str) -> int:
    return len(text) if _NARROW.fullmatch(text) else cell_len(text)
