"""Rows whose foot a dialog may cover: they scroll so that certain rows stay above it."""

from textual.geometry import Size

from qualcode.tui.widgets.cached_rows import CachedScrollRows


class CoveredScrollRows(CachedScrollRows):
    """Rows that scroll, of which the last ones in the view may be covered."""

    def __init__(self) -> None:
        super().__init__()
        self._row_count = 0
        self._covered_rows = 0
        """Rows at the foot of the view that are covered."""
        self._top_before = 0
        """Where the view was before anything covered it."""

    @property
    def uncovered_height(self) -> int:
        """Number of rows of the view that nothing covers."""
        return max(self.size.height - self._covered_rows, 1)

    def set_row_count(self, count: int) -> None:
        """Set the number of rows; empty ones follow, so that the last one can scroll above what covers it."""
        self._row_count = count
        self.virtual_size = Size(self.size.width, count + self._covered_rows)

    def cover(self, height: int) -> None:
        """Say that the last `height` rows of the view are covered."""
        if height and not self._covered_rows:
            self._top_before = self.scroll_offset.y
        was_covered, self._covered_rows = self._covered_rows > 0, height
        self.set_row_count(self._row_count)
        if was_covered and not height:
            self.scroll_to(y=self._top_before, animate=False)

    def scroll_into_view(self, rows: range) -> None:
        """Scroll as little as is needed to show all of the rows, or as many of the first ones as fit.

        A row more is shown before and after them, if there is room.
        """
        if not rows:
            return
        height = self.uncovered_height
        margin = 1 if len(rows) + 1 < height else 0
        first, last = rows[0] - margin, rows[-1] + margin
        top, lowest_top = self.scroll_offset.y, min(last - height + 1, first)
        if not lowest_top <= top <= first:
            self.scroll_to(y=max(min(max(top, lowest_top), first), 0), animate=False)
