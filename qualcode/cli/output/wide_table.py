"""Split tables that do not fit into blocks printed one below another, as R does.

Rich would fold headings to single letters, and names where nobody can copy them. Only numbers and names
decide: other texts may be folded.
"""

from collections.abc import Iterator, Sequence

from qualcode.cli.output.long_table import natural_width

_GAP = 3
_TEXT_MINIMUM = 12
"""Columns that a folded text needs at least to be readable."""
_WORD_MAXIMUM = 32
"""Columns of a word, such as a name in a list of names, that is not broken."""
_TEXT_MAXIMUM = 30
"""Columns that a text takes at most in a block."""


def least_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], are_whole: Sequence[bool]
) -> list[int]:
    """Return the width that each column needs: that of its cells where they stay whole, else of its words.

    `rows` has the cells as text.
    """
    return [
        max(map(natural_width, column)) if is_whole else _text_width(column)
        for column, is_whole in zip(zip(headings, *rows, strict=True), are_whole, strict=True)
    ]


def _text_width(column: Sequence[str]) -> int:
    words = max((natural_width(word) for cell in column for word in cell.split()), default=0)
    return min(max(map(natural_width, column)), max(_TEXT_MINIMUM, min(words, _WORD_MAXIMUM)))


def column_blocks(
    headings: Sequence[str], rows: Sequence[Sequence[str]], least: Sequence[int], width: int
) -> Iterator[list[int]]:
    """Yield the column positions of each block: all in one if they fit; the first column is in every block.

    `rows` has the cells as text, `least` the width that each column needs; `width` is that of the terminal.
    """
    if sum(least) + _GAP * len(least) <= width:
        yield list(range(len(headings)))
        return
    natural_widths = [max(map(natural_width, column)) for column in zip(headings, *rows, strict=True)]
    column_widths = [
        _GAP + max(minimum, min(natural, _TEXT_MAXIMUM))
        for natural, minimum in zip(natural_widths, least, strict=True)
    ]
    block, block_width = [0], column_widths[0]
    for position in range(1, len(headings)):
        if len(block) > 1 and block_width + column_widths[position] > width:
            yield block
            block, block_width = [0], column_widths[0]
        block.append(position)
        block_width += column_widths[position]
    yield block
