"""The box in which a memo is written, docked beside or below the words that it is about."""

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.dialog_regions import DialogRoom
from qualcode.tui.dialogs.question_dialogs import Confirm

_HEIGHT = 10
_WIDEST = 60


class _MemoText(TextArea):
    """A text area that is blank until its styles have been applied; Textual may draw it before."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of a region."""
        try:
            return super().render_lines(crop)
        except KeyError:  # no styles yet; it is drawn again when they are there
            return [Strip.blank(crop.width)] * crop.height


class MemoBox(Dialog[str]):
    """Write a memo of any length; Ctrl-S saves it, Esc asks whether to save what has changed."""

    DEFAULT_CSS = "MemoBox TextArea { width: 1fr; height: 1fr; }"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self.border_title = title
        self.border_subtitle = "Ctrl-S save · Esc leave"
        self._text = text

    def region_in(self, room: DialogRoom) -> Region:
        """Return a docked region."""
        return room.docked(_HEIGHT, widest=_WIDEST)

    def compose(self) -> ComposeResult:
        """Lay out the text area."""
        yield _MemoText(self._text, tab_behavior="focus", compact=True)

    def on_mount(self) -> None:
        """Put the cursor at the end of the text."""
        self.move_focus(1)
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def on_key(self, event: events.Key) -> None:
        """Save the memo, or leave it as it was; ask where written text would be lost."""
        if event.key not in ("escape", "ctrl+s"):
            return
        event.stop()
        event.prevent_default()
        text = self.query_one(TextArea).text
        if text == self._text:
            self.close()
        elif event.key == "ctrl+s":
            self.close(text)
        else:
            self.ask(Confirm("Save the memo?", {"y": "save", "n": "discard it"}), self._save_or_discard)

    def _save_or_discard(self, answer: str | None) -> None:
        if answer is not None:
            self.close(self.query_one(TextArea).text if answer == "y" else None)
