"""The Textual application: one session, its coding screen, and the command palette."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.message_pump import MessagePump
from textual.screen import Screen

from qualcode.tui.keymap import Keymap, shown_key, with_keys
from qualcode.tui.painting.color_palette import Depth, Palette, theme_name, themed_palette
from qualcode.tui.screen_preferences import Preferences
from qualcode.tui.screens.coding_screen import CodingScreen
from qualcode.tui.widgets.status_lines import StatusLines
from qualcode.workflows.coding_screen.coding_flow import CodingFlow

_CHECK_SECONDS, _MAX_CHECKS = 0.02, 50
"""Interval at which a widget that may have been removed is checked, and the number of checks."""


class QualcodeApp(App[None]):
    """The coding screen as a full-screen application."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = []
    CSS = f"""
    ToastRack {{ margin-bottom: {StatusLines.HEIGHT}; }}
    Toast {{ width: 60; max-width: 90%; padding: 0 1; }}
    App:nocolor .option-list--option-highlighted {{ text-style: reverse; }}
    """

    def __init__(
        self,
        flow: CodingFlow,
        preferences: Preferences | None = None,
        *,
        depth: Depth | None = None,
        screen_type: type[CodingScreen] = CodingScreen,
    ) -> None:
        # Without colours, the terminal's own are kept; Textual would make text and background black.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._depth = depth
        self._screen_type = screen_type
        self.flow = flow
        self.session = flow.session
        self.preferences = preferences or Preferences()
        self.keymap = Keymap(with_keys(self.preferences.keys))
        self._busy_widgets: list[MessagePump] = []
        """The widgets that may still be handling the last key; empty when it has been handled."""

    def get_default_screen(self) -> Screen[None]:
        """Return the coding screen, in the colours of the terminal."""
        depth = self.depth
        self.theme = theme_name(depth, dark=self.preferences.theme == "dark")
        palette = Palette(self.session.current_codebook.codebook, depth)
        return self._screen_type(
            self.flow,
            themed_palette(palette, self.get_css_variables(), self.theme),
            self.keymap,
            self.preferences,
            forget_busy_widgets=self._busy_widgets.clear,
        )

    async def on_event(self, event: events.Event) -> None:
        """Handle a key only when the one before has been handled.

        Several keys may arrive at once (over a slow line, from a fast typist). Without this, `d` of `c` `d`
        `i` `s` reaches the transcript before the picker is open, and removes a coding. The wait is before a
        key, because after it the repaint would be delayed.
        """
        if isinstance(event, events.Key):
            if self._busy_widgets:
                await self.wait_until_handled()
            target = self.focused or self.screen
            path = [node for node in target.ancestors_with_self if node is not self]
            self._busy_widgets[:] = [target, *path]  # the target twice: the key may post a message to it
        await super().on_event(event)

    async def wait_until_handled(self) -> None:
        """Wait until the last key has been handled."""
        for pump in (*self._busy_widgets, self.screen, self.focused or self.screen):
            await _wait_for(pump)

    @property
    def depth(self) -> Depth:
        """Number of colours of the terminal; none with NO_COLOR (https://no-color.org)."""
        if self._depth is not None:
            return self._depth
        if self.no_color:
            return Depth.NONE
        system = self.console.color_system
        return Depth.FULL if system in ("truecolor", "256") else Depth.SIXTEEN if system else Depth.NONE

    def action_command_palette(self) -> None:
        """Open the palette of commands, unless it is open."""
        from qualcode.tui.dialogs.command_palette import CommandsByName

        if not isinstance(self.screen, CommandsByName):
            self.push_screen(CommandsByName(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield every command of the table for the command palette."""
        if isinstance(screen, CodingScreen):
            for command in self.keymap.commands:
                keys = " ".join(map(shown_key, command.keys))
                yield SystemCommand(
                    command.title, f"{command.group} · {keys}", partial(screen.perform, command)
                )


async def _wait_for(pump: MessagePump) -> None:
    """Wait until a widget has handled its messages, or has been removed."""
    handled = asyncio.Event()
    if pump.call_later(handled.set):
        for _ in range(_MAX_CHECKS):
            if handled.is_set() or not pump.is_running:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(handled.wait(), _CHECK_SECONDS)
