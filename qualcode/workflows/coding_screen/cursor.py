"""The position: where a reader is on the ground, what is selected there, and how both move.

Without a free selection the unit under the cursor is selected. A free selection runs from the anchor to
the cursor, both ends included, and grows by any movement.
"""

import re

from qualcode.model import Span
from qualcode.text.graphemes import whole_clusters
from qualcode.workflows.coding_screen.text_units import CursorUnit, TextUnits

_CYCLE = {
    CursorUnit.WORD: CursorUnit.SENTENCE,
    CursorUnit.SENTENCE: CursorUnit.TURN,
    CursorUnit.TURN: CursorUnit.WORD,
}


class Cursor:
    """A cursor on one source; it knows no coding."""

    def __init__(self, ground: TextUnits, cursor: int = 0) -> None:
        self.units = ground
        self.offset = ground.clamped(cursor)
        self.anchor: int | None = None
        self.unit = CursorUnit.SENTENCE
        self.hits: tuple[Span, ...] = ()
        """What the last search found."""

    @property
    def selection(self) -> Span:
        """What a code would be put on: never a part of a cluster, no outer white space."""
        text = self.units.text
        if self.anchor is None:
            return self.units.unit(self.offset, self.unit)
        start, end = sorted((self.anchor, self.offset))
        return whole_clusters(text, Span(start, min(end + 1, len(text)))).trimmed(text)

    def move_to(self, offset: int) -> bool:
        """Put the cursor on the nearest drawn character; whether that is somewhere else."""
        before = self.offset
        self.offset = self.units.clamped(offset)
        return self.offset != before

    def step(self, unit: CursorUnit | None, direction: int) -> bool:
        """Move by one unit (None is a character), forward (1) or back (-1)."""
        return self.move_to(self.units.step(self.offset, unit, direction))

    def cycle_unit(self) -> CursorUnit:
        """Take the next larger unit, and after the turn the word; a free selection ends."""
        self.anchor = None
        self.unit = _CYCLE[self.unit]
        return self.unit

    def begin_selection(self) -> None:
        """Select freely from here on; end it where one was begun."""
        self.anchor = self.offset if self.anchor is None else None

    def select(self, span: Span) -> None:
        """Select a span, the cursor at its end."""
        self.anchor = self.units.clamped(span.start)
        self.offset = self.units.clamped(max(span.start, span.end - 1))

    def swap_ends(self) -> None:
        """Go to the other end of the free selection."""
        if self.anchor is not None:
            self.anchor, self.offset = self.offset, self.anchor

    def clear(self) -> None:
        """End the free selection and forget what was searched for."""
        self.anchor = None
        self.hits = ()

    def search(self, words: str) -> int:
        """Find words in any case, anywhere; go to the first after the cursor; return how many there are."""
        wanted = words.strip()
        pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())), re.IGNORECASE) if wanted else None
        self.hits = tuple(Span(*one.span()) for one in pattern.finditer(self.units.text)) if pattern else ()
        if self.hits and not any(hit.start == self.offset for hit in self.hits):
            self.next_hit(1)
        return len(self.hits)

    def next_hit(self, direction: int) -> bool:
        """Go to the next thing found, or the one before; round from the end to the beginning."""
        if not self.hits:
            return False
        if direction > 0:
            beyond = [hit for hit in self.hits if hit.start > self.offset] or self.hits[:1]
            return self.move_to(beyond[0].start)
        before = [hit for hit in self.hits if hit.start < self.offset] or self.hits[-1:]
        return self.move_to(before[-1].start)

    def word_moved(self, offset: int, direction: int, *, is_end: bool) -> int:
        """Return an end of a span moved by a word, forward (1) or back (-1)."""
        ground = self.units
        if not is_end:
            return ground.step(offset, CursorUnit.WORD, direction)
        word = ground.unit(max(offset - 1, 0), CursorUnit.WORD)
        if direction < 0 and word.end >= offset:
            word = ground.unit(ground.step(word.start, CursorUnit.WORD, -1), CursorUnit.WORD)
        elif direction > 0:
            word = ground.unit(ground.step(max(offset - 1, 0), CursorUnit.WORD, 1), CursorUnit.WORD)
        return word.end
