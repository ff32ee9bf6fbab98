"""Where codings stand: each is cut at the ends of turns into pieces, one source at a time.

A piece lies in the body of one turn, so it has one speaker and one role, and its words are a run of
numbers. Turns, words and sentences are numbered through the whole study, in the order of the sources.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from qualcode.tables.arrays.source_index import SourceIndex
from qualcode.tables.arrays.sparse_relations import Flags, Ints, joined, ranges, starts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodingPieces:
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
        """The codings that have a piece, in ascending order."""
        return self.coding[starts(self.coding)]

    def taken(self, some: Flags | Ints) -> Self:
        """Return only the pieces that are flagged or numbered."""
        return type(self)(
            coding=self.coding[some], turn=self.turn[some], first=self.first[some], end=self.end[some]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacedCodings:
    """The codings of one source in the study's numbering; sentences as a half-open range for each coding."""

    pieces: CodingPieces
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


def place(index: SourceIndex, coding: Ints, start: Ints, end: Ints, before: UnitOffsets) -> PlacedCodings:
    """Cut the source's codings, given with their numbers and offsets, into pieces."""
    first_turn = np.searchsorted(index.starts, start, side="right") - 1
    last_turn = np.searchsorted(index.starts, np.maximum(end - 1, start), side="right") - 1
    owner, turn = ranges(first_turn, last_turn + 1)
    piece_start = np.maximum(start[owner], index.body_starts[turn])
    piece_end = np.minimum(end[owner], index.body_ends[turn])
    meets = piece_end > piece_start
    meets |= _alone(owner, meets, len(coding))
    owner, turn, piece_start, piece_end = owner[meets], turn[meets], piece_start[meets], piece_end[meets]
    first = np.searchsorted(index.word_ends, piece_start, side="right")  # a word that is touched counts
    return PlacedCodings(
        pieces=CodingPieces(
            coding=coding[owner],
            turn=turn + before.turns,
            first=first + before.words,
            end=np.maximum(np.searchsorted(index.word_starts, piece_end), first) + before.words,
        ),
        turn_words=index.turn_words,
        **_sentences(index, start, end, before.sentences),
    )


def gathered(parts: list[CodingPieces]) -> CodingPieces:
    """Return the pieces of all sources in the order of the codings."""
    pieces = CodingPieces(
        coding=joined([part.coding for part in parts]),
        turn=joined([part.turn for part in parts]),
        first=joined([part.first for part in parts]),
        end=joined([part.end for part in parts]),
    )
    return pieces.taken(np.argsort(pieces.coding, kind="stable"))


def _alone(owner: Ints, meets: Flags, codings: int) -> Flags:
    """Flag the first turn of each coding that meets no body at all, so that it is not lost."""
    bodiless: Flags = np.bincount(owner[meets], minlength=codings) == 0
    first: Flags = np.r_[True, owner[1:] != owner[:-1]][: len(owner)]
    return np.logical_and(first, bodiless[owner])


def _sentences(index: SourceIndex, start: Ints, end: Ints, before: int) -> dict[str, Ints]:
    first = np.maximum(np.searchsorted(index.sentences, start, side="right") - 1, 0)
    after = np.maximum(np.searchsorted(index.sentences, end), first + bool(len(index.sentences)))
    return {"sentence_first": first + before, "sentence_end": after + before}
