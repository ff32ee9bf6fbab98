"""The table of commands: the name, keys, title, group and action of each.

The help, the command palette, the footer and the keymap are made from it. A new key of the coding screen
is a row here. Its action is a function of the session; a command without one is a method `do_NAME` of the
coding screen, of `screens.coding_dialogs` or of `screens.list_dialogs`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from qualcode.model import Verdict
from qualcode.workflows.coding_screen.coding_flow import CodingFlow
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.text_units import CursorUnit

Action = Callable[[CodingSession], object]
"""What a command does to the session; a string that it returns is shown to the coder."""
SuggestionAction = Callable[[CodingFlow], object]
"""The same for a command whose next suggestion is another one in a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenCommand:
    """A user action on the coding screen."""

    name: str
    keys: tuple[str, ...]
    title: str
    action: Action | None = None
    suggestion_action: SuggestionAction | None = None
    group: str = ""
    footer: str = ""
    """The word for the footer; most commands are not in it."""

    def bound_action(self, flow: CodingFlow) -> Callable[[], object] | None:
        """Return the action for the session or the review; None where the command is a method `do_NAME`."""
        if self.suggestion_action is not None:
            return partial(self.suggestion_action, flow)
        return None if self.action is None else partial(self.action, flow.session)


def _command(
    name: str, keys: str, title: str, action: Action | None = None, *, footer: str = ""
) -> ScreenCommand:
    return ScreenCommand(name=name, keys=tuple(keys.split()), title=title, action=action, footer=footer)


def _on_suggestions(
    name: str, keys: str, title: str, action: SuggestionAction, *, footer: str = ""
) -> ScreenCommand:
    return ScreenCommand(
        name=name, keys=tuple(keys.split()), title=title, suggestion_action=action, footer=footer
    )


def _group(group: str, *commands: ScreenCommand) -> tuple[ScreenCommand, ...]:
    return tuple(replace(command, group=group) for command in commands)


def _step(unit: CursorUnit | None, direction: int) -> Action:
    """Move by a unit (None is a character); a step forward at the end marks the last turn as read."""

    def step(session: CodingSession) -> None:
        if not session.cursor.step(unit, direction) and direction > 0:
            session.mark_turn_read()

    return step


def _message_unless(moved: object, message: str) -> str | None:
    return None if moved else message


def _next_hit(direction: int) -> Action:
    def go(session: CodingSession) -> str:
        session.cursor.next_hit(direction)
        return session.cursor.hit_text

    return go


def _next_coding(direction: int, message: str) -> Action:
    return lambda session: _message_unless(session.next_coding(direction), message)


def _next_suggestion(direction: int, message: str) -> SuggestionAction:
    return lambda flow: _message_unless(flow.next_suggestion(direction), message)


def _next_uncoded(session: CodingSession) -> str | None:
    return _message_unless(session.next_uncoded(), "Every sentence after this is coded")


def _toggle_selection(session: CodingSession) -> str:
    session.cursor.begin_selection()
    if session.cursor.anchor is None:
        return "Selection ended"
    return "Selecting: move, then code; Esc ends it"


def _apply_recent(digit: int) -> Action:
    return lambda session: session.apply_recent(digit)


def _decide(verdict: Verdict) -> SuggestionAction:
    return lambda flow: flow.decide(verdict)


def _move_end(direction: int, *, is_end: bool) -> Action:
    return lambda session: session.move_end(direction, is_end=is_end)


def _show_others(session: CodingSession) -> str:
    from qualcode.workflows.coding_screen.disagreement_tour import show_others  # loads the analysis of rounds

    return show_others(session)


