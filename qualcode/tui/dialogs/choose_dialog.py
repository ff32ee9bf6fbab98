"""A list to choose a row from: sources, quotes, memos, acts, or the codings at the cursor."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from rich.text import Text
from textual import events
from textual.geometry import Region

from qualcode.tui.dialogs.dialog import FRAME_HEIGHT, FRAME_WIDTH, RowsDialog
from qualcode.tui.dialogs.dialog_regions import DialogRoom

_WIDEST = 110
"""Largest width of a list, in cells."""
_PERCENT = 96
_STEPS = {"j": 1, "down": 1, "ctrl+n": 1, "k": -1, "up": -1, "ctrl+p": -1}

Item = TypeVar("Item")


def row_width(window_width: int) -> int:
    """Return the number of cells of a row in a window of this width."""
    return min(window_width * _PERCENT // 100, _WIDEST) - FRAME_WIDTH


def drawn_rows(items: Sequence[Item], draw: Callable[[Item], Text]) -> list[Callable[[], Text]]:
    """Return the rows of a long list, each to be drawn when it comes into view."""
    return [partial(draw, item) for item in items]


class ChooseDialog(RowsDialog[tuple[int, str]]):
    """Choose a row; the answer is its number, from 0, and the key that chose it."""

    def __init__(
        self,
        title: str,
        rows: Sequence[Text | Callable[[], Text]],
        *,
        keys: Sequence[str] = (),
        hint: str = "Enter choose · Esc close",
        selected: int = 0,
        docked: bool = False,
    ) -> None:
        """List rows; a `docked` list leaves the selected words in sight."""
        super().__init__()
        self.border_title = title
        self.border_subtitle = hint
        self._choices = rows
        self._keys = keys
        self._selected = selected
        self._docked = docked
        self._top = 0

    def region_in(self, room: DialogRoom) -> Region:
        """Return a region as high as the rows need."""
        height = max(len(self._choices), 1) + FRAME_HEIGHT
        if not self._docked:
            return room.centred(row_width(room.window.width) + FRAME_WIDTH, height)
        docked = room.docked(height)
        return Region(docked.x, docked.y, docked.width, min(docked.height, height))

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the visible rows; the selected one is reversed."""
        del width
        last_top = max(len(self._choices) - height, 0)
        self._top = min(max(self._top, self._selected - height + 1, 0), self._selected, last_top)
        if not self._choices:
            return [Text("Nothing here yet.", style="dim")]
        numbers = range(self._top, min(self._top + height, len(self._choices)))
        choices = [self._choices[number] for number in numbers]
        rows = [choice.copy() if isinstance(choice, Text) else choice() for choice in choices]
        rows[self._selected - self._top].stylize("reverse")
        return rows

    def on_key(self, event: events.Key) -> None:
        """Move with the coding screen's keys, choose by number, or close."""
        event.stop()
        event.prevent_default()
        if event.key in ("escape", "q"):
            self.close()
        elif event.key in self._keys:
            if self._choices:
                self.close((self._selected, event.key))
        elif event.key == "enter":
            self._choose(self._selected)
        elif event.key in _STEPS:
            self._move(self._selected + _STEPS[event.key])
        elif event.key in ("pagedown", "pageup"):
            self._move(self._selected + self.content_height * (1 if event.key == "pagedown" else -1))
        elif event.key in ("home", "end"):
            self._move(0 if event.key == "home" else len(self._choices) - 1)
        elif event.key.isdigit() and 0 < int(event.key) <= len(self._choices):
            self._choose(int(event.key) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        row = self.choice_at(self.row_at(event))
        if row is not None:
            self._choose(row)

    def choice_at(self, y: int) -> int | None:
        """Return the choice on a row of the content, from 0; None where there is none."""
        row = self._top + y
        return row if 0 <= y < self.content_height and row < len(self._choices) else None

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self._move(self._selected + 1)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self._move(self._selected - 1)

    def _move(self, row: int) -> None:
        self._selected = min(max(row, 0), max(len(self._choices) - 1, 0))
        self.refresh_rows()

    def _choose(self, row: int) -> None:
        self.close((row, "enter") if self._choices else None)
