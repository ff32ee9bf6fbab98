"""Split tables with many numeric columns into blocks printed one below another, as R does.

Rich would fold headings to single letters. Only the width of the numbers decides: texts may be folded.
"""

from collections.abc import Iterator, Sequence

_GAP = 3
_MANY = 3
"""Tables with fewer numeric columns than this always fit and are not measured."""
_TEXT_MINIMUM = 12
"""Columns that a folded text needs at least to be readable."""
_TEXT_MAXIMUM = 30
"""Columns that a text takes at most in a block."""


def column_blocks(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int
) -> Iterator[list[int]]:
    """Yield the column positions of each block: all in one if they fit; the first column is in every block.

    `rows` has the cells as text, `numeric` whether each column has numbers; `width` is that of the terminal.
    """
    if sum(numeric) < _MANY:
        yield list(range(len(headings)))
        return
    natural_widths = [
        max(len(line) for cell in column for line in (*cell.split("\n"), ""))
        for column in zip(headings, *rows, strict=True)
    ]

    def widths(text_limit: int) -> list[int]:
        columns = zip(natural_widths, numeric, strict=True)
        return [_GAP + (natural if number else min(natural, text_limit)) for natural, number in columns]

    if sum(widths(_TEXT_MINIMUM)) <= width:
        yield list(range(len(headings)))
        return
    column_widths = widths(_TEXT_MAXIMUM)
    block, block_width = [0], column_widths[0]
    for position in range(1, len(headings)):
        if len(block) > 1 and block_width + column_widths[position] > width:
            yield block
            block, block_width = [0], column_widths[0]
        block.append(position)
        block_width += column_widths[position]
    yield block
