"""The lines under the transcript: what lies at the cursor, how far the coder is, and the keys to know."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip

from qualcode.text.visible import visible
from qualcode.tui import status_text
from qualcode.tui.color_palette import Palette
from qualcode.tui.command_table import Command
from qualcode.tui.widgets.painted_rows import PaintedRows
from qualcode.workflows.coding_screen.coding_session import CodingSession

_CODINGS, _SUGGESTION, _STATUS, _KEYS = range(4)


class StatusLines(PaintedRows):
    """Four rows, each of which is drawn again only when it says something else.

    Every coding at the cursor by its whole key, and what was done last; the suggestion that a decision would
    be about; where the coder is, and how far; the keys to know.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--status"}
    DEFAULT_CSS = """
    StatusLines { height: 4; background: $panel; }
    StatusLines > .lines--status { background: $primary; color: $text; }
    """

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._texts = [Text(), Text(), Text(), Text()]
        self._strips: dict[int, Strip] = {}
        self._status_style: Style | None = None

    def show(self, session: CodingSession, palette: Palette, note: str) -> None:
        """Say what lies at the cursor of the session, and its state."""
        width = self.app.size.width - 2
        self._say(
            _CODINGS, status_text.beside(_codings(session, palette), note or session.last_message, width)
        )
        self._say(_SUGGESTION, _suggestion(session, palette))
        self._say(_STATUS, status_text.status(session, width))

    def rows(self, wanted: range) -> list[Strip]:
        """Draw those rows that say something else now."""
        for row in wanted:
            if row not in self._strips:
                self._strips[row] = self._drawn(row)
        return [self._strips[row] for row in wanted]

    def forget(self) -> None:
        """Draw every row anew."""
        self._strips.clear()
        self._status_style = None

    def _drawn(self, row: int) -> Strip:
        text = self._texts[row].copy()
        text.truncate(max(self.outer_size.width - 2, 0), overflow="ellipsis", pad=True)
        style = Style()
        if row == _STATUS:
            self._status_style = self._status_style or self.get_component_rich_style("lines--status")
            style = self._status_style
        edge = Segment(" ", style)
        words = Segment.apply_style(text.render(self.app.console, end=""), style)
        return self.finished([edge, *words, edge])

    def on_resize(self) -> None:
        """Name as many keys as there is room for, and draw every row at the new width."""
        self._texts[_KEYS] = status_text.keys(self._commands, self.app.size.width - 2)
        self.forget()
        self.refresh()

    def _say(self, row: int, text: Text) -> None:
        if text != self._texts[row]:
            self._texts[row] = text
            self._strips.pop(row, None)
            self.refresh(Region(0, row, self.outer_size.width, 1))


def _codings(session: CodingSession, palette: Palette) -> Text:
    text = Text()
    for one in session.codings_at_cursor:
        text.append(visible(one.code), style=palette.edge(one.code))
        text.append(f"{' ★' if one.starred else ''}{' ✎' if one.memo else ''}  ")
    for one in session.other_codings_at_cursor:
        text.append(f"{visible(one.code)}·{visible(one.coder)}  ", style=palette.edge(one.code, quiet=True))
    if not text:
        kind = "free selection" if session.cursor.anchor is not None else session.cursor.unit
        text.append(f"no coding here · selecting by {kind}", style="dim")
    return text


def _suggestion(session: CodingSession, palette: Palette) -> Text:
    text = Text()
    one = session.suggestion_at_cursor
    if one is not None:
        text.append(f"?{visible(one.code)} {one.score:.0%} ", style=palette.edge(one.code, quiet=True))
        text.append(f"· {visible(' '.join(one.reason.split()))}")
    return text
