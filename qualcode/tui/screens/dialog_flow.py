"""What all commands that open a dialog over the coding screen share: the session, and asking."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from qualcode.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from qualcode.tui.screens.coding_screen import CodingScreen
    from qualcode.workflows.coding_screen.coding_session import CodingSession

Answer = TypeVar("Answer")


class DialogFlow:
    """Commands of one coding screen that ask something first; each is a method `do_NAME`."""

    def __init__(self, screen: "CodingScreen") -> None:
        self.screen = screen

    @property
    def session(self) -> "CodingSession":
        """The session that the answers change."""
        return self.screen.session

    def ask(self, dialog: Dialog[Answer], use: Callable[[Answer | None], None] = lambda _: None) -> None:
        """Open a dialog, and call `use` with its answer (None: closed without one)."""

        def answered(answer: Answer | None) -> None:
            self.screen.guard(lambda: use(answer))

        self.screen.open_dialog(dialog, answered)
