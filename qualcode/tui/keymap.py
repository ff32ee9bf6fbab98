"""Keys of the coding screen: a table with other keys for some commands, and typed keys to commands.

A key is a character as typed (`j`, `}`), a name of Textual's (`ctrl+d`, `down`), or a sequence of two
characters (`gg`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from textual.keys import Keys

from qualcode.errors import UsageError, nearest_name
from qualcode.tui.command_table import COMMANDS, ScreenCommand

_BY_NAME = {command.name: command for command in COMMANDS}
_NAMED_KEYS = {key.value for key in Keys}
_OTHER_KEY_HINT = "Give one of them another key."


def with_keys(keys_of: Mapping[str, Iterable[str]]) -> tuple[ScreenCommand, ...]:
    """Return the table with other keys for some commands; a key is removed from the command that had it.

    Raise UsageError for a command that does not exist, a key that cannot be typed, or one given twice.
    """
    claimed: dict[str, str] = {}
    for name, keys in keys_of.items():
        _check_command(name)
        for key in keys:
            _check_key(key, name)
            if claimed.setdefault(key, name) != name:
                raise UsageError(
                    f"The key {key!r} is given to both {claimed[key]} and {name}.", _OTHER_KEY_HINT
                )
    table = tuple(
        replace(command, keys=tuple(keys_of[command.name]))
        if command.name in keys_of
        else replace(command, keys=tuple(key for key in command.keys if key not in claimed))
        for command in COMMANDS
    )
    _check_sequences(table)
    return table


def _check_command(name: str) -> None:
    if name not in _BY_NAME:
        nearest = nearest_name(name, _BY_NAME)
        hint = f"Did you mean {nearest!r}?" if nearest else "`?` on the coding screen lists them."
        raise UsageError(f"There is no command {name!r} to put a key on.", hint)


def _check_key(key: str, name: str) -> None:
    is_typed = len(key) in (1, 2) and key.isprintable() and " " not in key
    if not is_typed and key not in _NAMED_KEYS:
        nearest = nearest_name(key.lower().replace("-", "+"), _NAMED_KEYS)
        hint = (
            f"Did you mean {nearest!r}?" if nearest else "A key is such as `y`, `gy`, `ctrl+y`, `f5`, `down`."
        )
        raise UsageError(f"{key!r} (for {name}) is no key.", hint)


def _check_sequences(table: Iterable[ScreenCommand]) -> None:
    """Refuse a sequence of two characters whose first one is the key of a command."""
    by_key = {key: command.name for command in table for key in command.keys}
    for key, name in by_key.items():
        if _is_sequence(key) and key[0] in by_key:
            raise UsageError(
                f"{key[0]!r} ({by_key[key[0]]}) cannot be typed: {key!r} ({name}) begins so.", _OTHER_KEY_HINT
            )


class Keymap:
    """Turns typed keys into commands; remembers the first key of a sequence of two."""

    def __init__(self, commands: Iterable[ScreenCommand]) -> None:
        self.commands = tuple(commands)
        self._by_key = {key: command for command in self.commands for key in command.keys}
        self._first_keys = {key[0] for key in self._by_key if _is_sequence(key)}
        self._pending = ""

    def typed(self, key: str, character: str | None) -> ScreenCommand | None:
        """Return the command that a key completes; None for no command or the first key of a sequence."""
        name = character if character and character.isprintable() and character != " " else key
        if self._pending:
            name, self._pending = self._pending + name, ""
            return self._by_key.get(name)
        if name in self._first_keys:
            self._pending = name
            return None
        return self._by_key.get(name)


def _is_sequence(key: str) -> bool:
    return len(key) == 2 and key not in ("f1", "f2", "up")  # noqa: PLR2004 - two characters


_KEY_SIGNS = {
    "escape": "Esc", "enter": "Enter", "delete": "Del", "tab": "Tab", "down": "↓", "up": "↑", "left": "←",
    "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
}  # fmt: skip


def shown_key(key: str) -> str:
    """Return a key as the help writes it (`ctrl+d` as `Ctrl-d`)."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "-".join([*(modifier.capitalize() for modifier in modifiers), _KEY_SIGNS.get(last, last)])
