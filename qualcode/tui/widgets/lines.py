"""The lines under the transcript: what lies at the cursor, how far the coder is, and the keys to know."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip

from qualcode.tui.commands import Command, shown_key
from qualcode.tui.layout import visible
from qualcode.tui.palette import Palette
from qualcode.tui.widgets.drawn import Drawn
from qualcode.workflows.session import Session

_CODINGS, _SUGGESTION, _STATUS, _KEYS = range(4)


class Lines(Drawn):
    """Four rows, each of which is drawn again only when it says something else.

    Every coding at the cursor by its whole key; the suggestion that a decision would be about; where the
    coder is, how far, and what they did last; the keys to know.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--status"}
    DEFAULT_CSS = """
    Lines { height: 4; background: $panel; }
    Lines > .lines--status { background: $primary; color: $text; }
    """

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__()
        self._texts = [Text(), Text(), Text(), _keys(commands)]
        self._strips: dict[int, Strip] = {}
        self._status_style: Style | None = None

    def show(self, session: Session, palette: Palette, note: str) -> None:
        """Say what lies at the cursor of the session, and its state."""
        self._say(_CODINGS, _codings(session, palette))
        self._say(_SUGGESTION, _suggestion(session, palette))
        self._say(_STATUS, _status(session, note))

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
        """Cut the rows to the new width."""
        self.forget()

    def _say(self, row: int, text: Text) -> None:
        if text != self._texts[row]:
            self._texts[row] = text
            self._strips.pop(row, None)
            self.refresh(Region(0, row, self.outer_size.width, 1))


def _codings(session: Session, palette: Palette) -> Text:
    text = Text()
    for one in session.codings_here:
        text.append(visible(one.code), style=palette.edge(one.code))
        text.append(f"{' ★' if one.starred else ''}{' ✎' if one.memo else ''}  ")
    for one in session.others_here:
        text.append(f"{visible(one.code)}·{visible(one.coder)}  ", style=palette.edge(one.code, quiet=True))
    if not text:
        kind = "free selection" if session.at.anchor is not None else session.at.unit
        text.append(f"no coding here · selecting by {kind}", style="dim")
    return text


def _suggestion(session: Session, palette: Palette) -> Text:
    text = Text()
    one = session.suggestion
    if one is not None:
        text.append(f"?{visible(one.code)} {one.score:.0%} ", style=palette.edge(one.code, quiet=True))
        text.append(f"· {visible(' '.join(one.reason.split()))}")
    return text


def _status(session: Session, note: str) -> Text:
    desk = session.desk
    turn = desk.ground.turn_at(session.at.cursor)
    parts = [
        visible(desk.source.name),
        f"turn {turn.number if turn else 0} of {len(desk.ground.turns)}",
        f"read {desk.share_read():.0%}",
        f"coded {desk.share_coded():.0%}",
        visible(session.coder),
        session.situation,
        visible(note or session.last_act),
    ]
    return Text(" · ".join(part for part in parts if part))


def _keys(commands: Iterable[Command]) -> Text:
    text = Text()
    known = [command for command in commands if command.footer and command.keys]
    for command in sorted(known, key=lambda command: command.name != "help"):
        text.append(shown_key(command.keys[0]), style="bold")
        text.append(f" {command.footer}  ")
    return text
