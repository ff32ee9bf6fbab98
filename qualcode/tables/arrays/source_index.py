"""One source as arrays: where its turns, sentences and countable words stand.

Only words in a turn's body count: labels are not speech and the preamble is nobody's. Turn 0 is the
preamble, so that every offset of the text lies in exactly one turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Sentence, Source, SourceId, SourceKind, Span, Turn, white_space
from qualcode.tables.arrays.sparse_relations import Ints, int_array

_PREAMBLE = Turn(number=0, span=Span(0, 0), body=Span(0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What tables say about a source itself."""

    id: SourceId
    name: str
    kind: SourceKind
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceIndex:
    """A source without its text; all offsets are code points."""

    facts: SourceFacts
    turns: tuple[Turn, ...]
    """The preamble, which may be empty, and the turns."""
    starts: Ints
    """Where each turn's span begins."""
    body_starts: Ints
    body_ends: Ints
    turn_words: Ints
    """How many words each turn's body has."""
    word_starts: Ints
    """Where the words of all bodies begin."""
    word_ends: Ints
    sentences: Ints
    """Where sentences begin; empty if the source was indexed without them."""


def index_source(source: Source, turns: Sequence[Turn], sentences: Sequence[Sentence] = ()) -> SourceIndex:
    """Index a source by its turns, and by its sentences where a table needs them."""
    every = (_PREAMBLE, *turns)
    body_starts, body_ends = (
        int_array(offsets) for offsets in zip(*(_ends(turn) for turn in every), strict=True)
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
        turns=every,
        starts=int_array(turn.span.start for turn in every),
        body_starts=body_starts,
        body_ends=body_ends,
        turn_words=np.bincount(owner, minlength=len(every)),
        word_starts=word_starts,
        word_ends=word_ends,
        sentences=int_array(sentence.span.start for sentence in sentences),
    )


def _ends(turn: Turn) -> tuple[int, int]:
    return turn.body.start, turn.body.end


def _words(text: str, body_starts: Ints, body_ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Return where the words of all bodies begin and end, and the number of the body that each is in."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    flags = np.frombuffer(white_space(), dtype=bool)
    inked = ~flags[np.minimum(points, len(flags) - 1)]
    # Whether a word goes on across the place before each character; it never does at the edge of a body.
    goes_on = np.concatenate(([False], inked[1:] & inked[:-1], [False]))
    goes_on[body_starts] = goes_on[body_ends] = False
    starts = np.flatnonzero(inked & ~goes_on[:-1])
    ends = np.flatnonzero(inked & ~goes_on[1:]) + 1
    owner = np.searchsorted(body_starts, starts, side="right") - 1
    inside = starts < body_ends[owner]
    return starts[inside], ends[inside], owner[inside]
