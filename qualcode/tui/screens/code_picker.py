"""The code picker: typed letters search the codes, Enter takes one; the definition of each is shown.

A digit takes the row with that number, unless the typed letters and the digit are in a code's key. Space
ticks a code; where no code matches, it is a letter of a new code's label. Suggested codes come first, then
recent ones, then the codebook in its order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.model import Code, Codebook, CodeKey
from qualcode.text.visible import visible
from qualcode.tui.code_ranking import ranked_codes
from qualcode.tui.color_palette import Palette
from qualcode.tui.screens.question_dialogs import ReadText

_ROWS = 9


@dataclass(frozen=True, slots=True)
class PickerResult:
    """Chosen codes, and the label of a new one."""

    keys: tuple[CodeKey, ...] = ()
    new: str = ""


class CodePicker(ModalScreen[PickerResult | None]):
    """Choose one code or several."""

    DEFAULT_CSS = """
    CodePicker { align: center middle; }
    CodePicker > Vertical { width: 76; max-width: 96%; height: 20; border: round $primary;
                        background: $surface; padding: 0 1; }
    CodePicker #query { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CodePicker #rows { height: 10; text-wrap: nowrap; text-overflow: ellipsis; }
    CodePicker #about { height: 1fr; border-top: solid $primary; }
    """
    BINDINGS: ClassVar = []

    def __init__(
        self,
        title: str,
        codebook: Codebook,
        palette: Palette,
        first: Sequence[CodeKey],
        *,
        several: bool = True,
    ) -> None:
        super().__init__()
        self._title = title
        self._palette = palette
        self._codebook = codebook
        self._codes = [code for code, _ in codebook.walk() if not code.retired]
        self._first = list(dict.fromkeys(first))
        self._several = several
        self._typed = ""
        self._matches: list[Code] = []
        self._selected = 0
        self._ticked: list[CodeKey] = []

    def compose(self) -> ComposeResult:
        """Lay out the typed text, the matching codes, and the definition of the selected one."""
        box = Vertical(Static(id="query"), Static(id="rows"), Static(id="about"))
        box.border_title = self._title
        several = "Space several · " if self._several else ""
        box.border_subtitle = f"Enter take · {several}1-9 · → define · Esc"
        yield box

    def on_mount(self) -> None:
        """Show the whole codebook."""
        self._search()

    def on_key(self, event: events.Key) -> None:
        """Search, move, tick, or take a code."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self._take(self._selected)
        elif event.key in ("down", "ctrl+n", "tab"):
            self._move(1)
        elif event.key in ("up", "ctrl+p", "shift+tab"):
            self._move(-1)
        elif event.key == "right":
            self._define()
        elif event.key == "backspace":
            self._search(self._typed[:-1])
        elif event.key == "space" and self._several and self._matches:
            self._tick()
        elif event.character and event.character.isprintable():
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Search for pasted text."""
        event.stop()
        self._search(self._typed + " ".join(event.text.split()))

    def _type(self, character: str) -> None:
        longer = (self._typed + character).casefold()
        is_in_key = bool(self._typed) and any(longer in code.key.casefold() for code in self._codes)
        if character in "123456789" and not is_in_key and int(character) <= len(self._matches):
            self._take(self._first_row() + int(character) - 1)
        else:
            self._search(self._typed + character)

    def _search(self, typed: str = "") -> None:
        self._typed = typed
        self._matches = ranked_codes(self._codes, typed, self._first)
        self._selected = 0
        self._show()

    def _move(self, direction: int) -> None:
        if self._matches:
            self._selected = (self._selected + direction) % len(self._matches)
            self._show()

    def _define(self) -> None:
        if self._matches:
            self.app.push_screen(ReadText("Code", self._description()))

    def _tick(self) -> None:
        key = self._matches[self._selected].key
        if key in self._ticked:
            self._ticked.remove(key)
        else:
            self._ticked.append(key)
        self._typed = ""
        self._show()

    def _take(self, row: int) -> None:
        if not self._matches:
            new = self._typed.strip()
            self.dismiss(PickerResult(keys=tuple(self._ticked), new=new) if new else None)
            return
        if row < len(self._matches):
            taken = self._matches[row].key
            ticked_others = [key for key in self._ticked if key != taken]
            # Enter after ticking takes the ticked codes only; a digit adds its row to them.
            chosen = self._ticked if self._ticked and row == self._selected else [*ticked_others, taken]
            self.dismiss(PickerResult(keys=tuple(chosen)))

    def _first_row(self) -> int:
        return max(0, min(self._selected - _ROWS // 2, len(self._matches) - _ROWS))

    def _show(self) -> None:
        query = Text(f"> {visible(self._typed)}▏")
        if self._ticked:
            query.append(f"   ✓ {', '.join(map(visible, self._ticked))}", style="dim")
        self.query_one("#query", Static).update(query)
        self.query_one("#rows", Static).update(self._rows())
        self.query_one("#about", Static).update(self._description())

    def _rows(self) -> Text:
        if not self._matches:
            return Text(f"No code matches. Enter makes a new one: «{visible(self._typed)}»", style="bold")
        first = self._first_row()
        text = Text()
        for row, code in enumerate(self._matches[first : first + _ROWS]):
            ticked = "✓" if code.key in self._ticked else " "
            star = "•" if code.key in self._first else " "
            parents = " > ".join(visible(parent.title) for parent in self._codebook.ancestors(code.key))
            line = f"{row + 1}{ticked}{star}{visible(code.key):<22} {visible(code.label)}  "
            start = len(text)
            text.append(line)
            text.append(parents, style="dim")
            text.append("\n")
            text.stylize(self._palette.edge(code.key), start + 3, start + 3 + len(code.key))
            if first + row == self._selected:
                text.stylize("reverse", start, start + len(line))
        if len(self._matches) > first + _ROWS:
            text.append(f"  … {len(self._matches) - first - _ROWS} more", style="dim")
        return text

    def _description(self) -> Text:
        return code_description(self._matches[self._selected]) if self._matches else Text()


def code_description(code: Code) -> Text:
    """Return what the codebook says of a code: definition, when to use it and when not, examples."""
    text = Text()
    text.append(f"{visible(code.key)}  ", style="bold")
    text.append(visible(code.label))
    fields = (("", code.definition or code.brief), ("Use", code.when_to_use), ("Not", code.when_not_to_use))
    for name, words in fields:
        if words:
            text.append("\n")
            text.append(f"{name}: " if name else "", style="bold")
            text.append(visible(" ".join(words.split())))
    for example in code.examples:
        text.append("\n")
        text.append("e.g. ", style="dim")
        text.append(visible(" ".join(example.split())), style="italic")
    return text
