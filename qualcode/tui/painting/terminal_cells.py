"""Fit text to a number of terminal cells, for the columns of lists and panes."""

from rich.cells import cell_len, set_cell_size

from qualcode.text.visible import visible


def shortened(text: str, width: int) -> str:
    """Return the visible text, cut with an ellipsis to at most `width` cells."""
    shown = visible(text)
    return shown if cell_len(shown) <= width else f"{set_cell_size(shown, max(width - 1, 0)).rstrip()}…"


def column(text: str, width: int) -> str:
    """Return the visible text, cut or padded to exactly `width` cells."""
    return set_cell_size(shortened(text, width), width)
