"""Cursor of the coding screen: offset, selection, and how both move.

Without a free selection the unit at the cursor is selected. A free selection runs from the anchor to the
cursor, both ends included, and is extended by any movement.
"""

from qualcode.errors import UsageError
from qualcode.model import Span
from qualcode.text.folded_text import find_words
from qualcode.text.graphemes import whole_clusters
from qualcode.text.plurals import counted
from qualcode.workflows.coding_screen.text_units import CursorUnit, TextUnits

_CYCLE = {
    CursorUnit.WORD: CursorUnit.SENTENCE,
    CursorUnit.SENTENCE: CursorUnit.TURN,
    CursorUnit.TURN: CursorUnit.WORD,
}


class Cursor:
    """Offset, selection unit and search matches in one source's text."""

    def __init__(self, units: TextUnits, offset: int = 0) -> None:
        self.units = units
        self.offset = units.clamped(offset)
        self.anchor: int | None = None
        self.unit = CursorUnit.SENTENCE
        self.hits: tuple[Span, ...] = ()
        """Matches of the last search."""

    @property
    def selection(self) -> Span:
        """The span that a code would be applied to: whole grapheme clusters, no outer white space."""
        text = self.units.text
        if self.anchor is None:
            return self.units.unit(self.offset, self.unit)
        start, end = sorted((self.anchor, self.offset))
        return whole_clusters(text, Span(start, min(end + 1, len(text)))).trimmed(text)

    def move_to(self, offset: int) -> bool:
        """Move to the nearest drawn character; whether the offset has changed."""
        previous_offset = self.offset
        self.offset = self.units.clamped(offset)
        return self.offset != previous_offset

    def step(self, unit: CursorUnit | None, direction: int) -> bool:
        """Move by one unit (None is a character), forward (1) or back (-1)."""
        return self.move_to(self.units.step(self.offset, unit, direction))

    def go_to_turn(self, number: str) -> str:
        """Go to the first words of a turn, by its number from 1; UsageError if there is no such turn."""
        turns = self.units.turns
        if not number.isdecimal():
            raise UsageError("A turn is a number.", f"They have the numbers 1 to {len(turns)}.")
        turn = next((turn for turn in turns if str(turn.number) == number.lstrip("0")), None)
        if turn is None:
            raise UsageError(f"There is no turn {number[:20]}.", f"They have the numbers 1 to {len(turns)}.")
        self.move_to(turn.body.start)
        return f"Turn {turn.number}"

    def cycle_unit(self) -> CursorUnit:
        """Select by the next larger unit (after the turn, the word); end the free selection."""
        self.anchor = None
        self.unit = _CYCLE[self.unit]
        return self.unit

    def begin_selection(self) -> None:
        """Begin a free selection at the cursor, or end it where there is one."""
        self.anchor = self.offset if self.anchor is None else None

    def select(self, span: Span) -> None:
        """Select a span freely, with the cursor at its end."""
        self.anchor = self.units.clamped(span.start)
        self.offset = self.units.clamped(max(span.start, span.end - 1))

    def swap_ends(self) -> None:
        """Move the cursor to the other end of the free selection."""
        if self.anchor is not None:
            self.anchor, self.offset = self.offset, self.anchor

    def clear(self) -> None:
        """End the free selection and the search."""
        self.anchor = None
        self.hits = ()

    def search(self, words: str) -> int:
        """Search for words, ignoring case; go to the next match; return the number of matches.

        Labels of speakers are not searched, as the cursor cannot go there.
        """
        matches = find_words(self.units.text, words, ignore_case=True)
        self.hits = tuple(span for span in matches if self.units.is_drawn(span.start))
        if self.hits and not any(start == self.offset for start in self._hit_starts()):
            self.next_hit(1)
        return len(self.hits)

    def next_hit(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) match, round at the ends; whether the offset has changed."""
        if not self.hits:
            return False
        starts = self._hit_starts()
        if direction > 0:
            return self.move_to(next((start for start in starts if start > self.offset), starts[0]))
        return self.move_to(next((start for start in reversed(starts) if start < self.offset), starts[-1]))

    @property
    def hit_text(self) -> str:
        """Which match of the search the cursor is at, such as `match 2 of 6`."""
        starts = self._hit_starts()
        if self.offset not in starts:
            return counted(len(starts), "match", "matches")
        return f"match {starts.index(self.offset) + 1} of {len(starts)}"

    def _hit_starts(self) -> list[int]:
        """Return where the cursor goes for each match: the first character that it has a part of."""
        return [self.units.clamped(hit.start) for hit in self.hits]

    def word_moved(self, offset: int, direction: int, *, is_end: bool) -> int:
        """Return the start or end of a span moved by a word, forward (1) or back (-1)."""
        units = self.units
        if not is_end:
            return units.step(offset, CursorUnit.WORD, direction)
        word = units.unit(max(offset - 1, 0), CursorUnit.WORD)
        if direction < 0 and word.end >= offset:
            word = units.unit(units.step(word.start, CursorUnit.WORD, -1), CursorUnit.WORD)
        elif direction > 0:
            word = units.unit(units.step(max(offset - 1, 0), CursorUnit.WORD, 1), CursorUnit.WORD)
        return word.end
