"""The palette of all commands by name, also in a terminal that has no room for its list."""

from contextlib import suppress

from textual.command import CommandPalette


class CommandsByName(CommandPalette):
    """Textual's command palette."""

    def _action_command_list(self, action: str) -> None:
        """Pass an action to the list of commands; without a line on the screen it has no page to move by."""
        with suppress(LookupError):
            super()._action_command_list(action)
