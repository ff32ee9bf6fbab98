"""Where codings stand: each is cut at the ends of turns into spans, one source at a time.

A span lies in the body of one turn, so it has one speaker and one role, and its words are a run of
numbers. Turns, words and sentences are numbered through the whole study, in the order of the sources.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from qualcode.tables.arrays.source_index import SourceIndex
from qualcode.tables.arrays.sparse_relations import Flags, Ints, concatenate, expand_ranges, run_starts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TurnSpans:
    """The parts of codings that lie in one turn each, in the order of the codings."""

    coding: Ints
    turn: Ints
    first: Ints
    """The number of its first word."""
    end: Ints
    """One more than the number of its last word; `first` where it has no countable word."""

    def __len__(self) -> int:
        return len(self.coding)

    @property
    def codings(self) -> Ints:
        """The codings that have a span, in ascending order."""
        return self.coding[run_starts(self.coding)]

    def select(self, some: Flags | Ints) -> Self:
        """Return only the spans that are flagged or numbered."""
        return type(self)(
            coding=self.coding[some], turn=self.turn[some], first=self.first[some], end=self.end[some]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceCodings:
    """The codings of one source in the study's numbering; sentences as a half-open range for each coding."""

    spans: TurnSpans
    turn_words: Ints
    sentence_first: Ints
    sentence_end: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOffsets:
    """How many turns, words and sentences the sources before this one have."""

    turns: int = 0
    words: int = 0
    sentences: int = 0

    def after(self, index: SourceIndex) -> Self:
        """Return the numbers for the source that follows."""
        return type(self)(
            turns=self.turns + len(index.turns),
            words=self.words + len(index.word_starts),
            sentences=self.sentences + len(index.sentences),
        )


def cut_at_turns(
    index: SourceIndex, coding: Ints, start: Ints, end: Ints, before: UnitOffsets
) -> SourceCodings:
    """Cut the source's codings, given with their numbers and offsets, into spans."""
    first_turn = np.searchsorted(index.starts, start, side="right") - 1
    last_turn = np.searchsorted(index.starts, np.maximum(end - 1, start), side="right") - 1
    owner, turn = expand_ranges(first_turn, last_turn + 1)
    span_start = np.maximum(start[owner], index.body_starts[turn])
    span_end = np.minimum(end[owner], index.body_ends[turn])
    meets = span_end > span_start
    meets |= _first_of_bodiless(owner, meets, len(coding))
    owner, turn, span_start, span_end = owner[meets], turn[meets], span_start[meets], span_end[meets]
    first = np.searchsorted(index.word_ends, span_start, side="right")  # a word that is touched counts
    return SourceCodings(
        spans=TurnSpans(
            coding=coding[owner],
            turn=turn + before.turns,
            first=first + before.words,
            end=np.maximum(np.searchsorted(index.word_starts, span_end), first) + before.words,
        ),
        turn_words=index.turn_words,
        **_sentence_ranges(index, start, end, before.sentences),
    )


def concatenate_spans(parts: list[TurnSpans]) -> TurnSpans:
    """Return the spans of all sources in the order of the codings."""
    spans = TurnSpans(
        coding=concatenate([part.coding for part in parts]),
        turn=concatenate([part.turn for part in parts]),
        first=concatenate([part.first for part in parts]),
        end=concatenate([part.end for part in parts]),
    )
    return spans.select(np.argsort(spans.coding, kind="stable"))


def _first_of_bodiless(owner: Ints, meets: Flags, codings: int) -> Flags:
    """Flag the first turn of each coding that meets no body at all, so that it is not lost."""
    bodiless: Flags = np.bincount(owner[meets], minlength=codings) == 0
    first: Flags = np.r_[True, owner[1:] != owner[:-1]][: len(owner)]
    return np.logical_and(first, bodiless[owner])


def _sentence_ranges(index: SourceIndex, start: Ints, end: Ints, before: int) -> dict[str, Ints]:
    first = np.maximum(np.searchsorted(index.sentences, start, side="right") - 1, 0)
    after = np.maximum(np.searchsorted(index.sentences, end), first + bool(len(index.sentences)))
    return {"sentence_first": first + before, "sentence_end": after + before}
