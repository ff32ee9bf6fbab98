"""One source as arrays: where its turns, sentences and countable words stand.

Only words in a turn's body count: labels are not speech and the preamble is nobody's. Turn 0 is the
preamble, so that every offset of the text lies in exactly one turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Kind, Sentence, Source, SourceId, Span, Turn, word_starts
from qualcode.tables.relations import Ints, ints

_PREAMBLE = Turn(number=0, span=Span(0, 0), body=Span(0, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What tables say about a source itself."""

    id: SourceId
    name: str
    kind: Kind
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
    words: Ints
    """Where the words of the turns' bodies begin."""
    sentences: Ints
    """Where sentences begin; empty if the source was indexed without them."""


def index_source(source: Source, turns: Sequence[Turn], sentences: Sequence[Sentence] = ()) -> SourceIndex:
    """Index a source by its turns, and by its sentences where a table needs them."""
    every = (_PREAMBLE, *turns)
    starts = ints(turn.span.start for turn in every)
    body_starts = ints(turn.body.start for turn in every)
    body_ends = ints(turn.body.end for turn in every)
    words = np.array(word_starts(source.text), dtype=np.int64)
    turn = np.searchsorted(starts, words, side="right") - 1
    spoken = (body_starts[turn] <= words) & (words < body_ends[turn])
    return SourceIndex(
        facts=SourceFacts(
            id=source.id,
            name=source.name,
            kind=source.kind,
            file_name=source.file_name,
            sha256=source.sha256,
        ),
        turns=every,
        starts=starts,
        body_starts=body_starts,
        body_ends=body_ends,
        words=words[spoken],
        sentences=ints(sentence.span.start for sentence in sentences),
    )
