"""Text in a fixed number of terminal cells: for lists and panes whose columns stand under one another."""

from rich.cells import cell_len, set_cell_size

from qualcode.text.visible import visible


def shortened(text: str, width: int) -> str:
    """Return a text that is at most so many cells wide."""
    shown = visible(text)
    return shown if cell_len(shown) <= width else f"{set_cell_size(shown, max(width - 1, 0)).rstrip()}…"


def column(text: str, width: int) -> str:
    """Return a text that is exactly so many cells wide, for a list."""
    return set_cell_size(shortened(text, width), width)
