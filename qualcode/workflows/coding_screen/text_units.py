"""Units of a source's text and the steps between them: characters, words, sentences and turns.

The text is drawn in blocks: the preamble before the first turn, and each turn's body. Every step ends at a
drawn character, the start of a grapheme cluster in a block.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from qualcode.model import Role, Sentence, Source, Span, Turn
from qualcode.text.graphemes import next_boundary, previous_boundary, whole_clusters
from qualcode.text.word_spans import word_spans

_PARAGRAPH = re.compile(r"[^\n]+")


class CursorUnit(StrEnum):
    """The unit at the cursor that is selected where there is no free selection."""

    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"


class TextUnits:
    """One source's text with the spans of its units; immutable."""

    def __init__(
        self, source: Source, turns: tuple[Turn, ...], sentences: Sequence[tuple[int, int, int, int]]
    ) -> None:
        """Take a source, its turns, and (number, turn, start, end) of each of its sentences."""
        self.source = source
        self.text = source.text
        self.turns = turns
        self.blocks = list(_blocks(source.text, turns))
        """Drawn spans: the preamble where there is one, and the body of each turn."""
        self.has_preamble = len(self.blocks) > len(turns)
        self.turn_characters = sum(len(turn.body) for turn in turns)
        """Number of characters in the bodies of the turns."""
        self._block_starts = [block.start for block in self.blocks]
        self._sentences = sentences
        self._sentence_starts = [start for _, _, start, _ in sentences]

    def clamped(self, offset: int) -> int:
        """Return the nearest drawn character at or before an offset, or else the first one."""
        number = self.block_at(offset)
        block = self.blocks[number] if self.blocks else Span(0, 0)
        if len(block) == 0:
            return block.start
        offset = min(max(offset, block.start), block.end - 1)
        return whole_clusters(self.text, Span(offset, offset + 1)).start

    def is_drawn(self, offset: int) -> bool:
        """Whether the character at an offset is in a drawn block, and not in a label of a speaker."""
        block = self.blocks[self.block_at(offset)] if self.blocks else Span(0, 0)
        return block.start <= offset < block.end

    def block_at(self, offset: int) -> int:
        """Return the number, from 0, of the last block that starts at or before an offset."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def turn_of(self, block: int) -> Turn | None:
        """Return the turn of a block; None for the preamble."""
        number = block - self.has_preamble
        return self.turns[number] if 0 <= number < len(self.turns) else None

    def turn_at(self, offset: int) -> Turn | None:
        """Return the turn at an offset; None in the preamble."""
        return self.turn_of(self.block_at(offset))

    def character(self, offset: int) -> Span:
        """Return the grapheme cluster at an offset."""
        return Span(offset, min(next_boundary(self.text, offset), max(offset, len(self.text))))

    def unit(self, offset: int, unit: CursorUnit) -> Span:
        """Return the span of the unit at or nearest before an offset, without outer white space."""
        block = self.blocks[self.block_at(offset)] if self.blocks else Span(0, 0)
        if unit is CursorUnit.TURN:
            return block.trimmed(self.text)
        find_unit = self._word_at if unit is CursorUnit.WORD else self._sentence_at
        return whole_clusters(self.text, find_unit(offset, block))

    def step(self, offset: int, unit: CursorUnit | None, direction: int) -> int:
        """Return the offset one unit (None is a character) forward (1) or back (-1)."""
        if unit is CursorUnit.WORD:
            return self._word_step(offset, direction)
        if unit is CursorUnit.SENTENCE:
            return self._sentence_step(offset, direction)
        if unit is CursorUnit.TURN:
            number = self.block_at(offset)
            if direction < 0 and offset > self.blocks[number].start:
                return self.blocks[number].start
            return self.blocks[min(max(number + direction, 0), len(self.blocks) - 1)].start
        return self._character_step(offset, direction)

    def first(self) -> int:
        """Return the offset of the first drawn character."""
        return self.blocks[0].start if self.blocks else 0

    def last(self) -> int:
        """Return the offset of the last drawn character."""
        return self.clamped(self.blocks[-1].end) if self.blocks else 0

    def sentences_after(self, offset: int) -> Iterator[Sentence]:
        """Yield the sentences that start after an offset, without those of the interviewer."""
        interviewer_turns = {turn.number for turn in self.turns if turn.role is Role.INTERVIEWER}
        index = bisect_right(self._sentence_starts, offset)
        for number, turn, start, end in islice(self._sentences, index, None):
            if turn not in interviewer_turns:
                yield Sentence(number=number, turn=turn, span=Span(start, end))

    def _character_step(self, offset: int, direction: int) -> int:
        if direction > 0:
            after = next_boundary(self.text, offset)
            number = self.block_at(offset)
            if after >= self.blocks[number].end:
                following = number + 1
                return self.blocks[following].start if following < len(self.blocks) else offset
            return after
        number = self.block_at(offset)
        if offset <= self.blocks[number].start:
            return self.clamped(self.blocks[number - 1].end - 1) if number else offset
        return previous_boundary(self.text, offset)

    def _word_step(self, offset: int, direction: int) -> int:
        number = self.block_at(offset)
        if direction > 0:
            words = word_spans(self.text, offset, self.blocks[number].end)
            following = next((word.start for word in words if word.start > offset), None)
            if following is not None:
                return following
            return self.blocks[number + 1].start if number + 1 < len(self.blocks) else offset
        while number >= 0:
            block = self.blocks[number]
            starts = [word.start for word in word_spans(self.text, block.start, block.end)]
            index = bisect_left(starts, offset) - 1
            if index >= 0:
                return starts[index]
            number -= 1
        return self.first()

    def _sentence_step(self, offset: int, direction: int) -> int:
        if not self._sentences:
            return self.step(offset, CursorUnit.TURN, direction)
        if direction > 0:
            index = bisect_right(self._sentence_starts, offset)
            return self._sentence_starts[index] if index < len(self._sentences) else offset
        index = bisect_left(self._sentence_starts, offset) - 1
        return self._sentence_starts[index] if index >= 0 else self.first()

    def _sentence_at(self, offset: int, block: Span) -> Span:
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and self._sentence_starts[index] >= block.start:
            return self._sentence(index)
        following = index + 1
        if following < len(self._sentences) and block.contains(self._sentence(following)):
            return self._sentence(following)
        line = next(
            (
                match
                for match in _PARAGRAPH.finditer(self.text, block.start, block.end)
                if match.end() > offset
            ),
            None,
        )
        return (Span(*line.span()) if line else block).trimmed(self.text)

    def _sentence(self, index: int) -> Span:
        return Span(*self._sentences[index][2:])

    def _word_at(self, offset: int, block: Span) -> Span:
        best = None
        for word in word_spans(self.text, max(block.start, offset - _LONGEST_WORD), block.end):
            if word.start > offset and best is not None:
                break
            best = word
            if word.end > offset:
                break
        return best or self.character(offset)


_LONGEST_WORD = 100
"""Maximum number of characters before an offset at which its word can start."""


def _blocks(text: str, turns: tuple[Turn, ...]) -> "list[Span]":
    first = turns[0].span.start if turns else len(text)
    preamble = Span(0, first).trimmed(text)
    blocks = [preamble] if len(preamble) or not turns else []
    for turn in turns:
        body = Span(turn.body.start, max(turn.body.start, turn.span.end))
        blocks.append(Span(body.start, body.start + len(body.of(text).rstrip())))
    return blocks
