"""The coding screen of the tutorial: the step to do is above the transcript."""

from textual.app import ComposeResult

from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.keymap import shown_key
from qualcode.tui.screens.coding_screen import CodingScreen
from qualcode.tui.widgets.lesson_pane import LessonPane
from qualcode.workflows.tutorial.lesson_progress import LessonProgress


class LessonScreen(CodingScreen):
    """Watches what the learner does, and goes on when a step is done."""

    def compose(self) -> ComposeResult:
        """Lay out the step above the coding screen."""
        self._progress = LessonProgress(self.session)
        yield LessonPane()
        yield from super().compose()

    def perform(self, command: ScreenCommand) -> None:
        """Perform a command of the coding screen, and note it for the lesson."""
        self._progress.note_command(command.name)
        super().perform(command)

    def show(self) -> None:
        """Show the state of the session, and go on with the lesson if the step is done."""
        super().show()
        self._progress.advance()
        self._show_step()

    def on_mount(self) -> None:
        """Show the first step."""
        super().on_mount()
        self._show_step()

    def _show_step(self) -> None:
        progress = self._progress
        self.query_one(LessonPane).show_step(
            progress.title, self._with_keys(progress.text), self._with_keys(progress.remark)
        )

    def _with_keys(self, text: str) -> str:
        """Return a text with the coder's own keys in the place of names of commands in braces."""
        keys = {
            command.name: shown_key(command.keys[0]) if command.keys else f"“{command.title}” (`:` finds it)"
            for command in self.keymap.commands
        }
        return text.format_map(keys)
