"""The application: one session, one coding screen, and the table of commands in the palette."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.screen import Screen

from qualcode.tui.commands import Keymap, remapped
from qualcode.tui.palette import Depth, Palette
from qualcode.tui.preferences import Preferences
from qualcode.tui.screens.coding import CodingScreen
from qualcode.workflows.session import Session


class QualcodeApp(App[None]):
    """The coding screen as a full-screen application."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = []
    CSS = "Toast { max-width: 60; }"

    def __init__(
        self, session: Session, preferences: Preferences | None = None, *, depth: Depth | None = None
    ) -> None:
        super().__init__()
        self._depth = depth
        self.session = session
        self.preferences = preferences or Preferences()
        self.keymap = Keymap(remapped(self.preferences.keys))

    def on_mount(self) -> None:
        """Open the coding screen in the colours that the terminal has."""
        depth = self.depth
        if depth is not Depth.FULL:
            self.theme = "ansi-dark"
        palette = self._palette(depth)
        self.push_screen(CodingScreen(self.session, palette, self.keymap, self.preferences))

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
                keys = " ".join(command.keys)
                yield SystemCommand(
                    command.title, f"{command.group} · {keys}", lambda one=command: screen.perform(one)
                )

    def _palette(self, depth: Depth) -> Palette:
        colors = self.get_css_variables()
        return Palette(
            self.session.force.codebook,
            depth,
            background=colors.get("background", "#121212"),
            foreground=colors.get("foreground", "#e0e0e0"),
        )
