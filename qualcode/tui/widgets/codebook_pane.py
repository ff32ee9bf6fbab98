"""The codebook beside the transcript: the tree of codes, with numbers of codings in the source and in all."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from qualcode.errors import UsageError
from qualcode.model import CodeKey
from qualcode.text.visible import visible
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.column_widths import MINIMUM_WIDTH_WITH_PANE, PaneForm, pane_form
from qualcode.tui.painting.shortened_labels import distinct_names
from qualcode.tui.painting.terminal_cells import column
from qualcode.tui.widgets.cached_rows import CachedScrollRows
from qualcode.workflows.coding_screen.coding_session import CodingSession

_COUNTS_WIDTH = {PaneForm.FULL: 9, PaneForm.NARROW: 8, PaneForm.USED_HERE: 0, PaneForm.HIDDEN: 0}
"""Cells for the numbers of codings; the codes that are used here have none."""
_EDGES = 2
"""Cells of the line on the left and of the position in the list on the right."""
_HEADER = 1
"""Rows above the first code."""


class _Row(NamedTuple):
    """A row of the tree: a code, its digit, and its number of codings in this source and in all."""

    key: CodeKey
    digit: str
    in_source: int
    total: int


class CodebookPane(CachedScrollRows, can_focus=True):
    """The tree of codes; Enter shows a code's definition."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"codebook-pane--edge"}
    DEFAULT_CSS = """
    CodebookPane { height: 1fr; }
    CodebookPane > .codebook-pane--edge { color: $primary; }
    CodebookPane:ansi > .codebook-pane--edge { color: ansi_default; }
    CodebookPane:focus > .codebook-pane--edge { color: $foreground; }
    """

    class Chosen(Message):
        """A code was chosen; its definition is to be shown."""

        def __init__(self, key: CodeKey) -> None:
            super().__init__()
            self.key = key

    class Left(Message):
        """The focus is to go back to the transcript."""

    def __init__(self, session: CodingSession, palette: Palette) -> None:
        super().__init__()
        self._session = session
        self._palette = palette
        self._rows: list[_Row] = []
        self._of_others = False
        self._selected = 0
        self.display = False
        self._form = PaneForm.HIDDEN
        self._wanted_at_start = True
        self._requested: bool | None = None
        """Whether the coder has shown or hidden the codebook; None: as at the start."""

    def fit(self, *, wanted_at_start: bool | None = None) -> None:
        """Show as much of the codebook as leaves room for the words in the window."""
        if wanted_at_start is not None:
            self._wanted_at_start = wanted_at_start
        is_wanted = self._wanted_at_start if self._requested is None else self._requested
        form = pane_form(self.app.size.width, requested=bool(self._requested))
        self.set_form(form if is_wanted else PaneForm.HIDDEN)

    def toggle(self) -> None:
        """Show or hide the codebook; UsageError where the window has no room for it."""
        self._requested = not self.display
        self.fit()
        if self.display is not self._requested:
            raise UsageError(f"The codebook needs {MINIMUM_WIDTH_WITH_PANE} columns.", "`c` lists the codes.")

    def set_form(self, form: PaneForm) -> None:
        """Show as much of the codebook as the form has room for."""
        if form is not self._form:
            self._form = form
            self.display = form is not PaneForm.HIDDEN
            self.styles.width = form.value
            self._rows = []
            self.show_counts(self._palette)

    @property
    def selected_code(self) -> CodeKey:
        """The selected code of the tree."""
        return self._rows[self._selected].key if self._rows else CodeKey("")

    def show_counts(self, palette: Palette) -> None:
        """Draw the rows that have changed."""
        if palette is not self._palette:
            self.clear_cache()
        self._palette = palette
        rows = [self._row(key) for key in self._session.current_codebook.codebook.keys]
        if self._form is PaneForm.USED_HERE:
            rows = [row for row in rows if row.in_source or row.digit.strip()]
        old_rows, self._rows = self._rows, rows
        of_others, self._of_others = self._of_others, self._session.show_other_coders
        self._selected = min(self._selected, max(len(rows) - 1, 0))
        if len(old_rows) != len(rows) or of_others != self._of_others:
            self.virtual_size = Size(self.size.width, len(rows) + _HEADER)
            self._redraw_all()
        else:
            self._redraw(number for number, row in enumerate(rows) if old_rows[number] != row)

    def on_mount(self) -> None:
        """Draw all rows."""
        self.show_counts(self._palette)

    def on_key(self, event: events.Key) -> None:
        """Move, choose, or go back to the transcript."""
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}
        if event.key in steps:
            self._move(self._selected + steps[event.key])
        elif event.key in ("home", "end"):
            self._move(0 if event.key == "home" else len(self._rows) - 1)
        elif event.key == "enter":
            self.post_message(self.Chosen(self.selected_code))
        elif event.key in ("tab", "escape"):
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Select the code under the mouse, and show its definition."""
        row = event.y + self.scroll_offset.y - _HEADER
        if 0 <= row < len(self._rows):
            self._move(row)
            self.post_message(self.Chosen(self.selected_code))

    def on_focus(self) -> None:
        """Show the selected row."""
        self._redraw_all()

    def on_blur(self) -> None:
        """Hide the selected row."""
        self._redraw_all()

    def draw_row(self, number: int, last: str) -> Strip:
        """Draw one row of the tree."""
        edge = Segment("│", self.get_component_rich_style("codebook-pane--edge", partial=True))
        counts_width = _COUNTS_WIDTH[self._form]
        name_width = max(self._form.value - _EDGES - counts_width, 0)
        if number < _HEADER:
            title = "used here" if self._form is PaneForm.USED_HERE else "codes"
            title += ", all coders" if self._of_others else ""
            counts = "here·all" if counts_width else ""
            header = column(f"  {title}", name_width) + f"{counts:>{counts_width}}"
            return self.finish_row(
                [edge, Segment(column(header, name_width + counts_width), self._palette.quiet)]
            )
        if number - _HEADER >= len(self._rows):
            return self.finish_row([edge])
        row = self._rows[number - _HEADER]
        is_listed = self._form is PaneForm.USED_HERE
        codebook = self._session.current_codebook.codebook
        depth = 0 if is_listed else len(codebook.ancestors(row.key))
        indent = " " * depth * (2 if self._form is PaneForm.FULL else 1)
        keys = distinct_names(codebook.keys, max(name_width - 2 - len(indent), 1))
        name = column(f"{row.digit} {indent}{keys.get(row.key) or visible(row.key)}", name_width)
        counts = f"{row.in_source} · {row.total}" if row.total else ""
        highlight = Style(reverse=self.has_focus and number - _HEADER == self._selected)
        return self.finish_row(
            [
                edge,
                Segment(name[:1], self._palette.quiet + highlight),
                Segment(name[1:], self._palette.edge(row.key) + highlight),
                Segment(f"{counts:>{counts_width}}"[:counts_width], highlight),
                Segment(last, self._palette.quiet),
            ]
        )

    def _move(self, row: int) -> None:
        old_row, self._selected = self._selected, min(max(row, 0), max(len(self._rows) - 1, 0))
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        line = self._selected + _HEADER
        if not top < line < top + height:
            self.scroll_to(y=line - _HEADER if line <= top else line - height + 1, animate=False)
        self._redraw([old_row, self._selected])

    def _redraw_all(self) -> None:
        self.clear_cache()
        self.refresh()

    def _redraw(self, rows: Iterable[int]) -> None:
        top, width = self.scroll_offset.y, self.outer_size.width
        for number in (row + _HEADER for row in rows):
            self.discard_rows([number])
            self.refresh(Region(0, number - top, width, 1))

    def _row(self, key: CodeKey) -> _Row:
        session = self._session
        digit = str(session.recent.index(key) + 1) if key in session.recent else " "
        in_source, total = session.shown_counts(key)
        return _Row(key, digit, in_source, 0 if session.open_source.partly_loaded else total)
