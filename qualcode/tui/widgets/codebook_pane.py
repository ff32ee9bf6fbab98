"""The codebook beside the transcript: the tree, with how often each code stands here and in all."""

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.model import CodeKey
from qualcode.tui.cells import column
from qualcode.tui.palette import Palette
from qualcode.workflows.desk import counts_here
from qualcode.workflows.session import Session

_NAME, _COUNTS = 23, 8


class CodebookPane(OptionList):
    """The tree of codes; Enter shows a code's definition."""

    DEFAULT_CSS = """
    CodebookPane { width: 34; height: 1fr; border: none; border-left: solid $primary; background: $background;
                   padding: 0; scrollbar-size: 1 1; }
    CodebookPane:focus { border: none; border-left: solid $accent; }
    """

    class Chosen(Message):
        """A code was chosen, to read what it means."""

        def __init__(self, key: CodeKey) -> None:
            super().__init__()
            self.key = key

    class Left(Message):
        """The coder goes back to the transcript."""

    def __init__(self, session: Session, palette: Palette) -> None:
        super().__init__(markup=False)
        self._session = session
        self._palette = palette
        self._shown: dict[CodeKey, str] = {}

    def show_counts(self, palette: Palette) -> None:
        """Draw the rows that are others now."""
        self._palette = palette
        here = counts_here(self._session.desk)
        rows = {key: self._row(key, here) for key in self._session.force.codebook.keys}
        if list(rows) != list(self._shown):
            self.set_options(Option(self._styled(key, row)) for key, row in rows.items())
            self.highlighted = 0 if rows else None
        else:
            for index, (key, row) in enumerate(rows.items()):
                if self._shown[key] != row:
                    self.replace_option_prompt_at_index(index, self._styled(key, row))
        self._shown = rows

    @property
    def marked(self) -> CodeKey:
        """The code that is marked in the tree."""
        return list(self._shown)[self.highlighted or 0] if self._shown else CodeKey("")

    def on_mount(self) -> None:
        """Draw all rows."""
        self.show_counts(self._palette)

    def on_key(self, event: events.Key) -> None:
        """Move with the transcript's keys; go back to it."""
        if event.key in ("tab", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif event.key == "j":
            self.action_cursor_down()
        elif event.key == "k":
            self.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell which code was chosen."""
        event.stop()
        self.post_message(self.Chosen(list(self._shown)[event.option_index]))

    def _row(self, key: CodeKey, here: dict[CodeKey, int]) -> str:
        session = self._session
        depth = len(session.force.codebook.ancestors(key))
        digit = str(session.recent.index(key) + 1) if key in session.recent else " "
        total = session.totals.get(key, 0)
        counts = f"{here.get(key, 0)}/{total}" if total else ""
        name = f"{digit} {'  ' * depth}{key}"
        return f"{column(name, _NAME)}{counts:>{_COUNTS}}"

    def _styled(self, key: CodeKey, row: str) -> Text:
        text = Text(row, no_wrap=True)
        text.stylize("dim", 0, 1)
        text.stylize(self._palette.edge(key), 1, _NAME)
        return text
