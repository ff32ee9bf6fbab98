"""Small questions: a line of words, yes or no, a longer note, and a text to read."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from qualcode.model import CodeKey

_BOX = "width: 76; max-width: 96%; border: round $primary; background: $surface; padding: 0 1;"


class AskWords(ModalScreen[str | None]):
    """Ask for a line of words."""

    DEFAULT_CSS = f"AskWords {{ align: center middle; }} AskWords Input {{ {_BOX} }}"

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title = title
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the one line."""
        field = Input(self._words, select_on_focus=True)
        field.border_title = self._title
        yield field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words."""
        self.dismiss(event.value)

    def key_escape(self) -> None:
        """Leave without an answer."""
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
        """Take the answer."""
        event.stop()
        if event.key in ("y", "n", "escape"):
            self.dismiss(event.key == "y")


class WriteMemo(ModalScreen[str | None]):
    """Write a note of any length; Esc keeps it (undo takes it back), Ctrl-X throws it away."""

    DEFAULT_CSS = f"WriteMemo {{ align: center middle; }} WriteMemo TextArea {{ {_BOX} height: 14; }}"

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the page to write on."""
        page = TextArea(self._text)
        page.border_title = self._title
        page.border_subtitle = "Esc keep · Ctrl-X throw away"
        page.tab_behavior = "focus"
        yield page

    def on_mount(self) -> None:
        """Go on writing where the note ends."""
        page = self.query_one(TextArea)
        page.move_cursor(page.document.end)

    def on_key(self, event: events.Key) -> None:
        """Keep the note, or throw it away."""
        if event.key in ("escape", "ctrl+s", "ctrl+x"):
            event.stop()
            event.prevent_default()
            text = self.query_one(TextArea).text
            kept = event.key != "ctrl+x" and text != self._text
            self.dismiss(text if kept else None)


class NewCode(ModalScreen[tuple[str, str, CodeKey | None] | None]):
    """Ask for a new code's label, its definition, and the code that it stands under."""

    DEFAULT_CSS = f"NewCode {{ align: center middle; }} NewCode Vertical {{ {_BOX} height: auto; }}"

    def __init__(self, label: str, known: tuple[CodeKey, ...]) -> None:
        super().__init__()
        self._label = label
        self._known = known

    def compose(self) -> ComposeResult:
        """Lay out the three fields; Enter in any of them is enough."""
        with Vertical() as box:
            box.border_title = "A new code"
            box.border_subtitle = "Enter add and give it · Tab next field · Esc leave"
            for name, value in (("Label", self._label), ("Definition", ""), ("Under (a code's key)", "")):
                field = Input(value, placeholder=name, id=name.split()[0].lower())
                field.border_title = name
                yield field

    def on_input_submitted(self) -> None:
        """Take what was written, if it can be a code."""
        label, definition, under = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("label", "definition", "under")
        )
        if not label:
            self.notify("A code needs a label.", severity="warning")
        elif under and under not in self._known:
            self.notify(f"There is no code {under} to put it under.", severity="warning", markup=False)
        else:
            self.dismiss((label, definition, CodeKey(under) if under else None))

    def key_escape(self) -> None:
        """Leave without a new code."""
        self.dismiss(None)


class Read(ModalScreen[None]):
    """Show a text to read."""

    DEFAULT_CSS = f"""
    Read {{ align: center middle; }}
    Read VerticalScroll {{ {_BOX} height: auto; max-height: 90%; }}
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
