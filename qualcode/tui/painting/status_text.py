"""The texts of the status lines, each fitted to a width in terminal cells."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.text import Text

from qualcode.model import Span
from qualcode.text.visible import one_line, visible
from qualcode.tui.command_table import ScreenCommand
from qualcode.tui.keymap import shown_key
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.column_widths import NARROWEST_WINDOW
from qualcode.tui.painting.shortened_labels import distinct_names
from qualcode.tui.painting.terminal_cells import shortened
from qualcode.workflows.coding_screen.coding_flow import CodingFlow
from qualcode.workflows.coding_screen.coding_session import CodingSession

STATUS_EDGES = 2
"""The empty cells at both ends of the status lines."""
_SEPARATOR = " · "
_GAP = 2
_SHORTEST_NAME = 6
_LONGEST_SPEAKER = 16
_LONGEST_ROUND = 24
_LONGEST_RECENT = 24


def codings_text(session: CodingSession, palette: Palette) -> Text:
    """Return the codes at the cursor, the first with its number of codings, or else the unit of selection."""
    text = Text()
    for number, coding in enumerate(session.codings_at_cursor):
        text.append(visible(coding.code), style=palette.edge(coding.code))
        text.append(f"{' ★' if coding.starred else ''}{' ✎' if coding.memo else ''}  ")
        if number == 0 and not session.open_source.partly_loaded:
            here, in_all = session.shown_counts(coding.code)
            whose = ", all coders" if session.show_other_coders else ""
            text.append(f"{here} here · {in_all} in all{whose}  ", style=palette.quiet)
    for coding in session.other_codings_at_cursor:
        style = palette.edge(coding.code, quiet=True)
        text.append(f"{visible(coding.code)}·{visible(coding.coder)}  ", style=style)
    offset = session.cursor.offset
    for memo in session.memos_in(Span(offset, offset + 1)):
        text.append(f"✎ {one_line(memo.text)}  ", style=palette.quiet)
    if not text:
        unit = "free selection" if session.cursor.anchor is not None else session.cursor.unit
        text.append(f"no coding here · selecting by {unit}", style=palette.quiet)
    return text


def suggestion_text(session: CodingSession, palette: Palette) -> Text:
    """Return the suggestion at the cursor with score and reason, or else what the digits apply."""
    text = Text()
    suggestion = session.suggestion_at_cursor
    if suggestion is not None:
        style = palette.edge(suggestion.code, quiet=True)
        text.append(f"?{visible(suggestion.code)} {suggestion.score:.0%} ", style=style)
        text.append(f"· {visible(' '.join(suggestion.reason.split()))}")
        return text
    names = distinct_names(tuple(code for code in session.recent if code), _LONGEST_RECENT)
    for digit, code in enumerate(session.recent, start=1):
        if code:
            text.append(f"{digit} ", style=palette.quiet)
            text.append(f"{names[code]}  ", style=palette.edge(code))
    return text


def progress_text(flow: CodingFlow, width: int) -> Text:
    """Return source, round, turn and progress; in narrow windows without the coder, then with less."""
    session, open_source = flow.session, flow.session.open_source
    turn = open_source.units.turn_at(session.cursor.offset)
    turn_text = f"turn {turn.number} of {len(open_source.units.turns)}" if turn else "before turn 1"
    speaker = shortened(turn.speaker, _LONGEST_SPEAKER) if turn else ""
    read = f"read {open_source.share_read():.0%}"
    coded = "" if open_source.partly_loaded else f"coded {open_source.share_coded():.0%}"
    coder = visible(session.coder)
    rounds = shortened(visible(open_source.rounds_at(session.cursor.offset)), _LONGEST_ROUND)
    choices = (
        (_joined(rounds, turn_text, speaker, read, coded, coder, flow.progress), 4 * _SHORTEST_NAME),
        (_joined(rounds, turn_text, read, coded, coder, flow.progress), 2 * _SHORTEST_NAME),
        (_joined(rounds, turn_text, read, coded, flow.progress), _SHORTEST_NAME),
        (_joined(rounds, turn_text, read, flow.progress), _SHORTEST_NAME),
        (_joined(rounds, turn_text, flow.progress), _SHORTEST_NAME),
        (_joined(turn_text, read, flow.progress), _SHORTEST_NAME),
    )
    fitting = (text for text, name_width in choices if cell_len(text + _SEPARATOR) + name_width <= width)
    figures = next(fitting, choices[-1][0])
    name_width = max(width - cell_len(_SEPARATOR + figures), _SHORTEST_NAME)
    return Text(_joined(shortened(open_source.source.name, name_width), figures))


def key_hints(commands: Iterable[ScreenCommand], width: int) -> Text:
    """Return the keys of the footer, help first, as many as fit; in a window that is too narrow, say so."""
    if width + STATUS_EDGES < NARROWEST_WINDOW:
        text = f"{width + STATUS_EDGES} columns: {NARROWEST_WINDOW} are needed to show everything"
        return Text(shortened(text, width))
    row = Text()
    shown = [command for command in commands if command.footer and command.keys]
    for command in sorted(shown, key=lambda command: command.name != "help"):
        key = shown_key(command.keys[0])
        if row.cell_len + cell_len(f"{key} {command.footer}") > width:
            break
        row.append(key, style="bold").append(f" {command.footer}  ")
    return row


def message_rows(left: Text, message: str, width: int) -> tuple[Text, Text] | None:
    """Return a message on two rows of its own; None if it is whole at the right of `left`."""
    words = visible(message).split()
    if cell_len(" ".join(words)) <= _room_at_right(left, width):
        return None
    first: list[str] = []
    while words and cell_len(" ".join((*first, words[0]))) <= width:
        first.append(words.pop(0))
    return Text(" ".join(first)), Text(shortened(" ".join(words), width))


def left_and_right(left: Text, right: str, width: int) -> Text:
    """Return a row with texts at both ends; where they do not fit, the right one gets up to two thirds."""
    shown = shortened(right, _room_at_right(left, width))
    row = left.copy()
    row.truncate(width - cell_len(shown) - (_GAP if shown else 0), overflow="ellipsis", pad=bool(shown))
    return row.append(f"{' ' * _GAP}{shown}") if shown else row


def _room_at_right(left: Text, width: int) -> int:
    return max(width - _GAP - left.cell_len, 2 * width // 3)


def _joined(*texts: str) -> str:
    return _SEPARATOR.join(text for text in texts if text)
