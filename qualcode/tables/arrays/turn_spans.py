"""Cut codings at the ends of turns into turn spans, one source at a time.

A turn span is within the body of one turn, so it has one speaker and one role, and its words are a half-open
range of numbers. Turns, words and sentences are numbered across the study, in the order of the sources.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from qualcode.tables.arrays.source_index import SourceIndex
from qualcode.tables.arrays.sparse_relations import Flags, Ints, concatenate, expand_ranges, run_starts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TurnSpans:
    """The spans of codings within single turns as parallel arrays, in the order of the codings."""

    coding: Ints
    """The row of the coding in `Study.codings`."""
    turn: Ints
    first: Ints
    """The number of the first word."""
    end: Ints
    """The number of the last word plus 1; `first` if there is no countable word."""

    def __len__(self) -> int:
        return len(self.coding)

    @property
    def codings(self) -> Ints:
        """The rows of the codings that have a span, ascending."""
        return self.coding[run_starts(self.coding)]

    def select(self, chosen: Flags | Ints) -> Self:
        """Return the spans that are flagged, or those at these positions."""
        return type(self)(
            coding=self.coding[chosen], turn=self.turn[chosen], first=self.first[chosen], end=self.end[chosen]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceCodings:
    """The codings of one source in the numbering of the study; sentences as half-open ranges."""

    spans: TurnSpans
    turn_words: Ints
    sentence_first: Ints
    sentence_end: Ints
    sentence_turns: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOffsets:
    """The numbers of turns, words and sentences in all preceding sources."""

    turns: int = 0
    words: int = 0
    sentences: int = 0

    def after(self, index: SourceIndex) -> Self:
        """Return the offsets for the source that follows `index`."""
        return type(self)(
            turns=self.turns + len(index.turns),
            words=self.words + len(index.word_starts),
            sentences=self.sentences + len(index.sentences),
        )


def cut_at_turns(
    index: SourceIndex, coding: Ints, start: Ints, end: Ints, before: UnitOffsets
) -> SourceCodings:
    """Cut the codings of a source at the ends of its turns.

    `coding`, `start` and `end` have the row and the code-point offsets of each coding. A coding that overlaps
    no body of a turn keeps an empty span in its first turn.
    """
    first_turn = np.searchsorted(index.starts, start, side="right") - 1
    last_turn = np.searchsorted(index.starts, np.maximum(end - 1, start), side="right") - 1
    owner, turn = expand_ranges(first_turn, last_turn + 1)
    span_start = np.maximum(start[owner], index.body_starts[turn])
    span_end = np.minimum(end[owner], index.body_ends[turn])
    overlaps = span_end > span_start
    overlaps |= _first_of_bodiless(owner, overlaps, len(coding))
    owner, turn, span_start, span_end = (
        owner[overlaps],
        turn[overlaps],
        span_start[overlaps],
        span_end[overlaps],
    )
    first = np.searchsorted(index.word_ends, span_start, side="right")  # partly coded words count
    return SourceCodings(
        spans=TurnSpans(
            coding=coding[owner],
            turn=turn + before.turns,
            first=first + before.words,
            end=np.maximum(np.searchsorted(index.word_starts, span_end), first) + before.words,
        ),
        turn_words=index.turn_words,
        sentence_turns=index.sentence_turns + before.turns,
        **_sentence_ranges(index, start, end, before.sentences),
    )


def concatenate_spans(by_source: list[TurnSpans]) -> TurnSpans:
    """Return the spans of all sources in the order of the codings."""
    joined = TurnSpans(
        coding=concatenate([spans.coding for spans in by_source]),
        turn=concatenate([spans.turn for spans in by_source]),
        first=concatenate([spans.first for spans in by_source]),
        end=concatenate([spans.end for spans in by_source]),
    )
    return joined.select(np.argsort(joined.coding, kind="stable"))


def _first_of_bodiless(owner: Ints, overlaps: Flags, codings: int) -> Flags:
    """Flag the first turn of each coding that overlaps no body, so that every coding has a turn."""
    bodiless: Flags = np.bincount(owner[overlaps], minlength=codings) == 0
    first: Flags = np.r_[True, owner[1:] != owner[:-1]][: len(owner)]
    return np.logical_and(first, bodiless[owner])


def _sentence_ranges(index: SourceIndex, start: Ints, end: Ints, before: int) -> dict[str, Ints]:
    """Return the sentences that each coding overlaps; an empty range for a label or between sentences."""
    first = np.searchsorted(index.sentence_ends, start, side="right")
    after = np.maximum(np.searchsorted(index.sentences, end), first)
    return {"sentence_first": first + before, "sentence_end": after + before}
