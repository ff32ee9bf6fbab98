"""Dialogs that ask for a line of text or for yes or no, and one that shows a text."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.widgets import Input

from qualcode.tui.dialogs.dialog import FRAME_HEIGHT, FRAME_WIDTH, Dialog, RowsDialog
from qualcode.tui.dialogs.dialog_regions import DialogRoom

_WIDTH = 76


class AskWords(Dialog[str]):
    """Ask for a line of text."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self.border_title = title
        self.border_subtitle = "Enter · Esc leave"
        self._words = words

    def region_in(self, room: DialogRoom) -> Region:
        """Return the region of one row at the foot of the window."""
        width, height = room.window
        return Region(0, max(height - FRAME_HEIGHT - 1, 0), width, FRAME_HEIGHT + 1)

    def compose(self) -> ComposeResult:
        """Lay out the input field."""
        yield Input(self._words, select_on_focus=True, compact=True)

    def on_mount(self) -> None:
        """Focus the field."""
        self.move_focus(1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the text."""
        self.close(event.value)

    def on_key(self, event: events.Key) -> None:
        """Close without an answer."""
        if event.key == "escape":
            event.stop()
            self.close()


class Confirm(RowsDialog[str]):
    """Ask a question that is answered by a key; Enter means yes, Esc is no answer."""

    def __init__(self, question: str, answers: dict[str, str] | None = None) -> None:
        """Ask; `answers` has what each key means, the first one also by Enter."""
        super().__init__()
        self._question = question
        self._answers = answers or {"y": "yes", "n": "no"}
        first, *others = (f"{key} {meaning}" for key, meaning in self._answers.items())
        self.border_subtitle = " · ".join([f"Enter or {first}", *others, "Esc leave"])

    def region_in(self, room: DialogRoom) -> Region:
        """Return the region of the question, docked."""
        docked = room.docked(FRAME_HEIGHT + 3)
        height = len(self.rows(docked.width - FRAME_WIDTH, 0)) + FRAME_HEIGHT
        bottom = docked.bottom
        return Region(docked.x, max(bottom - height, 0), docked.width, min(height, bottom))

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the question, wrapped."""
        del height
        return list(Text(self._question).wrap(self.app.console, max(width, 1)))

    def on_key(self, event: events.Key) -> None:
        """Return the key of the answer."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.close()
        elif event.key == "enter":
            self.close(next(iter(self._answers)))
        elif event.key in self._answers:
            self.close(event.key)


class ReadText(RowsDialog[None]):
    """Show a text to read."""

    def __init__(self, title: str, text: Text, *, docked: bool = False) -> None:
        super().__init__()
        self.border_title = title
        self.border_subtitle = "↓↑ scroll · Esc close"
        self._text = text
        self._docked = docked
        self._top = 0

    def region_in(self, room: DialogRoom) -> Region:
        """Return a region as high as the text needs."""
        width = room.centred(_WIDTH, 1).width
        height = len(self._wrapped(width - FRAME_WIDTH)) + FRAME_HEIGHT
        return room.docked(height) if self._docked else room.centred(width, height)

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the visible rows of the text."""
        wrapped = self._wrapped(width)
        self._top = min(max(self._top, 0), max(len(wrapped) - height, 0))
        return wrapped[self._top : self._top + height]

    def on_key(self, event: events.Key) -> None:
        """Scroll with the coding screen's keys, or close."""
        event.stop()
        event.prevent_default()
        page = max(self.content_height - 1, 1)
        steps = {"j": 1, "down": 1, "pagedown": page, "ctrl+d": page, "space": page, "end": len(self._text)}
        steps |= {"k": -1, "up": -1, "pageup": -page, "ctrl+u": -page, "home": -len(self._text)}
        if event.key in ("escape", "q", "enter", "question_mark"):
            self.close()
        elif event.key in steps:
            self._top += steps[event.key]
            self.refresh_rows()

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self._top += 1
        self.refresh_rows()

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self._top -= 1
        self.refresh_rows()

    def _wrapped(self, width: int) -> list[Text]:
        return list(self._text.wrap(self.app.console, max(width, 1)))
