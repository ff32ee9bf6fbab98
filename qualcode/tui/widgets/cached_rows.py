"""Widgets that draw rows as finished strips and cache them.

Textual passes every row of a widget through its styles, border, padding and scroll bars whenever anything
near it is drawn again, which was most of the time from a key to its repaint. Here a row is finished once
and cached until its content changes.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

THUMB = "▐"


class CachedRows(Widget):
    """A widget without border and padding that renders its own rows."""

    ALLOW_SELECT: ClassVar[bool] = False

    _finished_styles: dict[Style | None, Style]
    """Styles after background and colour filters, by the style before; None is plain text."""

    def __init__(self) -> None:
        super().__init__()
        self._finished_styles = {}

    def strips(self, rows: range) -> list[Strip]:
        """Return these rows of the widget, from 0."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a region of the widget."""
        strips = self.strips(range(crop.y, crop.bottom))
        first, last = crop.column_span
        if last - first == self.outer_size.width:
            return strips
        return [strip.crop(first, last) for strip in strips]

    def finish_row(self, segments: Iterable[Segment]) -> Strip:
        """Return a row of the widget's width over its background, in the terminal's colours."""
        styles = self._finished_styles
        row = [Segment(text, styles.get(style) or self._finish(style)) for text, style, _ in segments]
        return Strip(row).adjust_cell_length(self.outer_size.width, styles.get(None) or self._finish(None))

    def _finish(self, style: Style | None) -> Style:
        """Return a style over the background and through the colour filters, and cache it."""
        finished = Style.combine([self.rich_style, style or Style()])
        for line_filter in self.get_line_filters():
            [segment] = line_filter.apply([Segment("x", finished)], self.background_colors[1])
            finished = segment.style or finished
        self._finished_styles[style] = finished
        return finished

    def notify_style_update(self) -> None:
        """Clear the caches, because the colours have changed."""
        super().notify_style_update()
        self._finished_styles = {}
        self.clear_cache()

    def clear_cache(self) -> None:
        """Clear the row cache."""


class CachedScrollRows(CachedRows, ScrollView):
    """Rows that scroll; the last column shows the position in them, and scrolls when clicked."""

    DEFAULT_CSS = "CachedScrollRows { overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._strips: dict[tuple[int, str], Strip] = {}
        """Finished rows, by their number and the character in the last column."""

    def draw_row(self, number: int, last: str) -> Strip:
        """Draw a row of all rows, from 0, with `last` in its last column."""
        raise NotImplementedError

    def cached_row(self, number: int, last: str) -> Strip:
        """Return a row of all rows; draw it if it is not in the cache."""
        strip = self._strips.get((number, last))
        if strip is None:
            strip = self._strips[number, last] = self.draw_row(number, last)
        return strip

    def clear_cache(self) -> None:
        """Clear the row cache."""
        self._strips.clear()

    def discard_rows(self, numbers: Sequence[int]) -> None:
        """Remove rows from the cache."""
        keys: Iterable[tuple[int, str]] = product(numbers, (" ", THUMB))
        if len(numbers) > len(self._strips):  # a block as long as a source
            keys = [key for key in self._strips if key[0] in numbers]
        for key in keys:
            self._strips.pop(key, None)

    def strips(self, rows: range) -> list[Strip]:
        """Return rows of the view, from 0 at its top."""
        top, height, total = self.scroll_offset.y, self.outer_size.height, self.virtual_size.height
        thumb_height = max(1, height * height // total) if total > height else 0
        thumb_top = round(top * (height - thumb_height) / (total - height)) if thumb_height else 0
        thumb = range(thumb_top, thumb_top + thumb_height)
        return [self.cached_row(top + row, THUMB if row in thumb else " ") for row in rows]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the visible rows again; there is no scroll bar to move."""
        if round(old_value) != round(new_value):
            self.refresh(self.outer_size.region)

    def scroll_to_thumb(self, y: int) -> None:
        """Scroll to the position of row `y` of the last column."""
        share = y / max(self.size.height - 1, 1)
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False)
