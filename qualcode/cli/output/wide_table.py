"""Wide tables in blocks one below another, as R prints them: Rich would fold headings to columns of letters.

What decides is whether the numbers fit side by side; texts may always be folded.
"""

from collections.abc import Iterator, Sequence

_BETWEEN = 3
_MANY = 3
"""From so many columns of numbers on a table may be too wide; most have fewer, and are not measured."""
_NARROWEST = 12
"""What a column of texts needs at least to be read when it is folded."""
_WIDEST = 30
"""What a column of texts takes of a block at most."""


def blocks(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int
) -> Iterator[list[int]]:
    """Yield the positions of each block's columns: all of them, or as many as fit, the first one in each."""
    if sum(numeric) < _MANY:
        yield list(range(len(headings)))
        return
    natural = [
        max(len(line) for cell in column for line in (*cell.split("\n"), ""))
        for column in zip(headings, *rows, strict=True)
    ]

    def taking(of_text: int) -> list[int]:
        columns = zip(natural, numeric, strict=True)
        return [_BETWEEN + (one if number else min(one, of_text)) for one, number in columns]

    if sum(taking(_NARROWEST)) <= width:
        yield list(range(len(headings)))
        return
    wanted = taking(_WIDEST)
    block, taken = [0], wanted[0]
    for position in range(1, len(headings)):
        if len(block) > 1 and taken + wanted[position] > width:
            yield block
            block, taken = [0], wanted[0]
        block.append(position)
        taken += wanted[position]
    yield block
