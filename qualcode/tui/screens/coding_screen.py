"""The coding screen: transcript, codebook, and the lines that say what lies at the cursor.

Commands that need only the session are in `acts`; those here open something over the screen first. After
every command the screen shows what the session then is.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from qualcode.errors import QualcodeError
from qualcode.model import CodeKey
from qualcode.tui.color_palette import Palette
from qualcode.tui.command_actions import ACTS
from qualcode.tui.command_table import Command, Keymap
from qualcode.tui.screen_preferences import MEASURES, Preferences
from qualcode.tui.widgets.codebook_pane import CodebookPane
from qualcode.tui.widgets.status_lines import StatusLines
from qualcode.tui.widgets.transcript_view import TranscriptView
from qualcode.workflows.coding_screen.coding_session import CodingSession

if TYPE_CHECKING:
    from qualcode.tui.screens.dialog_flow import Dialogs

AT_ONCE = {*ACTS, "page_down", "page_up"}
"""The commands that are done when `perform` has returned; the others open something."""
_ROOM_FOR_CODEBOOK = 110
_MEASURE_STEP = 4
_NEWS_SECONDS = 1.0
_PLACE_SECONDS = 4.0
"""How often the place is kept, in case the terminal dies; leaving keeps it too."""


class SideBySide(Horizontal):
    """What holds the transcript and the codebook, and draws nothing itself."""

    BLANK = True


class CodingScreen(Screen[None]):
    """Reads, codes, decides and writes memos without the mouse."""

    BLANK = True
    AUTO_FOCUS = ""
    BINDINGS: ClassVar = []

    def __init__(
        self,
        session: CodingSession,
        palette: Palette,
        keymap: Keymap,
        preferences: Preferences,
        *,
        settled: Callable[[], None],
    ) -> None:
        """Make the screen; it calls `settled` when a command has done all its work at once."""
        super().__init__()
        self._settled = settled
        self.session = session
        self.palette = palette
        self.keymap = keymap
        self._preferences = preferences
        self._note = ""
        self._trouble: dict[str, str] = {}
        """What stood in the way of what is done now and then, when it was done last."""
        self._shown: tuple[object, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        with SideBySide():
            yield TranscriptView(self.session, self.palette, self.keymap, self._preferences.measure)
            yield CodebookPane(self.session, self.palette)
        yield StatusLines(self.keymap.commands)

    def on_mount(self) -> None:
        """Show the session, and look for what other processes write."""
        self.query_one(CodebookPane).display = (
            self._preferences.codebook and self.app.size.width >= _ROOM_FOR_CODEBOOK
        )
        self._show_lines()
        self.transcript.focus()  # said here, because a browser's page begins without being looked at
        self.call_after_refresh(self._now_and_then, "news", self._take_up)
        self.set_interval(_NEWS_SECONDS, partial(self._now_and_then, "news", self._take_up))
        self.set_interval(
            _PLACE_SECONDS, partial(self._now_and_then, "place", self.session.save_place_if_moved)
        )

    @cached_property
    def _dialogs(self) -> "Dialogs":
        """What opens over the screen: loaded when something does."""
        from qualcode.tui.screens.dialog_flow import Dialogs

        return Dialogs(self)

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self._show_lines()

    @property
    def transcript(self) -> TranscriptView:
        """The view of the text."""
        return self.query_one(TranscriptView)

    # What was typed

    @on(TranscriptView.Typed)
    def _typed(self, message: TranscriptView.Typed) -> None:
        """Do a command."""
        self.perform(message.command)
        if message.command.name in AT_ONCE:
            self._settled()

    def perform(self, command: Command) -> None:
        """Do a command, and show what came of it; what clears the selection clears what was told, too."""
        if command.name == "clear":
            self.app.clear_notifications()
        act = ACTS.get(command.name)
        if act is not None:
            self.attempt(partial(act, self.session))
        else:
            holder = self if hasattr(self, f"do_{command.name}") else self._dialogs
            self.guard(getattr(holder, f"do_{command.name}"))

    @on(TranscriptView.Pointed)
    def _pointed(self, message: TranscriptView.Pointed) -> None:
        """Move the cursor to where the mouse is; dragging selects."""

        def point(session: CodingSession) -> None:
            if message.dragged and session.cursor.anchor is None:
                session.cursor.anchor = session.cursor.offset
            elif not message.dragged:
                session.cursor.anchor = None
            session.cursor.move_to(message.offset)

        self.attempt(partial(point, self.session))

    @on(CodebookPane.Chosen)
    def _code_chosen(self, message: CodebookPane.Chosen) -> None:
        """Show what a code means."""
        self.guard(lambda: self._dialogs.define(message.key))

    @on(CodebookPane.Left)
    def _codebook_left(self) -> None:
        """Go back to the words."""
        self.transcript.focus()

    # Moving that depends on the rows

    def do_page_down(self) -> None:
        """Half a page down."""
        self.attempt(lambda: self.transcript.page(1))

    def do_page_up(self) -> None:
        """Half a page up."""
        self.attempt(lambda: self.transcript.page(-1))

    def do_codebook(self) -> None:
        """Show or hide the codebook."""
        pane = self.query_one(CodebookPane)
        pane.display = not pane.display
        self.transcript.focus()

    def do_focus_codebook(self) -> None:
        """Go to the codebook."""
        pane = self.query_one(CodebookPane)
        pane.display = True
        pane.focus()

    def do_narrower(self) -> None:
        """Make the rows shorter."""
        self._set_measure(-_MEASURE_STEP)

    def do_wider(self) -> None:
        """Make the rows longer."""
        self._set_measure(_MEASURE_STEP)

    def do_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def do_quit(self) -> None:
        """Keep the place and leave."""
        self.attempt(self.session.save_place)
        self.app.exit()

    # What came of it

    def guard(self, act: Callable[[], object]) -> object:
        """Return what an act returns; what stood in the way of it is told."""
        try:
            return act()
        except QualcodeError as error:
            self.notify(str(error), severity="warning", markup=False)
            return None

    def attempt(self, act: Callable[[], object]) -> None:
        """Let the session do something, and show it."""
        session = self.session
        desk, before = session.open_source, session.cursor.offset
        said = self.guard(act)
        self._note = said if isinstance(said, str) else ""
        if session.open_source is desk:
            session.mark_left_turn_read(before)
        self.show()

    def show(self) -> None:
        """Show what the session now is; only what has changed is drawn again."""
        state = self._state()
        if self._shown is None or state[0] != self._shown[0]:
            self.transcript.lay_out()
        elif state != self._shown:
            only_marks = (*state[:1], *state[2:]) == (*self._shown[:1], *self._shown[2:])
            self.transcript.marks_changed(self.session.open_source.changed_spans if only_marks else None)
        if state != self._shown:
            self.query_one(CodebookPane).show_counts(self.palette)
        self._shown = state
        self.session.open_source.changed_spans = []
        self.transcript.show_cursor()
        self._show_lines()
        if self.session.warning:
            self.notify(self.session.warning, severity="warning", timeout=12, markup=False)
            self.session.warning = ""

    def _state(self) -> tuple[object, ...]:
        """Return what the marks on the words depend on."""
        session = self.session
        read = len(session.open_source.read_turns) if session.blind else 0
        return (
            id(session.open_source),
            session.open_source.version,
            session.show_other_coders,
            read,
            id(session.current_codebook),
        )

    def _show_lines(self) -> None:
        self.query_one(StatusLines).show(self.session, self.palette, self._note)

    def _take_up(self) -> None:
        """Take up what others wrote."""
        if self.session.refresh_if_changed():
            self.palette = replace(self.palette, codebook=self.session.current_codebook.codebook)
            self.transcript.palette = self.palette
            self.show()

    def _now_and_then(self, what: str, act: Callable[[], object]) -> None:
        """Do what the coder did not ask for; what stands in the way is told once, and not every time."""
        try:
            act()
        except QualcodeError as error:
            if str(error) not in self._trouble.values():
                self.notify(str(error), severity="warning", markup=False)
            self._trouble[what] = str(error)
        else:
            self._trouble.pop(what, None)

    def _set_measure(self, change: int) -> None:
        measure = self.transcript.measure + change
        if measure in MEASURES:
            self.transcript.measure = measure
            self.transcript.lay_out()

    @property
    def marked_code(self) -> CodeKey:
        """The code that is marked in the codebook."""
        return self.query_one(CodebookPane).marked
