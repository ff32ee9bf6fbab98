"""Actions that a coding session and a review queue each carry out in their own way: decide, undo, redo."""

from collections.abc import Sequence
from typing import Protocol

from qualcode.model import CodeKey, Verdict
from qualcode.workflows.coding_screen.coding_session import CodingSession


class CodingFlow(Protocol):
    """The actions after which a coding session and a review queue go on to different suggestions."""

    @property
    def session(self) -> CodingSession:
        """The session that carries out the actions."""
        ...

    @property
    def progress(self) -> str:
        """What is left to decide, for the status line."""
        ...

    def next_suggestion(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) suggestion; whether there is one."""
        ...

    def decide(self, verdict: Verdict) -> str:
        """Decide on the suggestion at the cursor."""
        ...

    def accept_as(self, keys: Sequence[CodeKey]) -> str:
        """Accept the suggestion at the cursor with other codes or another span."""
        ...

    def undo(self) -> str:
        """Undo the coder's last act."""
        ...

    def redo(self) -> str:
        """Redo the act that was undone last."""
        ...