COMMANDS: tuple[ScreenCommand, ...] = (
    *_group(
        "Move",
        _command("next_sentence", "j down", "Next sentence", _step(CursorUnit.SENTENCE, 1), footer="move"),
        _command("previous_sentence", "k up", "Previous sentence", _step(CursorUnit.SENTENCE, -1)),
        _command("next_turn", "J ctrl+down", "Next turn", _step(CursorUnit.TURN, 1)),
        _command(
            "previous_turn", "K ctrl+up", "Start of the turn, then the one before", _step(CursorUnit.TURN, -1)
        ),
        _command("next_word", "w ctrl+right", "Next word", _step(CursorUnit.WORD, 1)),
        _command("previous_word", "b ctrl+left", "Previous word", _step(CursorUnit.WORD, -1)),
        _command("next_character", "l right", "Next character", _step(None, 1)),
        _command("previous_character", "h left", "Previous character", _step(None, -1)),
        _command(
            "to_beginning",
            "gg home",
            "To the beginning",
            lambda session: session.cursor.move_to(session.open_source.units.first()),
        ),
        _command(
            "to_end",
            "G end",
            "To the end",
            lambda session: session.cursor.move_to(session.open_source.units.last()),
        ),
        _command("page_down", "ctrl+d pagedown", "Half a page down"),
        _command("page_up", "ctrl+u pageup", "Half a page up"),
        _command("go_to_turn", "t", "Go to a turn by its number"),
        _command("search", "/", "Search for words"),
        _command("next_hit", "n", "Next match of the search", _next_hit(1)),
        _command("previous_hit", "N", "Previous match of the search", _next_hit(-1)),
        _command("next_coding", "]", "Next coding", _next_coding(1, "No coding of yours after this")),
        _command(
            "previous_coding", "[", "Previous coding", _next_coding(-1, "No coding of yours before this")
        ),
        _on_suggestions(
            "next_suggestion",
            "}",
            "Next undecided suggestion",
            _next_suggestion(1, "No suggestion after this"),
            footer="suggestion",
        ),
        _on_suggestions(
            "previous_suggestion",
            "{",
            "Previous undecided suggestion",
            _next_suggestion(-1, "No suggestion before this"),
        ),
        _command("next_uncoded", "U", "Next uncoded sentence of a participant", _next_uncoded),
        _command("mark_place", "'", "Mark this position for the next start", lambda session: session.mark()),
    ),
    *_group(
        "Select",
        _command(
            "cycle_unit",
            "s",
            "Select by word, sentence or turn",
            lambda session: f"Selecting by {session.cursor.cycle_unit()}",
            footer="unit",
        ),
        _command("free_selection", "v", "Begin or end a free selection", _toggle_selection, footer="select"),
        _command(
            "swap_ends", "o", "Go to the selection's other end", lambda session: session.cursor.swap_ends()
        ),
        _command("copy", "y", "Copy the selection with its source, speaker and turn"),
        _command(
            "clear", "escape", "Clear selection, search and messages", lambda session: session.cursor.clear()
        ),
    ),
    *_group(
        "Code",
        _command("pick_code", "c enter", "Choose codes for the selection", footer="code"),
        *(
            _command(f"recent_{digit}", str(digit), f"Apply recent code {digit}", _apply_recent(digit))
            for digit in range(1, 10)
        ),
        _command("in_vivo", "i", "New code from the selected words"),
        _command(
            "repeat_code", ".", "Apply the last code again", lambda session: session.repeat(), footer="repeat"
        ),
    ),
    *_group(
        "Decide",
        _on_suggestions("accept", "a", "Accept the suggestion", _decide(Verdict.ACCEPTED), footer="accept"),
        _on_suggestions("reject", "x", "Reject the suggestion", _decide(Verdict.REJECTED), footer="reject"),
        _command("accept_as", "e", "Accept the suggestion with another code or on other words"),
        _on_suggestions("skip", "z", "Skip the suggestion", _decide(Verdict.SKIPPED)),
        _command("accept_all", "A", "Accept all suggestions of its code in this source"),
    ),
    *_group(
        "Change",
        _command("memo", "m", "Memo on the coding, the turn or the source", footer="memo"),
        _command(
            "star",
            "*",
            "Mark the coding as a good example of its code, or no longer",
            lambda session: session.star(),
        ),
        _command(
            "finish",
            "F",
            "Mark this source as finished, or no longer",
            lambda session: session.toggle_finished(),
        ),
        _command("remove", "d delete", "Remove a coding"),
        _command("lengthen_end", "+", "Move the end of the coding a word forward", _move_end(1, is_end=True)),
        _command("shorten_end", "-", "Move the end of the coding a word back", _move_end(-1, is_end=True)),
        _command(
            "lengthen_start", "<", "Move the start of the coding a word back", _move_end(-1, is_end=False)
        ),
        _command(
            "shorten_start", ">", "Move the start of the coding a word forward", _move_end(1, is_end=False)
        ),
        _command("recode", "r", "Change the code of a coding"),
        _on_suggestions("undo", "u", "Undo your last act", lambda flow: flow.undo(), footer="undo"),
        _on_suggestions("redo", "ctrl+r", "Redo what was undone last", lambda flow: flow.redo()),
    ),
    *_group(
        "Look",
        _command("codebook", "B", "Show or hide the codebook"),
        _command("focus_codebook", "tab", "Go to the codebook and back"),
        _command("definition", "D", "Definition of the code at the cursor"),
        _command("quotes", "Q", "Quotes of the code at the cursor"),
        _command("sources", "L", "List of sources"),
        _command("memos", "M", "Memos"),
        _command("history", "H", "History"),
        _command("others", "O", "Show other coders' codings; next disagreement", _show_others),
        _command("narrower", "(", "Narrower rows"),
        _command("wider", ")", "Wider rows"),
        _command("theme", "T", "Light or dark colours"),
        _command("palette", ": ctrl+p", "All commands by name"),
        _command("help", "?", "Help", footer="help"),
        _command("quit", "q ctrl+q", "Quit; everything is saved"),
    ),
)
