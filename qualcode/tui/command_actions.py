"""The commands that need nothing but the session: what each does, by its name in the table.

An act returns what to tell the coder, or nothing where the screen tells enough.
"""

from collections.abc import Callable

from qualcode.model import Verdict
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.text_units import CursorUnit

Act = Callable[[CodingSession], str | None]


def _step(unit: CursorUnit | None, direction: int) -> Act:
    def act(session: CodingSession) -> None:
        if not session.cursor.step(unit, direction) and direction > 0:
            session.mark_turn_read()

    return act


def _to_end(session: CodingSession) -> None:
    session.cursor.move_to(session.open_source.units.last())


def _unless(moved: object, message: str) -> str | None:
    return None if moved else message


def _recent(digit: int) -> Act:
    return lambda session: session.apply_recent(digit)


def _others(session: CodingSession) -> str:
    session.show_other_coders = not session.show_other_coders
    return f"Other coders' codings are {'shown' if session.show_other_coders else 'hidden'}"


def _selecting(session: CodingSession) -> str:
    session.cursor.begin_selection()
    return (
        "Selecting: move, then code; Esc ends it" if session.cursor.anchor is not None else "Selection ended"
    )


def _quietly(act: Callable[[CodingSession], object]) -> Act:
    def quiet(session: CodingSession) -> None:
        act(session)

    return quiet


ACTS: dict[str, Act] = {
    "next_sentence": _step(CursorUnit.SENTENCE, 1),
    "previous_sentence": _step(CursorUnit.SENTENCE, -1),
    "next_turn": _step(CursorUnit.TURN, 1),
    "previous_turn": _step(CursorUnit.TURN, -1),
    "next_word": _step(CursorUnit.WORD, 1),
    "previous_word": _step(CursorUnit.WORD, -1),
    "next_character": _step(None, 1),
    "previous_character": _step(None, -1),
    "to_beginning": _quietly(lambda session: session.cursor.move_to(session.open_source.units.first())),
    "to_end": _quietly(_to_end),
    "next_hit": lambda session: _unless(session.cursor.next_hit(1), "Nothing was searched for, or found"),
    "previous_hit": lambda session: _unless(
        session.cursor.next_hit(-1), "Nothing was searched for, or found"
    ),
    "next_coding": lambda session: _unless(session.next_coding(1), "No coding of yours after this"),
    "previous_coding": lambda session: _unless(session.next_coding(-1), "No coding of yours before this"),
    "next_suggestion": lambda session: _unless(session.next_suggestion(1), "No suggestion after this"),
    "previous_suggestion": lambda session: _unless(session.next_suggestion(-1), "No suggestion before this"),
    "next_uncoded": lambda session: _unless(session.next_uncoded(), "Every sentence after this is coded"),
    "mark_place": lambda session: session.mark(),
    "cycle_unit": lambda session: f"Selecting by {session.cursor.cycle_unit()}",
    "free_selection": _selecting,
    "swap_ends": _quietly(lambda session: session.cursor.swap_ends()),
    "clear": _quietly(lambda session: session.cursor.clear()),
    **{f"recent_{digit}": _recent(digit) for digit in range(1, 10)},
    "repeat_code": lambda session: session.repeat(),
    "accept": lambda session: session.decide(Verdict.ACCEPTED),
    "reject": lambda session: session.decide(Verdict.REJECTED),
    "skip": lambda session: session.decide(Verdict.SKIPPED),
    "lengthen_end": lambda session: session.move_end(1),
    "shorten_end": lambda session: session.move_end(-1),
    "lengthen_start": lambda session: session.move_end(-1, is_end=False),
    "shorten_start": lambda session: session.move_end(1, is_end=False),
    "star": lambda session: session.star(),
    "undo": lambda session: session.undo(),
    "redo": lambda session: session.redo(),
    "others": _others,
}
