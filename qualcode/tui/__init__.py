"""The coding screen: a Textual application over one `Session`; state goes down, messages come up."""

import gc
from typing import TYPE_CHECKING

from qualcode.model import CoderName
from qualcode.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.tui.screen_preferences import Preferences
    from qualcode.workflows.coding_screen.coding_session import SuggestionFlow


def review(project: Project, coder: CoderName, *, code: str | None = None, source: str | None = None) -> None:
    """Open the coding screen on what is suggested and undecided, until the coder leaves."""
    from qualcode.workflows.coding_screen.review_queue import ReviewQueue

    _open(lambda given: ReviewQueue(project, coder, code=code, source=source, warn=given.warn))


def run(project: Project, coder: CoderName, *, source: str | None = None, blind: bool = False) -> None:
    """Open the coding screen on a source (or where the coder stopped), until the coder leaves."""
    from qualcode.workflows.coding_screen.coding_session import CodingSession

    _open(
        lambda given: CodingSession(
            project, coder, source=source, blind=blind, defer_loading=True, warn=given.warn
        )
    )


def _open(begin: "Callable[[Preferences], SuggestionFlow]") -> None:
    gc.disable()  # until all has been read: none of it is garbage
    try:
        from qualcode.tui.screen_preferences import Preferences

        preferences = Preferences.read()
        flow = begin(preferences)
        from qualcode.tui.app import QualcodeApp

        app = QualcodeApp(flow, preferences)
        gc.freeze()  # what has been read stays: a search for garbage through all of it would hold up a key
    finally:
        gc.enable()
    try:
        app.run()
    finally:
        flow.session.save_place()
