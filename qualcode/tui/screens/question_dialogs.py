"""Dialogs that ask for a line of text, yes or no, a memo or a new code, and one that shows a text."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from qualcode.model import CodeKey

_BOX = "width: 76; max-width: 96%; border: round $primary; background: $surface; padding: 0 1;"


class AskWords(ModalScreen[str | None]):
    """Ask for a line of text."""

    DEFAULT_CSS = f"AskWords {{ align: center middle; }} AskWords Input {{ {_BOX} }}"

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title = title
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the input field."""
        field = Input(self._words, select_on_focus=True)
        field.border_title = self._title
        yield field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the text."""
        self.dismiss(event.value)

    def key_escape(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """Ask yes or no."""

    DEFAULT_CSS = f"Confirm {{ align: center middle; }} Confirm Static {{ {_BOX} }}"

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        box = Static(Text(self._question))
        box.border_subtitle = "y yes · n no"
        yield box

    def on_key(self, event: events.Key) -> None:
        """Return the answer to the question."""
        event.stop()
        if event.key in ("y", "n", "escape"):
            self.dismiss(event.key == "y")


class WriteMemo(ModalScreen[str | None]):
    """Write a memo of any length; Esc saves it (undo restores the old one), Ctrl-X discards it."""

    DEFAULT_CSS = f"WriteMemo {{ align: center middle; }} WriteMemo TextArea {{ {_BOX} height: 14; }}"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the text area."""
        area = TextArea(self._text)
        area.border_title = self._title
        area.border_subtitle = "Esc save · Ctrl-X discard"
        area.tab_behavior = "focus"
        yield area

    def on_mount(self) -> None:
        """Put the cursor at the end of the text."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def on_key(self, event: events.Key) -> None:
        """Save the memo, or discard it."""
        if event.key in ("escape", "ctrl+s", "ctrl+x"):
            event.stop()
            event.prevent_default()
            text = self.query_one(TextArea).text
            is_saved = event.key != "ctrl+x" and text != self._text
            self.dismiss(text if is_saved else None)


class NewCode(ModalScreen[tuple[str, str, CodeKey | None] | None]):
    """Ask for a new code's label, its definition, and the key of its parent."""

    DEFAULT_CSS = f"NewCode {{ align: center middle; }} NewCode Vertical {{ {_BOX} height: auto; }}"

    def __init__(self, label: str, existing_keys: tuple[CodeKey, ...]) -> None:
        super().__init__()
        self._label = label
        self._existing_keys = existing_keys

    def compose(self) -> ComposeResult:
        """Lay out the three fields; Enter in any of them submits all."""
        with Vertical() as box:
            box.border_title = "A new code"
            box.border_subtitle = "Enter add and apply it · Tab next field · Esc leave"
            for name, value in (("Label", self._label), ("Definition", ""), ("Under (a code's key)", "")):
                field = Input(value, placeholder=name, id=name.split()[0].lower())
                field.border_title = name
                yield field

    def on_input_submitted(self) -> None:
        """Return the fields if they can be a code."""
        label, definition, under = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("label", "definition", "under")
        )
        if not label:
            self.notify("A code needs a label.", severity="warning")
        elif under and under not in self._existing_keys:
            self.notify(f"There is no code {under} to put it under.", severity="warning", markup=False)
        else:
            self.dismiss((label, definition, CodeKey(under) if under else None))

    def key_escape(self) -> None:
        """Close without a new code."""
        self.dismiss(None)


class ReadText(ModalScreen[None]):
    """Show a text to read."""

    DEFAULT_CSS = f"""
    ReadText {{ align: center middle; }}
    ReadText VerticalScroll {{ {_BOX} height: auto; max-height: 90%; }}
    """

    def __init__(self, title: str, text: Text) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        with VerticalScroll() as box:
            box.border_title = self._title
            box.border_subtitle = "Esc close"
            yield Static(self._text)

    def on_key(self, event: events.Key) -> None:
        """Scroll with the coding screen's keys, or close."""
        box = self.query_one(VerticalScroll)
        if event.key in ("escape", "q", "enter", "question_mark"):
            event.stop()
            self.dismiss(None)
        elif event.key == "j":
            box.scroll_down(animate=False)
        elif event.key == "k":
            box.scroll_up(animate=False)
