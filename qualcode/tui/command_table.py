"""The one table of commands: it makes the keys, the help, the palette and the footer, and can be remapped.

A key is a character as typed (`j`, `}`), a name of Textual's (`ctrl+d`, `down`), or two characters typed
one after the other (`gg`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from textual.keys import Keys

from qualcode.errors import UsageError, nearest_name


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a coder can do on the coding screen."""

    name: str
    keys: tuple[str, ...]
    title: str
    group: str
    footer: str = ""
    """A word for the footer; most commands are not in it."""


def _group(group: str, *rows: tuple[str, str, str] | tuple[str, str, str, str]) -> tuple[Command, ...]:
    return tuple(
        Command(row[0], tuple(row[1].split()), row[2], group, row[3] if len(row) > 3 else "")  # noqa: PLR2004
        for row in rows
    )


COMMANDS: tuple[Command, ...] = (
    *_group(
        "Move",
        ("next_sentence", "j down", "Next sentence", "move"),
        ("previous_sentence", "k up", "Previous sentence"),
        ("next_turn", "J ctrl+down", "Next turn"),
        ("previous_turn", "K ctrl+up", "Beginning of the turn, then the one before"),
        ("next_word", "w ctrl+right", "Next word"),
        ("previous_word", "b ctrl+left", "Previous word"),
        ("next_character", "l right", "Next character"),
        ("previous_character", "h left", "Previous character"),
        ("to_beginning", "gg home", "To the beginning"),
        ("to_end", "G end", "To the end"),
        ("page_down", "ctrl+d pagedown", "Half a page down"),
        ("page_up", "ctrl+u pageup", "Half a page up"),
        ("search", "/", "Search for words"),
        ("next_hit", "n", "Next place found"),
        ("previous_hit", "N", "Previous place found"),
        ("next_coding", "]", "Next coding"),
        ("previous_coding", "[", "Previous coding"),
        ("next_suggestion", "}", "Next undecided suggestion", "suggestion"),
        ("previous_suggestion", "{", "Previous undecided suggestion"),
        ("next_uncoded", "U", "Next uncoded sentence of a participant"),
        ("mark_place", "'", "Mark this place for the next start"),
    ),
    *_group(
        "Select",
        ("cycle_unit", "s", "Select by word, sentence or turn", "unit"),
        ("free_selection", "v", "Begin or end a free selection", "select"),
        ("swap_ends", "o", "Go to the selection's other end"),
        ("clear", "escape", "Clear selection, search and messages"),
    ),
    *_group(
        "Code",
        ("pick_code", "c enter", "Choose codes for the selection", "code"),
        *((f"recent_{digit}", str(digit), f"Give the recent code on {digit}") for digit in range(1, 10)),
        ("in_vivo", "i", "New code from the selected words"),
        ("repeat_code", ".", "Give the last code again", "repeat"),
    ),
    *_group(
        "Decide",
        ("accept", "a", "Accept the suggestion", "accept"),
        ("reject", "x", "Reject the suggestion", "reject"),
        ("accept_as", "e", "Accept it with another code or on other words"),
        ("skip", "z", "Skip the suggestion"),
        ("accept_all", "A", "Accept all of its code in this source"),
    ),
    *_group(
        "Change",
        ("memo", "m", "Memo on the coding, the turn or the source", "memo"),
        ("star", "*", "Mark the coding as a good example of its code, or no longer"),
        ("remove", "d delete", "Remove a coding"),
        ("lengthen_end", "+", "Move the end of the coding a word on"),
        ("shorten_end", "-", "Move the end of the coding a word back"),
        ("lengthen_start", "<", "Move the start of the coding a word back"),
        ("shorten_start", ">", "Move the start of the coding a word on"),
        ("recode", "r", "Give the coding another code"),
        ("undo", "u", "Take back your last act", "undo"),
        ("redo", "ctrl+r", "Do it again"),
    ),
    *_group(
        "Look",
        ("codebook", "B", "Show or hide the codebook"),
        ("focus_codebook", "tab", "Go to the codebook and back"),
        ("definition", "D", "Definition of the code at the cursor"),
        ("quotes", "Q", "Quotes of the code at the cursor"),
        ("sources", "L", "List of sources"),
        ("memos", "M", "Memos"),
        ("history", "H", "History"),
        ("others", "O", "Show or hide other coders' codings"),
        ("narrower", "(", "Narrower rows"),
        ("wider", ")", "Wider rows"),
        ("palette", ": ctrl+p", "All commands by name"),
        ("help", "?", "Help", "help"),
        ("quit", "q ctrl+q", "Leave; everything is on disk"),
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}


def remapped(changes: Mapping[str, Iterable[str]]) -> tuple[Command, ...]:
    """Return the table with other keys for some commands; they are taken from the commands that had them.

    UsageError for a command that is not there, and for keys that could never be typed.
    """
    claimed: dict[str, str] = {}
    for name, keys in changes.items():
        _must_be_command(name)
        for key in keys:
            _must_be_key(key, name)
            if claimed.setdefault(key, name) != name:
                raise UsageError(f"The key {key!r} is given to both {claimed[key]} and {name}.", _ANOTHER)
    table = tuple(
        replace(command, keys=tuple(changes[command.name]))
        if command.name in changes
        else replace(command, keys=tuple(key for key in command.keys if key not in claimed))
        for command in COMMANDS
    )
    _must_be_told_apart(table)
    return table


_ANOTHER = "Give one of them another key."


def _must_be_command(name: str) -> None:
    if name not in BY_NAME:
        nearest = nearest_name(name, BY_NAME)
        hint = f"Did you mean {nearest!r}?" if nearest else "`?` on the coding screen lists them."
        raise UsageError(f"There is no command {name!r} to put a key on.", hint)


def _must_be_key(key: str, name: str) -> None:
    typed = len(key) in (1, 2) and key.isprintable() and " " not in key
    if not typed and key not in _NAMED:
        nearest = nearest_name(key.lower().replace("-", "+"), _NAMED)
        hint = (
            f"Did you mean {nearest!r}?" if nearest else "A key is such as `y`, `gy`, `ctrl+y`, `f5`, `down`."
        )
        raise UsageError(f"{key!r} (for {name}) is no key.", hint)


def _must_be_told_apart(table: Iterable[Command]) -> None:
    """Refuse a key with which another, of two characters, begins: it would only ever begin that one."""
    by_key = {key: command.name for command in table for key in command.keys}
    for key, name in by_key.items():
        if _is_chord(key) and key[0] in by_key:
            first = by_key[key[0]]
            raise UsageError(f"{key[0]!r} ({first}) cannot be typed: {key!r} ({name}) begins so.", _ANOTHER)


_NAMED = {key.value for key in Keys}
"""The keys that have a name of Textual's."""


class Keymap:
    """Turns typed keys into commands, one after the other."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self._by_key = {key: command for command in self.commands for key in command.keys}
        self._prefixes = {key[0] for key in self._by_key if _is_chord(key)}
        self._begun = ""

    def typed(self, key: str, character: str | None) -> Command | None:
        """Return the command that a key completes; None where there is none, or more is to come."""
        name = character if character and character.isprintable() and character != " " else key
        if self._begun:
            name, self._begun = self._begun + name, ""
            return self._by_key.get(name)
        if name in self._prefixes:
            self._begun = name
            return None
        return self._by_key.get(name)


def _is_chord(key: str) -> bool:
    return len(key) == 2 and key not in ("f1", "f2", "up")  # noqa: PLR2004 - one after the other


_SIGNS = {
    "escape": "Esc", "enter": "Enter", "delete": "Del", "tab": "Tab", "down": "↓", "up": "↑", "left": "←",
    "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
}  # fmt: skip


def shown_key(key: str) -> str:
    """Return a key as people write it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "-".join([*(one.capitalize() for one in modifiers), _SIGNS.get(last, last)])
