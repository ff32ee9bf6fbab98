"""The lines under the transcript: what lies at the cursor, how far the coder is, and the keys to know."""

from collections.abc import Iterable

from rich.text import Text
from textual.widgets import Static

from qualcode.tui import fitting
from qualcode.tui.commands import Command
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
    """Every coding at the cursor by its whole key, what was done last, and the suggestion to decide."""

    DEFAULT_CSS = """
    Here { height: 2; background: $panel; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def show(self, session: Session, palette: Palette, note: str, width: int) -> None:
        """Draw what lies at the cursor of the session."""
        codings = fitting.beside(_codings(session, palette), note or session.last_act, width - 2)
        self.say(Text("\n").join((codings, _suggestion(session, palette))))


class Status(_Line):
    """Where the coder is, and how far."""

    DEFAULT_CSS = """
    Status { height: 1; background: $primary; color: $text; padding: 0 1; text-wrap: nowrap;
             text-overflow: ellipsis; }
    """

    def show(self, session: Session, width: int) -> None:
        """Draw the state of the session."""
        self.say(fitting.status(session, width - 2))


class KeyLine(_Line):
    """The keys to know, from the table of commands."""

    DEFAULT_CSS = "KeyLine { height: 1; background: $panel; padding: 0 1; text-wrap: nowrap; }"

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)

    def show(self, width: int) -> None:
        """Draw as many as there is room for."""
        self.say(fitting.keys(self._commands, width - 2))


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
