"""The transcript: a scrolling view that draws the visible rows only.

The rows of the whole text are laid out once for a width. The brackets of a block are computed when the
block becomes visible, and cached until codings or suggestions change.
"""

from bisect import bisect_left
from collections.abc import Container, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from qualcode.model import Span
from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.keymap import Keymap
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.column_widths import EDGE, columns
from qualcode.tui.painting.margin_brackets import Bracket, MarginRow, margin_rows
from qualcode.tui.painting.paint_rows import GUTTER_EDGE, PLAIN, Highlights, paint_gutter, paint_row
from qualcode.tui.painting.row_layout import RowLayout
from qualcode.tui.painting.session_brackets import brackets_in, margin_cells
from qualcode.tui.painting.shortened_labels import SpeakerLabels, cells_needed, speaker_labels
from qualcode.tui.widgets.covered_rows import CoveredScrollRows
from qualcode.workflows.coding_screen.coding_session import CodingSession

_MARGIN_ROWS = 3
"""Rows that stay visible above and below the cursor."""
_ROWS_PER_STEP = 4
"""Rows outside the view that are painted before the next key is looked for: about a millisecond."""


class TranscriptView(CoveredScrollRows, can_focus=True):
    """The text of the open source with its codings and suggestions."""

    DEFAULT_CSS = "TranscriptView { width: 1fr; height: 1fr; }"

    class Typed(Message):
        """The key of a command was typed."""

        def __init__(self, command: ScreenCommand) -> None:
            super().__init__()
            self.command = command

    class Pointed(Message):
        """The mouse was pressed at a character, or `dragged` to it."""

        def __init__(self, offset: int, *, dragged: bool) -> None:
            super().__init__()
            self.offset = offset
            self.dragged = dragged

    class LaidOut(Message):
        """The text has another width."""

    def __init__(self, session: CodingSession, palette: Palette, keymap: Keymap, measure: int) -> None:
        super().__init__()
        self.session = session
        self.palette = palette
        self.measure = measure
        self._keymap = keymap
        self._widths = columns(80, measure)
        self._layout = RowLayout("", (), 1)
        self._speakers = SpeakerLabels()
        self._highlights = PLAIN
        self._brackets: dict[int, tuple[list[Bracket], list[MarginRow]]] = {}
        self._highlighted_strips: dict[tuple[int, str], Strip] = {}
        """Finished rows with highlights: few, and others after every key; `_strips` has plain rows only."""
        self._highlighted_rows: frozenset[int] = frozenset()
        self._dragging_thumb = False
        self._is_painting_ahead = False
        """Whether rows outside the view are waiting to be painted."""

    # Showing the session

    def lay_out(self) -> None:
        """Lay out the text again, for another source, width or measure."""
        units = self.session.open_source.units
        width, margin = max(self.size.width - EDGE, 20), margin_cells(self.session)
        label_cells = cells_needed(units.turns)
        widths = columns(width, self.measure, label_cells=label_cells, margin_cells=margin)
        self._speakers = speaker_labels(
            units.turns, self.session.open_source.speaker_numbers, max(widths.gutter - GUTTER_EDGE, 1)
        )
        label_cells = min(label_cells, self._speakers.longest or label_cells)  # of the labels as shortened
        self._widths = columns(width, self.measure, label_cells=label_cells, margin_cells=margin)
        self._layout = RowLayout(units.text, units.blocks, self._widths.text)
        self.set_row_count(len(self._layout))
        self._highlights, self._highlighted_rows = PLAIN, frozenset()
        self.marks_changed()
        self.show_cursor()

    def marks_changed(self, spans: Sequence[Span] | None = None) -> None:
        """Draw again the rows of these spans (None: all), whose codings or suggestions have changed."""
        if spans is None:
            self.clear_cache()
            self.refresh()
            return
        units = self.session.open_source.units
        for span in spans:
            first, last = units.block_at(span.start), units.block_at(max(span.start, span.end - 1))
            for block in range(first, last + 1):
                if self._brackets.pop(block, None) is not None:
                    rows = self._layout.block_rows(block)
                    self.discard_rows(rows)
                    self._highlighted_strips.clear()
                    self._redraw(rows)

    def show_cursor(self) -> None:
        """Scroll to the cursor, and draw again the rows whose highlights have changed."""
        row = self._layout.row_of(self.session.cursor.offset)
        top, height = self.scroll_offset.y, self.uncovered_height
        margin = min(_MARGIN_ROWS, (height - 1) // 2)
        if not top + margin <= row < top + height - margin:
            # By more than a row, so that the text does not move with every key while the next rows are read.
            is_forward = row >= top + margin or abs(row - top) > height
            new_top = row - height // 3 if is_forward else row - height * 2 // 3
            self.scroll_to(y=max(new_top, 0), animate=False)
        old_highlights, self._highlights = self._highlights, self._current_highlights()
        if old_highlights != self._highlights:
            old_rows, self._highlighted_rows = (
                self._highlighted_rows,
                frozenset(self._rows_of(self._highlights)),
            )
            self._highlighted_strips.clear()
            self._redraw(old_rows | self._highlighted_rows)
        if not self._is_painting_ahead and self._unpainted():
            self._is_painting_ahead = self.call_after_refresh(self._paint_ahead)

    @property
    def row_cells(self) -> int:
        """The width of the text column, in cells."""
        return self._widths.text

    @property
    def words_right(self) -> int:
        """The column of the window after the last one with words."""
        return self._widths.gutter + self._widths.text

    def uncover_selection(self, regions: Sequence[Region]) -> None:
        """Scroll so that the selection is above the dialogs in these regions, or as much of it as fits.

        Without regions, scroll back to where the view was.
        """
        height = self.app.size.height
        below = [region.y for region in regions if region.x < self.words_right and region.bottom >= height]
        self.cover(max((self.region.bottom - y for y in below), default=0))
        if regions:
            self.scroll_into_view(self._layout.rows_of(self.session.cursor.selection))

    def clear_cache(self) -> None:
        """Clear the caches of rows and brackets."""
        super().clear_cache()
        self._brackets.clear()
        self._highlighted_strips.clear()

    def _redraw(self, rows: Container[int]) -> None:
        top, (width, height) = self.scroll_offset.y, self.outer_size
        regions = [Region(0, y, width, 1) for y in range(height) if y + top in rows]
        if regions:
            self.refresh(*regions)

    def page(self, direction: int) -> None:
        """Move the cursor half a page."""
        row = self._layout.row_of(self.session.cursor.offset)
        new_row = row + direction * max(self.size.height // 2, 1)
        column = self._layout.column_of(self.session.cursor.offset)
        self.session.cursor.move_to(self._layout.offset_at(new_row, column))

    @property
    def visible_span(self) -> Span:
        """The span from the first visible row to the last."""
        if not len(self._layout):
            return Span(0, 0)
        first = self._layout.row(min(self.scroll_offset.y, len(self._layout) - 1))
        last = self._layout.row(min(self.scroll_offset.y + self.size.height, len(self._layout)) - 1)
        return Span(first.start, max(first.start, last.end))

    # Input

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Keep the styles, and with them the drawn rows: they do not show the focus."""

    def on_key(self, event: events.Key) -> None:
        """Post the command of a key."""
        command = self._keymap.typed(event.key, event.character)
        if command is not None or event.key != "ctrl+c":
            event.stop()
            event.prevent_default()
        if command is not None:
            self.screen.post_message(self.Typed(command))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select a character, or scroll in the last column."""
        if event.button == 1:
            self.capture_mouse()
            self._dragging_thumb = event.x >= self.size.width - 1
            self._point(event, dragged=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag a selection, or scroll in the last column."""
        if self.app.mouse_captured is self:
            self._point(event, dragged=True)

    def on_mouse_up(self) -> None:
        """End dragging."""
        self.release_mouse()

    def on_resize(self) -> None:
        """Lay out the text at the new width."""
        self.lay_out()
        self.post_message(self.LaidOut())

    # Drawing

    def cached_row(self, number: int, last: str) -> Strip:
        """Return a row of the text, with its highlights."""
        if number not in self._highlighted_rows:
            return super().cached_row(number, last)
        strip = self._highlighted_strips.get((number, last))
        if strip is None:
            strip = self._highlighted_strips[number, last] = self.draw_row(number, last, self._highlights)
        return strip

    def draw_row(self, number: int, last: str, highlights: Highlights = PLAIN) -> Strip:
        """Draw a row of the text."""
        if number >= len(self._layout):
            return self.finish_row([])
        return self.finish_row([*self._paint(number, highlights), Segment(last, self.palette.quiet)])

    def _paint(self, number: int, highlights: Highlights) -> list[Segment]:
        row = self._layout.row(number)
        brackets, margins = self._block(row.block)
        rows = self._layout.block_rows(row.block)
        turn = self.session.open_source.units.turn_of(row.block)
        painted = paint_row(
            row,
            self._layout.text,
            turn,
            brackets,
            margins[number - rows.start],
            self._widths,
            self.palette,
            highlights,
        )
        speaker = paint_gutter(row, turn, self._widths.gutter, self.palette, self._speakers)
        return [*speaker, *painted, Segment(" " * (self.outer_size.width - 1 - self._widths.total))]

    def _block(self, block: int) -> tuple[list[Bracket], list[MarginRow]]:
        cached = self._brackets.get(block)
        if cached is None:
            rows = self._layout.block_rows(block)
            span = Span(self._layout.row(rows.start).start, self._layout.row(rows.stop - 1).end)
            brackets, codes = brackets_in(self.session, span), self.session.current_codebook.codebook.keys
            margins = margin_rows(rows, brackets, self._layout.row_of, self._widths.margin, codes)
            cached = self._brackets[block] = brackets, margins
        return cached

    def _current_highlights(self) -> Highlights:
        cursor = self.session.cursor
        suggestion = self.session.suggestion_at_cursor
        shown = self.visible_span
        first = bisect_left(cursor.hits, shown.start, key=lambda hit: hit.end)
        last = bisect_left(cursor.hits, shown.end, key=lambda hit: hit.start)
        return Highlights(
            selection=cursor.selection,
            cursor=cursor.units.character(cursor.offset),
            suggestion=(suggestion.evidence or suggestion.span) if suggestion else None,
            hits=cursor.hits[first:last],
        )

    def _rows_of(self, highlights: Highlights) -> set[int]:
        spans = (highlights.selection, highlights.cursor, highlights.suggestion, *highlights.hits)
        return {row for span in spans if span is not None for row in self._layout.rows_of(span)}

    def _paint_ahead(self) -> None:
        """Paint a few rows outside the view while the coder reads, and schedule the next few."""
        rows = self._unpainted()
        for row in rows[:_ROWS_PER_STEP]:
            self.cached_row(row, " ")
        self._is_painting_ahead = len(rows) > _ROWS_PER_STEP and self.call_later(self._paint_ahead)

    def _unpainted(self) -> list[int]:
        """Return the rows near the view that are not in the cache, those below first."""
        top, height, total = self.scroll_offset.y, self.outer_size.height, len(self._layout)
        below = range(top + height, min(top + height + height * 2 // 3, total))
        above = range(top - 1, max(top - 1 - height * 2 // 3, -1), -1)
        near = (row for row in (*below, *above) if row not in self._highlighted_rows)
        return [row for row in near if (row, " ") not in self._strips]

    def _point(self, event: events.MouseEvent, *, dragged: bool) -> None:
        if self._dragging_thumb:
            self.scroll_to_thumb(event.y)
        else:
            self.post_message(self.Pointed(self._offset_at_mouse(event), dragged=dragged))

    def _offset_at_mouse(self, event: events.MouseEvent) -> int:
        return self._layout.offset_at(event.y + self.scroll_offset.y, max(event.x - self._widths.gutter, 0))
