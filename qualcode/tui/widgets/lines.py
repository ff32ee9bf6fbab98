"""The lines under the transcript: what lies at the cursor, how far the coder is, and the keys to know."""

from collections.abc import Iterable

from rich.text import Text
from textual.widgets import Static

from qualcode.tui.commands import Command, shown_key
from qualcode.tui.layout import visible
from qualcode.tui.palette import Palette
from qualcode.workflows.session import Session


class _Line(Static):
    """A line that is drawn again only when it says something else."""

    def say(self, text: Text) -> None:
        """Draw the line, unless it stands there already."""
        if text != self.content:
            self.update(text, layout=False)


class Here(_Line):
    """Every coding at the cursor by its whole key, and the suggestion that a decision would be about."""

    DEFAULT_CSS = "Here { height: 2; background: $panel; padding: 0 1; text-wrap: nowrap; }"

    def show(self, session: Session, palette: Palette) -> None:
        """Draw what lies at the cursor of the session."""
        both = (_codings(session, palette), _suggestion(session, palette))
        self.say(Text("\n").join(both))


class Status(_Line):
    """Where the coder is, how far, and what they did last."""

    DEFAULT_CSS = "Status { height: 1; background: $primary; color: $text; padding: 0 1; text-wrap: nowrap; }"

    def show(self, session: Session, note: str) -> None:
        """Draw the state of the session."""
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
        line = Text(" · ".join(part for part in parts if part), no_wrap=True, overflow="ellipsis")
        self.say(line)


class KeyLine(Static):
    """The keys to know, from the table of commands."""

    DEFAULT_CSS = "KeyLine { height: 1; background: $panel; padding: 0 1; text-wrap: nowrap; }"

    def __init__(self, commands: Iterable[Command]) -> None:
        text = Text(no_wrap=True, overflow="ellipsis")
        known = [command for command in commands if command.footer and command.keys]
        for command in sorted(known, key=lambda command: command.name != "help"):
            text.append(shown_key(command.keys[0]), style="bold")
            text.append(f" {command.footer}  ")
        super().__init__(text)


def _codings(session: Session, palette: Palette) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
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
    text = Text(no_wrap=True, overflow="ellipsis")
    one = session.suggestion
    if one is not None:
        text.append(f"?{visible(one.code)} {one.score:.0%} ", style=palette.edge(one.code, quiet=True))
        text.append(f"· {visible(' '.join(one.reason.split()))}")
    return text
