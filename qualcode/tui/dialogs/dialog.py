"""Dialogs over the coding screen: widgets that ask something and return an answer.

They are widgets of the screen, not screens of their own: Textual draws everything under a modal screen again
when it opens, which took most of the time. While one is open, it has the focus and gets every key.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.dialogs.dialog_regions import DialogRoom
from qualcode.tui.dialogs.removed_widgets import forget_widgets
from qualcode.tui.painting.contrast import readable
from qualcode.tui.painting.terminal_cells import shortened
from qualcode.tui.widgets.cached_rows import CachedRows

Answer = TypeVar("Answer")
_QUIET_SHARE = 0.6
"""How much of the foreground a quiet colour has; the rest is the background's."""
FRAME_WIDTH, FRAME_HEIGHT = 4, 2
"""Cells of border and padding."""


class Dialog(Widget, Generic[Answer], can_focus=True):
    """A question over the coding screen."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Dialog { layer: dialogs; position: absolute; border: round $primary; background: $surface;
             border-title-color: $foreground; border-subtitle-color: $foreground; padding: 0 1; }
    Dialog:ansi { border: round ansi_default; }
    """

    def region_in(self, room: DialogRoom) -> Region:
        """Return the region of the dialog in a window; docked, so that the selected words are in sight."""
        return room.docked(room.window.height)

    def fit(self, room: DialogRoom) -> Region:
        """Move the dialog to its region, and return it."""
        region = self.region_in(room)
        self.styles.offset = region.offset
        self.styles.width, self.styles.height = region.size
        self.set_reactive(Widget.virtual_size, region.size)  # spares a second layout
        self.refresh_rows()
        return region

    def refresh_rows(self) -> None:
        """Draw the content again; a dialog that draws rows of its own lays them out."""

    def close(self, answer: Answer | None = None) -> None:
        """Close the dialog with an answer; None is closed without one."""
        cast("DialogHost", self.screen).close_dialog(self, answer)

    def ask(self, dialog: "Dialog[Any]", use: Callable[[Any], None]) -> None:
        """Open another dialog over this one."""
        cast("DialogHost", self.screen).open_dialog(dialog, use)

    def move_focus(self, direction: int) -> None:
        """Focus the next (1) or previous (-1) field of the dialog."""
        fields = [field for field in self.query("*") if field.focusable]
        if fields:
            index = fields.index(self.screen.focused) if self.screen.focused in fields else -1
            self.screen.set_focus(fields[(index + direction) % len(fields)])

    async def on_event(self, event: events.Event) -> None:
        """Leave the focus inside the dialog when Tab is typed."""
        if isinstance(event, events.Key) and event.key in ("tab", "shift+tab") and self.children:
            event.stop()
            event.prevent_default()
            self.move_focus(1 if event.key == "tab" else -1)
        else:
            await super().on_event(event)


