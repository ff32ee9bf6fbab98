"""The help: every command with its keys, from the command table."""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.keymap import shown_key


def help_text(commands: Iterable[ScreenCommand]) -> Text:
    """Return the commands by group, each with its keys."""
    text = Text()
    for group, members in groupby(commands, key=lambda command: command.group):
        text.append(f"{group}\n", style="bold underline")
        for command in members:
            keys = " ".join(shown_key(key) for key in command.keys)
            text.append(f"  {keys:<16} ", style="bold")
            text.append(f"{command.title}\n")
    return text
