"""The course of the tutorial: the step that is reached, and the next one when it is done."""

from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.tutorial import lesson_project
from qualcode.workflows.tutorial.lesson_steps import END, STEPS
from qualcode.workflows.tutorial.lesson_view import LessonView


class LessonProgress:
    """Watches a session and goes on when a step is done."""

    def __init__(self, session: CodingSession) -> None:
        self._session = session
        self.index = min(lesson_project.reached_step(session.project), len(STEPS))
        self._view = LessonView(session)

    @property
    def is_over(self) -> bool:
        """Whether every step is done."""
        return self.index >= len(STEPS)

    @property
    def title(self) -> str:
        """The number and the title of the step."""
        if self.is_over:
            return "Done"
        return f"Step {self.index + 1} of {len(STEPS)} · {STEPS[self.index].title}"

    @property
    def text(self) -> str:
        """What to do, with names of commands in braces."""
        return END if self.is_over else STEPS[self.index].text

    @property
    def remark(self) -> str:
        """What was done instead of what the step asks for; empty if nothing was."""
        return "" if self.is_over else STEPS[self.index].remark(self._view)

    def note_command(self, name: str) -> None:
        """Remember that a command was performed."""
        self._view.performed.append(name)

    def advance(self) -> bool:
        """Go on if the step is done, and save that; return whether it was."""
        if self.is_over or not STEPS[self.index].is_done(self._view):
            return False
        self.index += 1
        lesson_project.save_step(self._session.project, self.index)
        self._view = LessonView(self._session)
        return True
