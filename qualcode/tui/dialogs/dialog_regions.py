"""Where dialogs stand in the window: beside or below the words that are being coded, or in the middle.

A docked dialog never covers the words of the transcript that its question is about. It stands on the right of
the text column, over margin and codebook, where at least `_NARROWEST` cells are free; otherwise at the foot
of the window, and the transcript scrolls above it.
"""

from typing import NamedTuple

from textual.geometry import Region, Size

_NARROWEST, _WIDEST = 36, 48
"""Width of a dialog beside the text, in cells."""
_LOWEST = 20
"""In a window of fewer rows, dialogs stand below the text, where rows are wider."""
_SHARE_BELOW = 0.6
"""Largest share of the window's rows for a dialog below the text."""
_MIDDLE_SHARE = 0.96
"""Largest share of the window for a dialog in the middle."""


class DialogRoom(NamedTuple):
    """The window, the column after the last one with words of the transcript, and the rows of the status."""

    window: Size
    text_right: int
    status_rows: int

    @property
    def is_beside_text(self) -> bool:
        """Whether docked dialogs stand beside the text, not below it."""
        return self.window.width - self.text_right >= _NARROWEST and self.window.height >= _LOWEST

    def docked(self, height: int, *, widest: int = _WIDEST) -> Region:
        """Return the region of a docked dialog that needs `height` rows; beside the text it gets all rows."""
        width, rows = self.window
        if self.is_beside_text:
            wide = min(width - self.text_right, widest)
            return Region(width - wide, 0, wide, rows - self.status_rows)
        high = min(height, max(round(rows * _SHARE_BELOW), min(rows, 5)))
        return Region(0, rows - high, width, high)

    def centred(self, width: int, height: int) -> Region:
        """Return the region of a dialog in the middle of the window."""
        wide = min(width, max(int(self.window.width * _MIDDLE_SHARE), 1))
        high = min(height, max(self.window.height - 2, 1))
        return Region((self.window.width - wide) // 2, (self.window.height - high) // 2, wide, high)
