"""Widgets that hand finished rows to the screen.

Textual takes every row of a widget through its styles, and its border, padding and scroll bars, whenever
anything near it is drawn again: that was most of the time from a key to its repaint. Here a row is finished
once, kept as long as it says the same, and handed over as it is.
"""

from collections.abc import Iterable
from itertools import product
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

THUMB = "▐"


class PaintedRows(Widget):
    """A widget without border and padding that draws its rows itself."""

    ALLOW_SELECT: ClassVar[bool] = False

    _finished: dict[Style | None, Style]
    """Each style as it comes out over the background and in the terminal's colours; None is plain text."""

    def __init__(self) -> None:
        super().__init__()
        self._finished = {}

    def rows(self, wanted: range) -> list[Strip]:
        """Return these rows of the widget, from 0."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a region of the widget."""
        strips = self.rows(range(crop.y, crop.bottom))
        first, last = crop.column_span
        if last - first == self.outer_size.width:
            return strips
        return [strip.crop(first, last) for strip in strips]

    def finished(self, segments: Iterable[Segment]) -> Strip:
        """Return a row of the widget's width over its background, in the terminal's colours."""
        known = self._finished
        row = [Segment(text, known.get(style) or self._finish(style)) for text, style, _ in segments]
        return Strip(row).adjust_cell_length(self.outer_size.width, known.get(None) or self._finish(None))

    def _finish(self, style: Style | None) -> Style:
        """Return a style as it comes out, worked out once for each."""
        over = Style.combine([self.rich_style, style or Style()])
        for one in self.get_line_filters():
            [segment] = one.apply([Segment("x", over)], self.background_colors[1])
            over = segment.style or over
        self._finished[style] = over
        return over

    def notify_style_update(self) -> None:
        """Finish every row anew: the colours are others."""
        super().notify_style_update()
        self._finished = {}
        self.forget()

    def forget(self) -> None:
        """Let go of the rows that are kept."""


class PaintedScroll(PaintedRows, ScrollView):
    """More rows than are in sight; the last column shows where in them one is, and goes there."""

    DEFAULT_CSS = "PaintedScroll { overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._strips: dict[tuple[int, str], Strip] = {}
        """Finished rows, by their number and what stands in the last column."""

    def drawn(self, number: int, last: str) -> Strip:
        """Draw one of all rows, from 0, with what stands in its last column."""
        raise NotImplementedError

    def row(self, number: int, last: str) -> Strip:
        """Return one of all rows, drawn if it is not kept."""
        strip = self._strips.get((number, last))
        if strip is None:
            strip = self._strips[number, last] = self.drawn(number, last)
        return strip

    def forget(self) -> None:
        """Draw every row anew."""
        self._strips.clear()

    def drop(self, rows: Iterable[int]) -> None:
        """Draw these rows anew."""
        for place in product(rows, (" ", THUMB)):
            self._strips.pop(place, None)

    def rows(self, wanted: range) -> list[Strip]:
        """Return rows of the view."""
        top, height, rows = self.scroll_offset.y, self.outer_size.height, self.virtual_size.height
        length = max(1, height * height // rows) if rows > height else 0
        first = round(top * (height - length) / (rows - height)) if length else 0
        return [self.row(top + y, THUMB if first <= y < first + length else " ") for y in wanted]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw again what is in sight; there is no scroll bar to move."""
        if round(old_value) != round(new_value):
            self.refresh(self.outer_size.region)

    def scroll_to_thumb(self, y: int) -> None:
        """Scroll to where the last column was pointed at."""
        share = y / max(self.size.height - 1, 1)
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False)
