"""One source as arrays: where its turns, sentences and countable words stand.

Only words in a turn's body count: labels are not speech and the preamble is nobody's. Turn 0 is the
preamble, so that every offset of the text lies in exactly one turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import Kind, Sentence, Source, SourceId, Span, Turn, word_bounds
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
    words = [_words(source.text, turn.body) for turn in every]
    bounds = np.concatenate(words)
    return SourceIndex(
        facts=SourceFacts(
            id=source.id,
            name=source.name,
            kind=source.kind,
            file_name=source.file_name,
            sha256=source.sha256,
        ),
        turns=every,
        starts=ints(turn.span.start for turn in every),
        body_starts=ints(turn.body.start for turn in every),
        body_ends=ints(turn.body.end for turn in every),
        turn_words=ints(len(part) for part in words),
        word_starts=bounds[:, 0],
        word_ends=bounds[:, 1],
        sentences=ints(sentence.span.start for sentence in sentences),
    )


def _words(text: str, body: Span) -> Ints:
    """Return start and end of each word of the body, as an array of words by two."""
    return np.array(word_bounds(body.of(text)), dtype=np.int64).reshape(-1, 2) + body.start
