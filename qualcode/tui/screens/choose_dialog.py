"""A list to choose a row from: sources, quotes, memos, acts, or the codings at the cursor."""

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

_PERCENT, _WIDEST = 96, 110
"""The width of the list: per cent of the window, and at most in cells."""
_FRAME = 6
"""Cells for border, padding and scroll bar."""


def row_width(window_width: int) -> int:
    """Return the number of cells of a row in a window of this width."""
    return min(window_width * _PERCENT // 100, _WIDEST) - _FRAME


class ChooseDialog(ModalScreen[tuple[int, str] | None]):
    """Choose a row; the answer is its number, from 0, and the key that chose it."""

    DEFAULT_CSS = f"""
    ChooseDialog {{ align: center middle; }}
    ChooseDialog OptionList {{ width: {_PERCENT}%; max-width: {_WIDEST}; height: auto; max-height: 90%;
                         border: round $primary; background: $surface; padding: 0 1;
                         text-wrap: nowrap; text-overflow: ellipsis; }}
    """

    def __init__(
        self,
        title: str,
        rows: Sequence[Text],
        *,
        keys: Sequence[str] = (),
        hint: str = "Enter choose · Esc close",
        selected: int = 0,
    ) -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._keys = keys
        self._hint = hint
        self._selected = selected

    def compose(self) -> ComposeResult:
        """Lay out the rows."""
        box = OptionList(*(Option(row) for row in self._rows), markup=False)
        box.border_title = self._title
        box.border_subtitle = self._hint
        yield box

    def on_mount(self) -> None:
        """Highlight the first selected row."""
        box = self.query_one(OptionList)
        box.highlighted = self._selected if self._rows else None

    def on_key(self, event: events.Key) -> None:
        """Move with the coding screen's keys, choose by number, or close."""
        box = self.query_one(OptionList)
        if event.key in ("escape", "q"):
            event.stop()
            self.dismiss(None)
        elif event.key in self._keys:
            event.stop()
            self.dismiss((box.highlighted or 0, event.key))
        elif event.key == "j":
            box.action_cursor_down()
        elif event.key == "k":
            box.action_cursor_up()
        elif event.key.isdigit() and 0 < int(event.key) <= len(self._rows):
            event.stop()
            self.dismiss((int(event.key) - 1, "enter"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the row."""
        self.dismiss((event.option_index, "enter"))