class RowsDialog(Dialog[Answer], CachedRows):
    """A dialog that draws rows of text, and its frame, by itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows-dialog--frame"}
    DEFAULT_CSS = """
    RowsDialog, RowsDialog:ansi { border: none; padding: 0; }
    RowsDialog > .rows-dialog--frame { color: $primary; }
    RowsDialog:ansi > .rows-dialog--frame { color: ansi_default; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._content: list[Text] = []
        self._strips: dict[int, Strip] = {}

    def rows(self, width: int, height: int) -> list[Text]:
        """Return the rows for a content of this size."""
        raise NotImplementedError

    @property
    def content_height(self) -> int:
        """The number of rows inside the frame."""
        return max(self.outer_size.height - FRAME_HEIGHT, 1)

    def row_at(self, event: events.MouseEvent) -> int:
        """Return the row under the mouse, from 0 inside the frame."""
        return event.y - FRAME_HEIGHT // 2

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Keep the styles: a dialog that is open has the focus."""

    def refresh_rows(self) -> None:
        """Lay out the rows again."""
        self.clear_cache()
        self.refresh()

    def clear_cache(self) -> None:
        """Clear the row cache."""
        self._strips.clear()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the rows at another size."""
        if len(self._strips) != event.size.height or self._strips[0].cell_length != event.size.width:
            self.refresh_rows()

    def strips(self, rows: range) -> list[Strip]:
        """Return these rows of the dialog, the frame included."""
        if not self._strips:
            width, height = self.outer_size
            content = self.rows(max(width - FRAME_WIDTH, 1), self.content_height)
            frame = self._frame_style()
            drawn = [self._edge("╭╮", self.border_title, frame, is_title=True)]
            drawn += [
                self._framed(content[row] if row < len(content) else None, frame) for row in range(height - 2)
            ]
            drawn.append(self._edge("╰╯", self.border_subtitle, frame, is_title=False))
            self._strips = dict(enumerate(drawn))
        return [self._strips.get(row) or self.finish_row([]) for row in rows]

    def _frame_style(self) -> Style:
        try:
            return self.get_component_rich_style("rows-dialog--frame", partial=True)
        except KeyError:  # the styles have not been applied yet; the dialog is drawn again when they are
            return Style()

    def _framed(self, row: Text | None, frame: Style) -> Strip:
        text = Text() if row is None else row.copy()
        text.truncate(max(self.outer_size.width - FRAME_WIDTH, 1), overflow="ellipsis", pad=True)
        segments = [
            Segment(words, self._readable_style(style) if style and style.dim else style)
            for words, style, _ in text.render(self.app.console, end="")
        ]
        return self.finish_row([Segment("│ ", frame), *segments, Segment(" │", frame)])

    def _readable_style(self, style: Style) -> Style:
        """Return a dim style with a quiet colour in its place: terminals dim words too much to be read."""
        return (
            style
            + _quiet_color(self.app.theme_variables["foreground"], self.app.theme_variables["surface"])
            + Style(dim=False)
        )

    def _edge(self, corners: str, words: str | None, frame: Style, *, is_title: bool) -> Strip:
        """Return the upper or the lower edge of the frame, with words on the left or on the right."""
        width = max(self.outer_size.width - 2, 0)
        text = shortened(words or "", max(width - 4, 0))
        words_between = f" {text} " if text else ""
        line = "─" * max(width - cell_len(words_between) - 1, 0)
        before, after = ("─", line) if is_title else (line, "─")
        return self.finish_row(
            [Segment(corners[0] + before, frame), Segment(words_between), Segment(after + corners[1], frame)]
        )


@lru_cache(maxsize=16)
def _quiet_color(foreground: str, surface: str) -> Style:
    """Return a colour between these two that can be read, or none where the terminal chooses the colours."""
    words, background = Color.parse(foreground), Color.parse(surface)
    if words.ansi is not None:
        return Style()
    return Style(color=readable(background.blend(words, _QUIET_SHARE).hex, background.hex))


def fitting_rows(rows: list[Text], height: int) -> list[Text]:
    """Return the rows that fit; the last one says that there is more."""
    if len(rows) <= height:
        return rows
    shown = [*rows[: max(height, 0)]]
    if shown:
        shown[-1] = shown[-1].copy()
        shown[-1].append(" …")
    return shown


class _OpenDialog(NamedTuple):
    dialog: Dialog[Any]
    use: Callable[[Any], None]
    focus_before: Widget | None
    """What had the focus when it opened."""


class DialogHost(Screen[None]):
    """A screen over which dialogs open, one over the other; the last one has the focus."""

    DEFAULT_CSS = "DialogHost { layers: default dialogs; }"
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The widget with the focus; the screen itself draws nothing that shows it."""

    def __init__(self) -> None:
        super().__init__()
        self._open_dialogs: list[_OpenDialog] = []

    @property
    def room(self) -> DialogRoom:
        """The room for dialogs in the window."""
        raise NotImplementedError

    def uncover(self, regions: list[Region]) -> None:
        """Scroll the selected words to where these regions do not cover them; none: no dialog is open."""
        raise NotImplementedError

    @property
    def has_dialog(self) -> bool:
        """Whether a dialog is open."""
        return bool(self._open_dialogs)

    def open_dialog(self, dialog: Dialog[Answer], use: Callable[[Answer | None], None]) -> None:
        """Open a dialog; `use` is called with its answer when it has closed."""
        self._open_dialogs.append(_OpenDialog(dialog, use, self.focused))
        self.fit_dialogs()
        # Before other widgets: Textual numbers them from the last one, and draws those with another number.
        self.mount(dialog, before=len(self._open_dialogs) - 1)
        self.set_focus(dialog)

    def close_dialog(self, dialog: Dialog[Answer], answer: Answer | None) -> None:
        """Close a dialog and those over it, then use its answer."""
        dialogs = [opened.dialog for opened in self._open_dialogs]
        if dialog not in dialogs:
            return
        index = dialogs.index(dialog)
        closed = self._open_dialogs[index]
        del self._open_dialogs[index:]
        for closed_dialog in dialogs[index:]:
            forget_widgets(closed_dialog)
            closed_dialog.remove()
        self.set_focus(closed.focus_before)
        self.fit_dialogs()
        self.call_later(closed.use, answer)

    def fit_dialogs(self) -> None:
        """Fit the open dialogs to the window, and scroll the selected words to where they are in sight."""
        room = self.room
        self.uncover([opened.dialog.fit(room) for opened in self._open_dialogs])

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Lay out the widgets without drawing all of them again: the screen has no content of its own."""
        super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)
        return self

    def set_focus(
        self,
        widget: Widget | None,
        scroll_visible: bool = True,
        from_app_focus: bool = False,
    ) -> None:
        """Focus a widget, but none outside the dialog that is open."""
        top = self._open_dialogs[-1].dialog if self._open_dialogs else None
        if top is None or widget is None or top in widget.ancestors_with_self:
            super().set_focus(widget, scroll_visible, from_app_focus)
