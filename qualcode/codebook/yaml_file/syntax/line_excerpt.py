"""A line of a codebook as it stands in the file, with a caret under the column of an error."""

_WIDTH = 72
_BEFORE = 40
"""Maximum number of characters of a long line before the caret."""


def excerpt(text: str, line: int | None, column: int | None) -> str:
    """Return a line with its number and a caret below it, cut to a terminal's width; empty without a line.

    Tabs are shown as arrows and no-break spaces as open boxes, since both look like spaces.
    """
    lines = text.split("\n")
    if line is None or column is None or not 1 <= line <= len(lines):
        return ""
    content = lines[line - 1].rstrip("\r").replace("\t", "→").replace("\xa0", "␣")
    start = max(0, column - 1 - _BEFORE) if len(content) > _WIDTH else 0
    shown = ("…" if start else "") + content[start : start + _WIDTH].rstrip()
    caret = column - 1 - start + (1 if start else 0)
    number = _number(line)
    return f"{number}{shown}\n{' ' * (len(number) - 2)}| {' ' * min(caret, len(shown))}^"


def written_as(line: int, content: str) -> str:
    """Return a hint with a line as it should be written, aligned with the excerpt above it."""
    return f"Write:\n{_number(line)}{content}"


def _number(line: int) -> str:
    return f"{line:>5} | "
