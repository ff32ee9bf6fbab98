"""The codebook beside the transcript: the tree, with how often each code stands here and in all."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from qualcode.model import CodeKey
from qualcode.text.visible import visible
from qualcode.tui.color_palette import Palette
from qualcode.tui.terminal_cells import column
from qualcode.tui.widgets.painted_rows import PaintedScroll
from qualcode.workflows.coding_screen.coding_session import CodingSession

_NAME, _COUNTS = 24, 8


class _Row(NamedTuple):
    """What a row of the tree says: a code, its digit, and its codings in this source and in all."""

    key: CodeKey
    digit: str
    here: int
    total: int


class CodebookPane(PaintedScroll, can_focus=True):
    """The tree of codes; Enter shows a code's definition."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"codebook-pane--edge"}
    DEFAULT_CSS = """
    CodebookPane { width: 34; height: 1fr; }
    CodebookPane > .codebook-pane--edge { color: $primary; }
    CodebookPane:focus > .codebook-pane--edge { color: $accent; }
    """

    class Chosen(Message):
        """A code was chosen, to read what it means."""

        def __init__(self, key: CodeKey) -> None:
            super().__init__()
            self.key = key

    class Left(Message):
        """The coder goes back to the transcript."""

    def __init__(self, session: CodingSession, palette: Palette) -> None:
        super().__init__()
        self._session = session
        self._palette = palette
        self._rows: list[_Row] = []
        self._at = 0

    @property
    def marked(self) -> CodeKey:
        """The code that is marked in the tree."""
        return self._rows[self._at].key if self._rows else CodeKey("")

    def show_counts(self, palette: Palette) -> None:
        """Draw the rows that are others now."""
        if palette is not self._palette:
            self.forget()
        self._palette = palette
        rows = [self._row(key) for key in self._session.current_codebook.codebook.keys]
        before, self._rows = self._rows, rows
        self._at = min(self._at, max(len(rows) - 1, 0))
        if len(before) != len(rows):
            self.virtual_size = Size(self.size.width, len(rows))
            self._draw_all()
        else:
            self._draw(number for number, row in enumerate(rows) if before[number] != row)

    def on_mount(self) -> None:
        """Draw all rows."""
        self.show_counts(self._palette)

    def on_key(self, event: events.Key) -> None:
        """Move, choose, or go back to the transcript."""
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}
        if event.key in steps:
            self._move(self._at + steps[event.key])
        elif event.key in ("home", "end"):
            self._move(0 if event.key == "home" else len(self._rows) - 1)
        elif event.key == "enter":
            self.post_message(self.Chosen(self.marked))
        elif event.key in ("tab", "escape"):
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Mark the code under the mouse, and show it."""
        row = event.y + self.scroll_offset.y
        if row < len(self._rows):
            self._move(row)
            self.post_message(self.Chosen(self.marked))

    def on_focus(self) -> None:
        """Show which row is marked."""
        self._draw_all()

    def on_blur(self) -> None:
        """Show no mark: keys go elsewhere."""
        self._draw_all()

    def drawn(self, number: int, last: str) -> Strip:
        """Draw one row of the tree."""
        edge = Segment("│", self.get_component_rich_style("codebook-pane--edge", partial=True))
        if number >= len(self._rows):
            return self.finished([edge])
        one = self._rows[number]
        depth = len(self._session.current_codebook.codebook.ancestors(one.key))
        name = column(f"{one.digit} {'  ' * depth}{visible(one.key)}", _NAME)
        counts = f"{one.here}/{one.total}" if one.total else ""
        marked = Style(reverse=self.has_focus and number == self._at)
        return self.finished(
            [
                edge,
                Segment(name[:1], self._palette.quiet + marked),
                Segment(name[1:], self._palette.edge(one.key) + marked),
                Segment(f"{counts:>{_COUNTS}}", marked),
                Segment(last, self._palette.quiet),
            ]
        )

    def _move(self, row: int) -> None:
        before, self._at = self._at, min(max(row, 0), max(len(self._rows) - 1, 0))
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= self._at < top + height:
            self.scroll_to(y=self._at if self._at < top else self._at - height + 1, animate=False)
        self._draw([before, self._at])

    def _draw_all(self) -> None:
        self.forget()
        self.refresh()

    def _draw(self, rows: Iterable[int]) -> None:
        top, width = self.scroll_offset.y, self.outer_size.width
        for number in rows:
            self.drop([number])
            self.refresh(Region(0, number - top, width, 1))

    def _row(self, key: CodeKey) -> _Row:
        session = self._session
        digit = str(session.recent.index(key) + 1) if key in session.recent else " "
        total = 0 if session.open_source.partly_loaded else session.totals.get(key, 0)
        return _Row(key, digit, len(session.open_source.own_codings.of_code(key)), total)
