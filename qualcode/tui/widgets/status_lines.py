"""The status lines under the transcript: codings and suggestion at the cursor, progress, and keys."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip

from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.painting import status_text
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.widgets.cached_rows import CachedRows
from qualcode.workflows.coding_screen.coding_flow import CodingFlow

_CODINGS, _SUGGESTION, _PROGRESS, _KEYS = range(4)


class StatusLines(CachedRows):
    """Four rows, each drawn again only when its text changes.

    The codes at the cursor and the last message; the suggestion that a decision would apply to; source, turn
    and progress; the most used keys. Until the next key, a long answer to a key takes the first two rows.
    """

    HEIGHT: ClassVar[int] = 4
    DEFAULT_CSS = "StatusLines { height: 4; background: $surface; }"

    def __init__(self, commands: Iterable[ScreenCommand]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._texts = [Text(), Text(), Text(), Text()]
        self._strips: dict[int, Strip] = {}
        self._progress_style = Style()

    def show(self, flow: CodingFlow, palette: Palette, note: str) -> None:
        """Show the codings and the suggestion at the cursor, and the progress."""
        if self._progress_style != palette.progress:
            self._progress_style = palette.progress
            self.clear_cache()
        session, width = flow.session, self.app.size.width - status_text.STATUS_EDGES
        codings = status_text.codings_text(session, palette)
        rows = status_text.message_rows(codings, note, width) or (
            status_text.left_and_right(codings, note or session.last_message, width),
            status_text.suggestion_text(session, palette),
        )
        self._set_text(_CODINGS, rows[0])
        self._set_text(_SUGGESTION, rows[1])
        self._set_text(_PROGRESS, status_text.progress_text(flow, width))

    def strips(self, rows: range) -> list[Strip]:
        """Return these rows; draw those whose text has changed."""
        for row in rows:
            if row not in self._strips:
                self._strips[row] = self._draw_row(row)
        return [self._strips[row] for row in rows]

    def clear_cache(self) -> None:
        """Clear the row cache."""
        self._strips.clear()

    def _draw_row(self, row: int) -> Strip:
        text = self._texts[row].copy()
        text.truncate(max(self.outer_size.width - 2, 0), overflow="ellipsis", pad=True)
        style = Style()
        if row == _PROGRESS:
            style = self._progress_style
        edge = Segment(" ", style)
        words = Segment.apply_style(text.render(self.app.console, end=""), style)
        return self.finish_row([edge, *words, edge])

    def on_resize(self) -> None:
        """Fit the key hints to the new width, and draw every row again."""
        self._texts[_KEYS] = status_text.key_hints(
            self._commands, self.app.size.width - status_text.STATUS_EDGES
        )
        self.clear_cache()
        self.refresh()

    def _set_text(self, row: int, text: Text) -> None:
        if text != self._texts[row]:
            self._texts[row] = text
            self._strips.pop(row, None)
            self.refresh(Region(0, row, self.outer_size.width, 1))
