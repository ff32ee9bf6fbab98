"""What is said on rows of so many cells: shortened where it matters least, never cut off unseen."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.text import Text

from qualcode.text.visible import visible
from qualcode.tui.command_table import Command
from qualcode.tui.keymap import shown_key
from qualcode.tui.terminal_cells import shortened
from qualcode.workflows.coding_screen.coding_session import CodingSession

_BETWEEN = " · "
_GAP = 2
_LEAST_NAME = 6


def beside(left: Text, right: str, width: int) -> Text:
    """Return a row with words at both ends; where they do not fit, the right ones get a third at least."""
    room = max(width - _GAP - left.cell_len, width // 3)
    said = shortened(right, room)
    row = left.copy()
    row.truncate(width - cell_len(said) - (_GAP if said else 0), overflow="ellipsis", pad=bool(said))
    return row.append(f"{' ' * _GAP}{said}", style="dim") if said else row


def status(session: CodingSession, width: int) -> Text:
    """Return where the coder is and how far; the name is shortened, and what matters least left out."""
    desk = session.open_source
    turn = desk.units.turn_at(session.cursor.offset)
    where = f"turn {turn.number} of {len(desk.units.turns)}" if turn else "before turn 1"
    read = f"read {desk.share_read():.0%}"
    coded = "" if desk.partly_loaded else f"coded {desk.share_coded():.0%}"
    choices = (
        (_joined(where, read, coded, visible(session.coder), session.progress), 2 * _LEAST_NAME),
        (_joined(where, read, coded, session.progress), _LEAST_NAME),
        (_joined(where, read, session.progress), _LEAST_NAME),
    )
    fitting = (rest for rest, least in choices if cell_len(rest + _BETWEEN) + least <= width)
    rest = next(fitting, choices[-1][0])
    return Text(
        _joined(shortened(desk.source.name, max(width - cell_len(_BETWEEN + rest), _LEAST_NAME)), rest)
    )


def keys(commands: Iterable[Command], width: int) -> Text:
    """Return the keys to know, as many as there is room for, help first."""
    row = Text()
    known = [command for command in commands if command.footer and command.keys]
    for command in sorted(known, key=lambda command: command.name != "help"):
        key = shown_key(command.keys[0])
        if row.cell_len + cell_len(f"{key} {command.footer}") > width:
            break
        row.append(key, style="bold").append(f" {command.footer}  ")
    return row


def _joined(*parts: str) -> str:
    return _BETWEEN.join(part for part in parts if part)
