"""The application: one session, one coding screen, and the table of commands in the palette."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.message_pump import MessagePump
from textual.screen import Screen

from qualcode.tui.color_palette import Depth, Palette
from qualcode.tui.keymap import Keymap, shown_key, with_keys
from qualcode.tui.screen_preferences import Preferences
from qualcode.tui.screens.coding_screen import CodingScreen
from qualcode.workflows.coding_screen.coding_session import SuggestionFlow

_MOMENT, _PATIENCE = 0.02, 50
"""Seconds after which a part that may have gone is looked at again, and how often that is done."""


class QualcodeApp(App[None]):
    """The coding screen as a full-screen application."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = []
    CSS = """
    Toast { width: 60; max-width: 90%; }
    App:nocolor .option-list--option-highlighted { text-style: reverse; }
    """

    def __init__(
        self, flow: SuggestionFlow, preferences: Preferences | None = None, *, depth: Depth | None = None
    ) -> None:
        # Without colour, the terminal's own two are left alone; else Textual makes both of them black.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._depth = depth
        self.flow = flow
        self.session = flow.session
        self.preferences = preferences or Preferences()
        self.keymap = Keymap(with_keys(self.preferences.keys))
        self._at_work: list[MessagePump] = []
        """The parts of the screen that the last key may still be busy in; none once it has done its work."""

    def get_default_screen(self) -> Screen[None]:
        """Return the coding screen, in the colours that the terminal has."""
        depth = self.depth
        if depth is not Depth.FULL:
            self.theme = "ansi-dark"
        return CodingScreen(
            self.flow, self._palette(depth), self.keymap, self.preferences, settled=self._at_work.clear
        )

    async def on_event(self, event: events.Event) -> None:
        """Look at a key only when the one before has done its work.

        Keys may come in a bunch (a slow line, a fast typist). Without this, `d` of `c` `d` `i` `s` reaches
        the transcript before the picker has opened, and removes a coding. The wait is before a key, not
        after it, because there it would hold up the repaint.
        """
        if isinstance(event, events.Key):
            if self._at_work:
                await self.caught_up()
            where = self.focused or self.screen
            path = [one for one in where.ancestors_with_self if one is not self]
            self._at_work[:] = [where, *path]  # twice where it is typed: a message may come of the key
        await super().on_event(event)

    async def caught_up(self) -> None:
        """Wait until what was typed last has done its work."""
        for pump in (*self._at_work, self.screen):
            await _caught_up(pump)

    @property
    def depth(self) -> Depth:
        """How many colours the terminal has; none where the user wants none (https://no-color.org)."""
        if self._depth is not None:
            return self._depth
        if self.no_color:
            return Depth.NONE
        system = self.console.color_system
        return Depth.FULL if system in ("truecolor", "256") else Depth.SIXTEEN if system else Depth.NONE

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield every command of the table for the palette."""
        if isinstance(screen, CodingScreen):
            for command in self.keymap.commands:
                keys = " ".join(map(shown_key, command.keys))
                yield SystemCommand(
                    command.title, f"{command.group} · {keys}", lambda one=command: screen.perform(one)
                )

    def _palette(self, depth: Depth) -> Palette:
        colors = self.get_css_variables()
        return Palette(
            self.session.current_codebook.codebook,
            depth,
            background=colors.get("background", "#121212"),
            foreground=colors.get("foreground", "#e0e0e0"),
        )


async def _caught_up(pump: MessagePump) -> None:
    """Wait until a part of the screen has handled what it was sent, or has gone."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        for _ in range(_PATIENCE):
            if done.is_set() or not pump.is_running:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _MOMENT)
