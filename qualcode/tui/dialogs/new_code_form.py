"""The form for a new code: its label, its definition, and its parent, chosen from the codes that match."""

from dataclasses import dataclass

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region
from textual.widgets import Input, Static

from qualcode.model import Code, Codebook, CodeKey
from qualcode.text.visible import visible
from qualcode.tui.code_ranking import ranked_codes
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.dialog_regions import DialogRoom
from qualcode.tui.dialogs.question_dialogs import Confirm

_HEIGHT = 12
_FIELD_ROWS = 3
_TOP_LEVEL = "(top level)"


@dataclass(frozen=True, slots=True)
class CodeFields:
    """What is known of a new code."""

    label: str
    definition: str = ""
    parent: CodeKey | None = None


class NewCodeForm(Dialog[CodeFields]):
    """Ask for the label, the definition and the parent of a new code."""

    DEFAULT_CSS = """
    NewCodeForm Horizontal { height: 1; }
    NewCodeForm .name { width: 11; }
    NewCodeForm Input { width: 1fr; }
    NewCodeForm #parents { height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, label: str, codebook: Codebook) -> None:
        super().__init__()
        self.border_title = "New code"
        self.border_subtitle = "Enter add, apply · Tab next · Esc"
        self._label = label
        self._codebook = codebook
        self._codes = [code for code, _ in codebook.walk() if not code.retired]
        self._parents: list[Code | None] = []
        self._selected = 0

    def region_in(self, room: DialogRoom) -> Region:
        """Return a docked region."""
        return room.docked(_HEIGHT)

    def compose(self) -> ComposeResult:
        """Lay out the three fields and the list of parents."""
        for name, value in (("Label", self._label), ("Definition", ""), ("Under", "")):
            with Horizontal():
                yield Static(name, classes="name")
                yield Input(value, id=name.lower(), compact=True, select_on_focus=False)
        yield Static(id="parents")

    def on_mount(self) -> None:
        """Focus the label, and list the parents."""
        self.move_focus(1)
        self._show_parents("")

    @on(Input.Changed, "#under")
    def _parent_typed(self, event: Input.Changed) -> None:
        self._show_parents(event.value)

    def on_resize(self) -> None:
        """List as many parents as fit."""
        self._draw_parents()

    def on_input_submitted(self) -> None:
        """Return the fields, if they can be a code."""
        label, definition, under = self._values()
        if not label:
            self.notify("A code needs a label.", severity="warning")
        elif not self._parents:
            self.notify(f"No code matches {under!r} to put it under.", severity="warning", markup=False)
        else:
            parent = self._parents[self._selected]
            self.close(CodeFields(label, definition, parent.key if parent else None))

    def on_key(self, event: events.Key) -> None:
        """Select a parent, or leave; ask where a label or a definition would be lost."""
        if event.key in ("down", "up", "ctrl+n", "ctrl+p"):
            event.stop()
            event.prevent_default()
            step = 1 if event.key in ("down", "ctrl+n") else -1
            self._selected = (self._selected + step) % max(len(self._parents), 1)
            self._draw_parents()
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            label, definition, _ = self._values()
            if definition or label != self._label.strip():
                self.ask(Confirm("Leave without the new code?", {"y": "leave", "n": "go on"}), self._leave)
            else:
                self.close()

    def _leave(self, answer: str | None) -> None:
        if answer == "y":
            self.close()

    def _values(self) -> tuple[str, str, str]:
        label, definition, under = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("label", "definition", "under")
        )
        return label, definition, under

    def _show_parents(self, typed: str) -> None:
        codes = ranked_codes(self._codes, typed)
        self._parents = [*([] if typed.strip() else [None]), *codes]
        self._selected = 0
        self._draw_parents()

    def _draw_parents(self) -> None:
        height = max(self.size.height - _FIELD_ROWS, 1)
        first = max(0, min(self._selected - height // 2, len(self._parents) - height))
        text = Text()
        for number, code in enumerate(self._parents[first : first + height], start=first):
            row = _TOP_LEVEL
            if code is not None:
                depth = len(self._codebook.ancestors(code.key))
                row = f"{'  ' * depth}{visible(code.key)}  {visible(code.label)}"
            text.append(f"{' ' * 11}{row}\n", style="reverse" if number == self._selected else "")
        if not self._parents:
            text.append(f"{' ' * 11}no code matches", style="italic")
        self.query_one("#parents", Static).update(text)
