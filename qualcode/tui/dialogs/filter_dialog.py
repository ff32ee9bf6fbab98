"""A list that typed words filter: only the rows with all of them are left."""

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.geometry import Region

from qualcode.text.folded_text import fold
from qualcode.tui.dialogs.choose_dialog import ChooseDialog
from qualcode.tui.dialogs.dialog import FRAME_WIDTH, fitting_rows
from qualcode.tui.dialogs.dialog_regions import DialogRoom

_HIGHEST_HEADING = 6
"""Maximum number of rows of the text above the list."""


class FilterDialog(ChooseDialog):
    """Choose a row of a list that typed words filter; the answer counts in the whole list."""

    def __init__(
        self,
        title: str,
        rows: Sequence[Text | Callable[[], Text]],
        *,
        keys: Sequence[str] = (),
        hint: str = "type to filter · Enter choose · Esc close",
        selected: int = 0,
        heading: Text | None = None,
    ) -> None:
        """List rows below a `heading`; `keys` choose the selected row, too."""
        super().__init__(title, rows, keys=keys, hint=hint, selected=selected)
        self._all_choices = rows
        self._heading = heading
        self._typed = ""
        self._positions: Sequence[int] = range(len(rows))
        """The rows of the whole list that are shown."""
        self._search_texts: list[str] | None = None

    def region_in(self, room: DialogRoom) -> Region:
        """Return a region as high as heading, filter and all rows need, so that it keeps its size."""
        listed = super().region_in(room)
        more = 1 + len(self._heading_rows(listed.width - FRAME_WIDTH))
        return room.centred(listed.width, listed.height + more)

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the heading, the filter and the visible rows."""
        heading = self._heading_rows(width)
        top = [*heading, self._filter_row()]
        if self._all_choices and not self._choices:
            return [*top, Text("No row has these words. Backspace removes a letter.", style="dim")]
        return [*top, *super().rows(width, max(height - len(top), 1))]

    def on_key(self, event: events.Key) -> None:
        """Filter by letters and digits; Esc empties the filter, then closes."""
        character = event.character or ""
        if len(character) == 1 and character.isprintable() and event.key not in self._keys:
            self._filter(self._typed + character)
        elif event.key == "backspace":
            self._filter(self._typed[:-1])
        elif event.key == "escape" and self._typed:
            self._filter("")
        else:
            super().on_key(event)
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Filter by pasted words."""
        event.stop()
        self._filter(self._typed + " ".join(event.text.split()))

    def choice_at(self, y: int) -> int | None:
        """Return the choice on a row below heading and filter."""
        above = 1 + len(self._heading_rows(self.size.width - FRAME_WIDTH))
        return super().choice_at(y - above) if y >= above else None

    def close(self, answer: tuple[int, str] | None = None) -> None:
        """Close with the number of the row in the whole list."""
        super().close(None if answer is None else (self._positions[answer[0]], answer[1]))

    def _filter(self, typed: str) -> None:
        """Show the rows that have all the typed words, ignoring case; keep the selected row if it is one."""
        selected = self._positions[self._selected] if self._positions else 0
        self._typed = typed
        words = fold(typed).casefold().split()
        self._positions = [
            position
            for position, text in enumerate(self._texts_to_search())
            if all(word in text for word in words)
        ]
        self._choices = [self._all_choices[position] for position in self._positions]
        self._selected = self._positions.index(selected) if selected in self._positions else 0
        self._top = 0
        self.refresh_rows()

    def _texts_to_search(self) -> list[str]:
        if self._search_texts is None:
            drawn = (choice if isinstance(choice, Text) else choice() for choice in self._all_choices)
            self._search_texts = [fold(row.plain).casefold() for row in drawn]
        return self._search_texts

    def _filter_row(self) -> Text:
        row = Text(f"> {self._typed}▏", no_wrap=True)
        if self._typed:
            row.append(f"  {len(self._choices)} of {len(self._all_choices)}", style="dim")
        return row

    def _heading_rows(self, width: int) -> list[Text]:
        if self._heading is None:
            return []
        wrapped = list(self._heading.wrap(self.app.console, max(width, 1)))
        return [*fitting_rows(wrapped, _HIGHEST_HEADING), Text()]
