"""One source as arrays: the offsets of its turns, sentences and countable words.

Only words in the body of a turn are countable: speaker labels are not speech and the preamble has no speaker.
Turn 0 is the preamble, so that all_turns offset of the text is in exactly one turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Sentence, Source, SourceId, SourceKind, Span, Turn, time_marks, white_space
from qualcode.tables.arrays.sparse_relations import Ints, int_array

_PREAMBLE = Turn(number=0, span=Span(0, 0), body=Span(0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """The facts on a source that tables show."""

    id: SourceId
    name: str
    kind: SourceKind
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceIndex:
    """The index of a source without its text; offsets are in code points."""

    facts: SourceFacts
    turns: tuple[Turn, ...]
    """The preamble (possibly empty), then the turns."""
    starts: Ints
    """The start of each turn's span."""
    body_starts: Ints
    body_ends: Ints
    turn_words: Ints
    """The number of words in each turn's body."""
    word_starts: Ints
    """The starts of the words in all bodies."""
    word_ends: Ints
    sentences: Ints
    """The starts of the sentences; empty if the source was indexed without them."""
    sentence_ends: Ints
    sentence_turns: Ints
    """The number of each sentence's turn."""


def index_source(source: Source, turns: Sequence[Turn], sentences: Sequence[Sentence] = ()) -> SourceIndex:
    """Return the index of a source; `sentences` are needed only for co-occurrence within sentences."""
    all_turns = (_PREAMBLE, *turns)
    body_starts, body_ends = (
        int_array(offsets) for offsets in zip(*(_ends(turn) for turn in all_turns), strict=True)
    )
    word_starts, word_ends, owner = _words(source.text, body_starts, body_ends)
    return SourceIndex(
        facts=SourceFacts(
            id=source.id,
            name=source.name,
            kind=source.kind,
            file_name=source.file_name,
            sha256=source.sha256,
        ),
        turns=all_turns,
        starts=int_array(turn.span.start for turn in all_turns),
        body_starts=body_starts,
        body_ends=body_ends,
        turn_words=np.bincount(owner, minlength=len(all_turns)),
        word_starts=word_starts,
        word_ends=word_ends,
        sentences=int_array(sentence.span.start for sentence in sentences),
        sentence_ends=int_array(sentence.span.end for sentence in sentences),
        sentence_turns=int_array(sentence.turn for sentence in sentences),
    )


def _ends(turn: Turn) -> tuple[int, int]:
    return turn.body.start, turn.body.end


def _words(text: str, body_starts: Ints, body_ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the starts and ends of the words in all bodies, and the number of each word's turn."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    flags = np.frombuffer(white_space(), dtype=bool)
    visible = ~flags[np.minimum(points, len(flags) - 1)]
    if next(time_marks(text), None):
        for start, end in zip(body_starts.tolist(), body_ends.tolist(), strict=True):
            for mark in time_marks(text[start:end]):
                visible[start + mark.start() : start + mark.end()] = False
    # Whether the characters before and after each offset are of one word; never so at the edges of a body.
    continues = np.concatenate(([False], visible[1:] & visible[:-1], [False]))
    continues[body_starts] = continues[body_ends] = False
    starts = np.flatnonzero(visible & ~continues[:-1])
    ends = np.flatnonzero(visible & ~continues[1:]) + 1
    owner = np.searchsorted(body_starts, starts, side="right") - 1
    inside = starts < body_ends[owner]
    return starts[inside], ends[inside], owner[inside]
