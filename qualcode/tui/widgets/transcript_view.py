"""The transcript: a line-API view that draws only the rows in sight.

The rows of the whole text are laid out once for a width; what lies on them is worked out block by block
when a block comes into sight, and kept until something changes.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from qualcode.model import Span
from qualcode.tui.color_palette import Palette
from qualcode.tui.command_table import Command
from qualcode.tui.keymap import Keymap
from qualcode.tui.margin_brackets import Bracket, MarginRow, MarkKind, margin_rows
from qualcode.tui.paint_rows import PLAIN, ColumnWidths, Highlights, columns, paint_row
from qualcode.tui.row_layout import RowLayout
from qualcode.tui.widgets.painted_rows import PaintedScroll
from qualcode.workflows.coding_screen.coding_session import CodingSession

_SIGHT = 3
"""How many rows are kept in sight above and below the cursor."""
_AT_A_TIME = 4
"""How many rows out of sight are painted between two looks for a key: about a millisecond's work."""


class TranscriptView(PaintedScroll, can_focus=True):
    """The words of the open source with all that lies on them."""

    DEFAULT_CSS = "TranscriptView { width: 1fr; height: 1fr; }"

    class Typed(Message):
        """A key that is a command was typed."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    class Pointed(Message):
        """The mouse pointed at a character; `dragged` where it was moved with the button down."""

        def __init__(self, offset: int, *, dragged: bool) -> None:
            super().__init__()
            self.offset = offset
            self.dragged = dragged

    def __init__(self, session: CodingSession, palette: Palette, keymap: Keymap, measure: int) -> None:
        super().__init__()
        self.session = session
        self.palette = palette
        self.measure = measure
        self._keymap = keymap
        self._sizes = columns(80, measure)
        self._layout = RowLayout("", (), 1)
        self._look = PLAIN
        self._blocks: dict[int, tuple[list[Bracket], list[MarginRow]]] = {}
        self._lit: dict[tuple[int, str], Strip] = {}
        """Finished rows that the look lies on: few, and others after every key; all others are kept plain."""
        self._lit_rows: frozenset[int] = frozenset()
        self._sliding = False
        self._ahead = False
        """Whether rows out of sight are going to be painted."""

    # State down

    def lay_out(self) -> None:
        """Lay the text out again: another source, another width or measure."""
        ground = self.session.open_source.units
        self._sizes = columns(max(self.size.width - 2, 40), self.measure)
        self._layout = RowLayout(ground.text, ground.blocks, self._sizes.text)
        self.virtual_size = Size(self.size.width, len(self._layout))
        self._look, self._lit_rows = PLAIN, frozenset()
        self.marks_changed()
        self.show_cursor()

    def marks_changed(self, spans: Sequence[Span] | None = None) -> None:
        """Draw again what these spans are on (None: everything): other codings or suggestions lie there."""
        if spans is None:
            self.forget()
            self.refresh()
            return
        ground = self.session.open_source.units
        for span in spans:
            first, last = ground.block_at(span.start), ground.block_at(max(span.start, span.end - 1))
            for block in range(first, last + 1):
                if self._blocks.pop(block, None) is not None:
                    rows = self._layout.block_rows(block)
                    self.drop(rows)
                    self._lit.clear()
                    self._draw_again(rows)

    def show_cursor(self) -> None:
        """Bring the cursor in sight and draw again what it, or the selection, was or is on."""
        row = self._layout.row_of(self.session.cursor.offset)
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        sight = min(_SIGHT, (height - 1) // 2)
        if not top + sight <= row < top + height - sight:
            # Not just into sight: what comes next is to be read, and the text is to stand still meanwhile.
            ahead = row >= top + sight or abs(row - top) > height
            wanted = row - height // 3 if ahead else row - height * 2 // 3
            self.scroll_to(y=max(wanted, 0), animate=False)
        before, self._look = self._look, self._current_look()
        if before != self._look:
            left, self._lit_rows = self._lit_rows, frozenset(self._rows_under(self._look))
            self._lit.clear()
            self._draw_again(left | self._lit_rows)
        if not self._ahead and self._unpainted():
            self._ahead = self.call_after_refresh(self._look_ahead)

    def forget(self) -> None:
        """Work out anew what lies on every row."""
        super().forget()
        self._blocks.clear()
        self._lit.clear()

    def _draw_again(self, rows: Iterable[int]) -> None:
        top, (width, height) = self.scroll_offset.y, self.outer_size
        seen = [Region(0, number - top, width, 1) for number in rows if 0 <= number - top < height]
        if seen:
            self.refresh(*seen)

    def page(self, direction: int) -> None:
        """Move the cursor half a page."""
        row = self._layout.row_of(self.session.cursor.offset)
        there = row + direction * max(self.size.height // 2, 1)
        column = self._layout.column_of(self.session.cursor.offset)
        self.session.cursor.move_to(self._layout.offset_at(there, column))

    @property
    def in_sight(self) -> Span:
        """The characters from the first row in sight to the last."""
        if not len(self._layout):
            return Span(0, 0)
        first = self._layout.row(min(self.scroll_offset.y, len(self._layout) - 1))
        last = self._layout.row(min(self.scroll_offset.y + self.size.height, len(self._layout)) - 1)
        return Span(first.start, max(first.start, last.end))

    # Messages up

    def on_key(self, event: events.Key) -> None:
        """Tell which command a key is."""
        command = self._keymap.typed(event.key, event.character)
        if command is not None or event.key != "ctrl+c":
            event.stop()
            event.prevent_default()
        if command is not None:
            self.screen.post_message(self.Typed(command))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Point at a character, or at a place to scroll to."""
        if event.button == 1:
            self.capture_mouse()
            self._sliding = event.x >= self.size.width - 1
            self._point(event, dragged=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag a selection, or the place in the text."""
        if self.app.mouse_captured is self:
            self._point(event, dragged=True)

    def on_mouse_up(self) -> None:
        """End the dragging."""
        self.release_mouse()

    def on_resize(self) -> None:
        """Keep the place in sight at the new width."""
        self.lay_out()

    # Drawing

    def row(self, number: int, last: str) -> Strip:
        """Return one row of the text, with the look where it lies."""
        if number not in self._lit_rows:
            return super().row(number, last)
        strip = self._lit.get((number, last))
        if strip is None:
            strip = self._lit[number, last] = self.drawn(number, last, self._look)
        return strip

    def drawn(self, number: int, last: str, look: Highlights = PLAIN) -> Strip:
        """Draw one row of the text."""
        if number >= len(self._layout):
            return self.finished([])
        return self.finished([*self._painted(number, look), Segment(last, self.palette.quiet)])

    def _painted(self, number: int, look: Highlights) -> list[Segment]:
        row = self._layout.row(number)
        marks, margins = self._block(row.block)
        rows = self._layout.block_rows(row.block)
        painted = paint_row(
            row,
            self._layout.text,
            self.session.open_source.units.turn_of(row.block),
            marks,
            margins[number - rows.start],
            self._sizes,
            self.palette,
            look,
        )
        return [*painted, Segment(" " * (self.outer_size.width - 1 - sum(_whole(self._sizes))))]

    def _block(self, block: int) -> tuple[list[Bracket], list[MarginRow]]:
        found = self._blocks.get(block)
        if found is None:
            rows = self._layout.block_rows(block)
            span = Span(self._layout.row(rows.start).start, self._layout.row(rows.stop - 1).end)
            marks = self._marks(span)
            found = marks, margin_rows(rows, marks, self._layout.row_of, self._sizes.margin)
            self._blocks[block] = found
        return found

    def _marks(self, span: Span) -> list[Bracket]:
        desk = self.session.open_source
        marks = [
            Bracket(one.span, one.code, MarkKind.CODING, one.code)
            for one in desk.own_codings.overlapping(span)
        ]
        if self.session.show_other_coders:
            marks += [
                Bracket(one.span, one.code, MarkKind.OTHER, f"{one.code}·{one.coder}")
                for one in desk.other_codings.overlapping(span)
            ]
        return marks + [
            Bracket(one.span, one.code, MarkKind.SUGGESTION, f"?{one.code} {one.score:.0%}")
            for one in self.session.suggestions_in(span)
        ]

    def _current_look(self) -> Highlights:
        at = self.session.cursor
        here = self.session.suggestion_at_cursor
        sight = self.in_sight
        first = bisect_left(at.hits, sight.start, key=lambda hit: hit.end)
        last = bisect_left(at.hits, sight.end, key=lambda hit: hit.start)
        return Highlights(
            selection=at.selection,
            cursor=at.units.character(at.offset),
            opinion=(here.evidence or here.span) if here else None,
            hits=at.hits[first:last],
        )

    def _rows_under(self, look: Highlights) -> set[int]:
        found: set[int] = set()
        for span in (look.selection, look.cursor, look.opinion, *look.hits):
            if span is not None and len(self._layout):
                first = self._layout.row_of(span.start)
                found.update(range(first, self._layout.row_of(max(span.start, span.end - 1)) + 1))
        return found

    def _look_ahead(self) -> None:
        """Paint a few rows just out of sight while the coder reads, and come back for more."""
        wanted = self._unpainted()
        for row in wanted[:_AT_A_TIME]:
            self.row(row, " ")
        self._ahead = len(wanted) > _AT_A_TIME and self.call_later(self._look_ahead)

    def _unpainted(self) -> list[int]:
        """Return the rows that the next scrolling would show and that are not painted yet."""
        top, height, most = self.scroll_offset.y, self.outer_size.height, len(self._layout)
        below = range(top + height, min(top + height + height * 2 // 3, most))
        above = range(top - 1, max(top - 1 - height * 2 // 3, -1), -1)
        return [row for row in (*below, *above) if (row, " ") not in self._strips]

    def _point(self, event: events.MouseEvent, *, dragged: bool) -> None:
        if self._sliding:
            self.scroll_to_thumb(event.y)
        else:
            self.post_message(self.Pointed(self._offset_under(event), dragged=dragged))

    def _offset_under(self, event: events.MouseEvent) -> int:
        return self._layout.offset_at(event.y + self.scroll_offset.y, max(event.x - self._sizes.gutter, 0))


def _whole(sizes: ColumnWidths) -> tuple[int, ...]:
    return sizes.gutter, sizes.text, 1, sizes.margin
