"""The code picker: typed letters search the codes, Enter takes one; the definition of each is shown.

A digit takes the row that shows it. Where the typed letters and a digit are in a code's key, the rows have no
digits, and it goes on with the search. Space ticks a code. Suggested codes come first, then recent ones, then
the codebook in its order; the last rows make a new code of the typed letters or of the selected words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.geometry import Region

from qualcode.model import Code, Codebook, CodeKey
from qualcode.text.visible import visible
from qualcode.tui.code_ranking import ranked_codes
from qualcode.tui.dialogs.code_description import code_description
from qualcode.tui.dialogs.dialog import RowsDialog, fitting_rows
from qualcode.tui.dialogs.dialog_regions import DialogRoom
from qualcode.tui.dialogs.new_code_form import CodeFields, NewCodeForm
from qualcode.tui.dialogs.question_dialogs import ReadText
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.shortened_labels import distinct_names
from qualcode.tui.painting.terminal_cells import column, shortened

_MOST_ROWS = 9
_HEIGHT = 12
_MINIMUM_WIDTH_OF_TWO_COLUMNS = 68
_DEFINITION_ROWS = 2
"""Rows of the definition where it stands below the codes in a low dialog."""
_WIDEST_KEY = 22
_DIGITS = "123456789"


@dataclass(frozen=True, slots=True)
class PickerResult:
    """Chosen codes, and the label, definition and parent of a new one."""

    keys: tuple[CodeKey, ...] = ()
    new: CodeFields | None = None


@dataclass(frozen=True, slots=True)
class _NewCodeRow:
    """A row that makes a new code with this label."""

    title: str
    label: str


class CodePicker(RowsDialog[PickerResult]):
    """Choose one code or several, or make a new one."""

    def __init__(
        self,
        title: str,
        codebook: Codebook,
        palette: Palette,
        first: Sequence[CodeKey],
        *,
        several: bool = True,
        in_vivo: str = "",
    ) -> None:
        """Search a codebook; `first` has the codes to list first, `in_vivo` the selected words."""
        super().__init__()
        self.border_title = title
        self.border_subtitle = f"Enter take · {'Space tick · ' if several else ''}→ define · Esc"
        self._palette = palette
        self._codebook = codebook
        self._codes = [code for code, _ in codebook.walk() if not code.retired]
        self._first = [key for key in dict.fromkeys(first) if key in codebook]
        self._several = several
        self._in_vivo = in_vivo
        self._typed = ""
        self._matches: list[Code | _NewCodeRow] = []
        self._selected = 0
        self._ticked: list[CodeKey] = []
        self._visible_rows = _MOST_ROWS
        self._search()

    def region_in(self, room: DialogRoom) -> Region:
        """Return a docked region."""
        return room.docked(_HEIGHT)

    def on_key(self, event: events.Key) -> None:
        """Search, move, tick, or take a code."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.close()
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
        elif event.key == "space" and self._several and isinstance(self._matches[self._selected], Code):
            self._tick()
        elif event.character and event.character.isprintable():
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Search for pasted text."""
        event.stop()
        self._search(self._typed + " ".join(event.text.split()))

    def on_click(self, event: events.Click) -> None:
        """Take the row under the mouse."""
        row = self.row_at(event) - 1
        if 0 <= row < self._visible_rows:
            self._take(self._first_row() + row)

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self._move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self._move(-1)

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the typed text, the matching rows, and the definition beside or below them."""
        two_columns = width >= _MINIMUM_WIDTH_OF_TWO_COLUMNS
        is_low = height <= _HEIGHT
        below = 0 if two_columns else _DEFINITION_ROWS if is_low else height - 1 - _MOST_ROWS
        self._visible_rows = max(min(_MOST_ROWS, height - 1 - below), 1)
        list_width = width // 2 if two_columns else width
        about_width = width - list_width - 2 if two_columns else width
        codes = self._code_rows(list_width)
        codes += [Text()] * (self._visible_rows - len(codes))
        about = list(self._about().wrap(self.app.console, max(about_width, 1)))
        if two_columns:
            about = fitting_rows(about, len(codes))
            about += [Text()] * (len(codes) - len(about))
            pairs = zip(codes, about, strict=True)
            return [self._query_row(), *(_side_by_side(*pair, list_width) for pair in pairs)]
        rule = [] if is_low else [Text("─" * width, style="dim")]
        return [self._query_row(), *codes, *rule, *fitting_rows(about, below - len(rule))]

    def _type(self, character: str) -> None:
        row = self._first_row() + int(character) - 1 if character in _DIGITS else len(self._matches)
        if self._digits_take() and row < min(self._first_row() + self._visible_rows, len(self._matches)):
            self._take(row)
        else:
            self._search(self._typed + character)

    def _digits_take(self) -> bool:
        """Whether a digit takes a row; otherwise it goes on with the key of a code that has digits."""
        typed = self._typed.casefold()
        keys = [code.key.casefold() for code in self._codes] if typed else []
        return not any(typed + digit in key for key in keys for digit in _DIGITS)

    def _search(self, typed: str = "") -> None:
        self._typed = typed
        codes = ranked_codes(self._codes, typed, self._first)
        label = typed.strip()
        new: list[_NewCodeRow] = []
        if label and not any(label.casefold() in (code.key, code.label.casefold()) for code in codes):
            new.append(_NewCodeRow("+ new code", label))
        if self._in_vivo and not (label and codes):
            new.append(_NewCodeRow("+ in vivo", self._in_vivo))
        self._matches = [*codes, *new] or [_NewCodeRow("+ new code", label)]
        self._selected = 0
        self.refresh_rows()

    def _move(self, direction: int) -> None:
        self._selected = (self._selected + direction) % len(self._matches)
        self.refresh_rows()

    def _define(self) -> None:
        if isinstance(self._matches[self._selected], Code):
            self.ask(ReadText("Code", self._about(), docked=True), lambda _: None)

    def _tick(self) -> None:
        code = self._matches[self._selected]
        if isinstance(code, Code):
            if code.key in self._ticked:
                self._ticked.remove(code.key)
            else:
                self._ticked.append(code.key)
            self._typed = ""
            self.refresh_rows()

    def _take(self, row: int) -> None:
        if row >= len(self._matches):
            return
        taken = self._matches[row]
        if isinstance(taken, _NewCodeRow):
            self.ask(NewCodeForm(taken.label, self._codebook), self._add_new)
            return
        ticked_others = [key for key in self._ticked if key != taken.key]
        # Enter after ticking takes the ticked codes only; a digit adds its row to them.
        chosen = self._ticked if self._ticked and row == self._selected else [*ticked_others, taken.key]
        self.close(PickerResult(keys=tuple(chosen)))

    def _add_new(self, fields: CodeFields | None) -> None:
        if fields is not None:
            self.close(PickerResult(keys=tuple(self._ticked), new=fields))

    def _first_row(self) -> int:
        rows = self._visible_rows
        return max(0, min(self._selected - rows // 2, len(self._matches) - rows))

    def _query_row(self) -> Text:
        query = Text(f"> {visible(self._typed)}▏")
        if self._ticked:
            query.append(f"   ✓ {', '.join(map(visible, self._ticked))}", style="dim")
        return query

    def _code_rows(self, width: int) -> list[Text]:
        first = self._first_row()
        shown = self._matches[first : first + self._visible_rows]
        key_width = min(max((len(code.key) for code in self._codes), default=8), _WIDEST_KEY, width // 2)
        rows = []
        for number, match in enumerate(shown):
            digit = _DIGITS[number] if self._digits_take() else " "
            row = (
                self._new_row(match, digit)
                if isinstance(match, _NewCodeRow)
                else self._row(match, digit, key_width)
            )
            row.truncate(width, overflow="ellipsis", pad=False)
            if first + number == self._selected:
                row.stylize("reverse")
            rows.append(row)
        below = len(self._matches) - first - len(shown)
        if below and rows:
            rows[-1].truncate(max(width - 12, 1), overflow="ellipsis", pad=True)
            rows[-1].append(f"  {'↓'} {below} more"[:12], style="dim")
        return rows

    def _row(self, code: Code, digit: str, key_width: int) -> Text:
        ticked = "✓" if code.key in self._ticked else " "
        recent = "•" if code.key in self._first else " "
        row = Text(f"{digit}{ticked}{recent}")
        keys = distinct_names(self._codebook.keys, key_width)
        row.append(column(keys[code.key], key_width), style=self._palette.edge(code.key))
        row.append(f" {visible(code.label)}")
        parents = " > ".join(visible(parent.title) for parent in self._codebook.ancestors(code.key))
        return row.append(f"  {parents}", style="dim") if parents else row

    def _new_row(self, new: _NewCodeRow, digit: str) -> Text:
        row = Text(f"{digit}  {new.title}: ", style="bold")
        return row.append(f"«{shortened(new.label, 40)}»")

    def _about(self) -> Text:
        match = self._matches[self._selected]
        if isinstance(match, Code):
            return code_description(match)
        return Text("Makes a new code: asks for its label, definition and parent, then applies it.")


def _side_by_side(left: Text, right: Text, left_width: int) -> Text:
    row = left.copy()
    row.truncate(left_width, overflow="ellipsis", pad=True)
    return row.append("│ ", style="dim").append_text(right)
