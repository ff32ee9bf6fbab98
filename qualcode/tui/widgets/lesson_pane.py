"""The pane over the transcript that shows a step of the tutorial."""

from rich.text import Text
from textual.widgets import Static

_WIDEST = 72
"""Width of the text in cells: what a dialog beside the transcript leaves free."""


class LessonPane(Static):
    """The title of a step, what to do, and a remark on what was done instead."""

    DEFAULT_CSS = f"""
    LessonPane {{ height: auto; max-height: 7; background: $panel; color: $foreground; padding: 0 1; }}
    LessonPane > * {{ max-width: {_WIDEST}; }}
    """

    def show_step(self, title: str, text: str, remark: str) -> None:
        """Show a step."""
        content = Text()
        content.append(title, style="bold")
        content.append("\n" + text)
        if remark:
            content.append("\n" + remark, style="italic")
        self.update(content)
