"""The coding screen: a Textual application that shows a coding session or a review of suggestions."""

import gc
from typing import TYPE_CHECKING

from qualcode.model import CoderName
from qualcode.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.tui.screen_preferences import Preferences
    from qualcode.tui.screens.coding_screen import CodingScreen
    from qualcode.workflows.coding_screen.coding_flow import CodingFlow


def review(project: Project, coder: CoderName, *, code: str | None = None, source: str | None = None) -> None:
    """Open the coding screen on the undecided suggestions, until the coder quits."""
    from qualcode.workflows.coding_screen.review_queue import ReviewQueue

    _run_app(lambda preferences: ReviewQueue(project, coder, code=code, source=source, warn=preferences.warn))


def run(project: Project, coder: CoderName, *, source: str | None = None, blind: bool = False) -> None:
    """Open the coding screen on a source (default: the last reading place), until the coder quits."""
    from qualcode.workflows.coding_screen.coding_session import CodingSession

    _run_app(
        lambda preferences: CodingSession(
            project, coder, source=source, blind=blind, defer_loading=True, warn=preferences.warn
        )
    )


def tutor(project: Project, coder: CoderName) -> None:
    """Open the coding screen with the lesson above it, until the learner quits."""
    from qualcode.tui.screens.lesson_screen import LessonScreen
    from qualcode.workflows.coding_screen.coding_session import CodingSession

    _run_app(lambda preferences: CodingSession(project, coder, warn=preferences.warn), LessonScreen)


def _run_app(
    create_flow: "Callable[[Preferences], CodingFlow]", screen_type: "type[CodingScreen] | None" = None
) -> None:
    gc.disable()  # collecting while the source is read would find nothing
    try:
        from qualcode.tui.screen_preferences import Preferences

        preferences = Preferences.read()
        flow = create_flow(preferences)
        from qualcode.tui.app import QualcodeApp
        from qualcode.tui.screens.coding_screen import CodingScreen

        app = QualcodeApp(flow, preferences, screen_type=screen_type or CodingScreen)
        gc.freeze()  # excludes the source from later collections, which would delay a key
    finally:
        gc.enable()
    try:
        app.run()
    finally:
        flow.session.save_place()
