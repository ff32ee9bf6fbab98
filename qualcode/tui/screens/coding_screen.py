"""The coding screen: transcript, codebook, and the status lines.

Commands with an action of the session are in the command table; here are those that change what the screen
shows. Those that open a dialog are in `coding_dialogs` and `list_dialogs`. After every command the screen
shows the new state of the session.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region

from qualcode.errors import QualcodeError
from qualcode.model import CodeKey
from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.dialogs.dialog import DialogHost
from qualcode.tui.dialogs.dialog_regions import DialogRoom
from qualcode.tui.keymap import Keymap
from qualcode.tui.painting.color_palette import OTHER_THEME, Palette, themed_palette
from qualcode.tui.screen_preferences import MEASURES, Preferences
from qualcode.tui.screens.periodic_tasks import PeriodicTasks
from qualcode.tui.widgets.codebook_pane import CodebookPane
from qualcode.tui.widgets.status_lines import StatusLines
from qualcode.tui.widgets.transcript_view import TranscriptView
from qualcode.workflows.coding_screen.coding_flow import CodingFlow
from qualcode.workflows.coding_screen.coding_session import CodingSession

if TYPE_CHECKING:
    from qualcode.tui.screens.coding_dialogs import CodingDialogs
    from qualcode.tui.screens.list_dialogs import ListDialogs

_MEASURE_STEP = 4
_REFRESH_SECONDS = 1.0
_SAVE_SECONDS = 4.0
"""How often the reading place is saved, in case the terminal dies; quitting saves it too."""


class SideBySide(Horizontal):
    """Container of the transcript and the codebook, without a background of its own."""

    BLANK = True


class CodingScreen(DialogHost):
    """Reading, coding, deciding and writing memos, by keyboard or mouse."""

    BLANK = True
    AUTO_FOCUS = ""
    BINDINGS: ClassVar = []

    def __init__(
        self,
        flow: CodingFlow,
        palette: Palette,
        keymap: Keymap,
        preferences: Preferences,
        *,
        forget_busy_widgets: Callable[[], None],
    ) -> None:
        """Create the screen; call `forget_busy_widgets` after commands that leave nothing to wait for."""
        super().__init__()
        self._forget_busy_widgets = forget_busy_widgets
        self.flow = flow
        self.session = flow.session
        self.palette = palette
        self.keymap = keymap
        self._preferences = preferences
        self._note = ""
        self._tasks = PeriodicTasks(partial(self.notify, severity="warning", markup=False))
        self._shown: tuple[object, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the widgets."""
        with SideBySide():
            yield TranscriptView(self.session, self.palette, self.keymap, self._preferences.measure)
            yield CodebookPane(self.session, self.palette)
        yield StatusLines(self.keymap.commands)

    def on_mount(self) -> None:
        """Show the session, and start the periodic tasks."""
        self.query_one(CodebookPane).fit(wanted_at_start=self._preferences.codebook)
        self._show_lines()
        self.transcript.focus()  # AUTO_FOCUS waits for the application's focus, which a browser page lacks
        self.call_after_refresh(self._tasks.run, "refresh", self._refresh_if_changed)
        self.set_interval(_REFRESH_SECONDS, partial(self._tasks.run, "refresh", self._refresh_if_changed))
        self.set_interval(_SAVE_SECONDS, partial(self._tasks.run, "place", self.session.save_place_if_moved))

    @cached_property
    def _dialogs(self) -> "tuple[ListDialogs, CodingDialogs]":
        """The commands that open a dialog; loaded with the first one."""
        from qualcode.tui.screens.coding_dialogs import CodingDialogs
        from qualcode.tui.screens.list_dialogs import ListDialogs

        return ListDialogs(self), CodingDialogs(self)

    def on_resize(self) -> None:
        """Fit codebook and status lines to the new width."""
        self.query_one(CodebookPane).fit()
        self._show_lines()

    @property
    def room(self) -> DialogRoom:
        """The room for dialogs: none covers the words of the transcript."""
        return DialogRoom(self.app.size, self.transcript.words_right, StatusLines.HEIGHT)

    def uncover(self, regions: list[Region]) -> None:
        """Scroll the transcript so that no dialog covers the selected words."""
        self.transcript.uncover_selection(regions)

    @on(TranscriptView.LaidOut)
    def _laid_out(self) -> None:
        """Fit the dialogs to another width of the text."""
        if self.has_dialog:
            self.fit_dialogs()

    @cached_property
    def transcript(self) -> TranscriptView:
        """The view of the text."""
        return self.query_one(TranscriptView)

    # Commands

    @on(TranscriptView.Typed)
    def _typed(self, message: TranscriptView.Typed) -> None:
        """Perform the command of a key."""
        self.perform(message.command)
        if message.command.bound_action(self.flow) is not None or message.command.name in (
            "page_down",
            "page_up",
        ):
            self._forget_busy_widgets()

    def perform(self, command: ScreenCommand) -> None:
        """Perform a command and show the result; `clear` removes notifications, too."""
        if command.name == "clear":
            self.app.clear_notifications()
        action = command.bound_action(self.flow)
        if action is not None:
            self.attempt(action)
        else:
            self.guard(self._method(command))

    def _method(self, command: ScreenCommand) -> Callable[[], object]:
        """Return the method `do_NAME` of a command; the dialogs are loaded only where the screen has none."""
        name = f"do_{command.name}"
        owner = (
            self if hasattr(self, name) else next(group for group in self._dialogs if hasattr(group, name))
        )
        method: Callable[[], object] = getattr(owner, name)
        return method

    @on(TranscriptView.Pointed)
    def _pointed(self, message: TranscriptView.Pointed) -> None:
        """Move the cursor to the mouse; dragging selects. Under a dialog the selection stays as it is."""
        if self.has_dialog:
            return

        def point(session: CodingSession) -> None:
            if message.dragged and session.cursor.anchor is None:
                session.cursor.anchor = session.cursor.offset
            elif not message.dragged:
                session.cursor.anchor = None
            session.cursor.move_to(message.offset)

        self.attempt(partial(point, self.session))

    @on(CodebookPane.Chosen)
    def _code_chosen(self, message: CodebookPane.Chosen) -> None:
        """Show the definition of a code."""
        if not self.has_dialog:
            self.guard(lambda: self._dialogs[0].show_definition(message.key))

    @on(CodebookPane.Left)
    def _focus_transcript(self) -> None:
        self.transcript.focus()

    # Commands that change what the screen shows

    def do_page_down(self) -> None:
        """Move half a page down."""
        self.attempt(lambda: self.transcript.page(1))

    def do_page_up(self) -> None:
        """Move half a page up."""
        self.attempt(lambda: self.transcript.page(-1))

    def do_codebook(self) -> None:
        """Show or hide the codebook."""
        self.transcript.focus()
        self.attempt(self.query_one(CodebookPane).toggle)

    def do_focus_codebook(self) -> None:
        """Focus the codebook."""
        pane = self.query_one(CodebookPane)
        if not pane.display:
            self.attempt(pane.toggle)
        pane.focus()  # nothing, if it is hidden

    def do_theme(self) -> None:
        """Change between dark and light colours."""
        app, palette = self.app, self.palette
        app.theme = OTHER_THEME[app.theme]
        self._set_palette(themed_palette(palette, app.get_css_variables(), app.theme))
        self.transcript.lay_out()
        self.show()

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
        """Save the reading place and quit."""
        self.attempt(self.session.save_place)
        self.app.exit()

    def guard(self, act: Callable[[], object]) -> object:
        """Return what `act` returns; notify of a QualcodeError that it raises, and return None."""
        try:
            return act()
        except QualcodeError as error:
            self.notify(str(error), severity="warning", markup=False)
            return None

    def attempt(self, act: Callable[[], object]) -> None:
        """Call `act`, which may change the session, and show the result; a string is shown as a message."""
        session = self.session
        open_source, before = session.open_source, session.cursor.offset
        result = self.guard(act)
        self._note = result if isinstance(result, str) else ""
        if session.open_source is open_source:
            session.mark_left_turn_read(before)
        self.show()

    def show(self) -> None:
        """Show the state of the session; draw again only what has changed."""
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
        """Return everything that the marks in the transcript depend on."""
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
        self.query_one(StatusLines).show(self.flow, self.palette, self._note)

    def _refresh_if_changed(self) -> None:
        """Show what other processes have written."""
        if self.session.refresh_if_changed():
            self._set_palette(replace(self.palette, codebook=self.session.current_codebook.codebook))
            self.show()

    def _set_palette(self, palette: Palette) -> None:
        self.palette = self.transcript.palette = palette

    def _set_measure(self, change: int) -> None:
        # From the rows as they are, so that the first key is seen also where the window makes them shorter.
        measure = min(self.transcript.measure, self.transcript.row_cells) + change
        if measure in MEASURES:
            self.transcript.measure = measure
            self.transcript.lay_out()

    @property
    def selected_code(self) -> CodeKey:
        """The selected code of the codebook pane."""
        return self.query_one(CodebookPane).selected_code
