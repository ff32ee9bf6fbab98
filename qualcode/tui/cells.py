"""Text in a fixed number of terminal cells: for lists and panes whose columns stand under one another."""

from rich.cells import cell_len, set_cell_size

from qualcode.tui.layout import visible


def column(text: str, width: int) -> str:
    """Return a text that is exactly so many cells wide, for a list."""
    shown = visible(text)
    if cell_len(shown) > width:
        shown = f"{set_cell_size(shown, width - 1)}…"
    return set_cell_size(shown, width)
