"""What a coder has answered so far, segment by segment: the evidence that suggestions are learned from.

A segment that was read and left uncoded says "none of these"; one not read yet says nothing. How far a coder
has read is where the last coding of their own hand in the source stands, unless it is known better. Whoever
answers a suggestion, or many at once, has said something of that code there, and nothing of other codes or
of what stands before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import CodeKey, Coding, Decision, Origin, Segment, Span, Verdict
from qualcode.suggesters.learning.logistic_models import Matrix

_HALF = 0.5
_BY_HAND = (Origin.HUMAN, Origin.IMPORTED)
_REJECTION = 3.0
"""How many segments left uncoded a suggestion that was looked at and rejected counts for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSource:
    """A whole source's segments in their order, and one coder's answers on the first of them."""

    segments: Sequence[Segment]
    codes: Sequence[frozenset[CodeKey]]
    """The codes of each segment up to the last answer."""
    rejected: Sequence[frozenset[CodeKey]]
    skipped: Sequence[frozenset[CodeKey]]
    read_to: int | None = None
    """How many of them were read; in later ones only suggestions were answered. All where None."""

    @property
    def answered(self) -> int:
        """How many segments there are up to the last answer."""
        return len(self.codes)

    @property
    def read(self) -> int:
        """How many segments, from the first on, have been read."""
        return self.answered if self.read_to is None else min(self.read_to, self.answered)

    def upto(self, answered: int) -> "CodedSource":
        """Return the source as it was when only this many segments had been answered."""
        return CodedSource(
            segments=self.segments,
            codes=self.codes[:answered],
            rejected=self.rejected[:answered],
            skipped=self.skipped[:answered],
            read_to=self.read_to,
        )


def coded_source(
    segments: Sequence[Segment],
    codings: Iterable[Coding],
    decisions: Iterable[Decision] = (),
    place: int | None = None,
) -> CodedSource:
    """Return one coder's answers on a source, read up to `place` (an offset) or their own last coding."""
    given = list(codings)
    placed = [(coding.span, coding.code) for coding in given]
    answered = list(decisions)
    rejected = [(one.span, one.code) for one in answered if one.verdict is Verdict.REJECTED]
    skipped = [(one.span, one.code) for one in answered if one.verdict is Verdict.SKIPPED]
    ends = [span.end for span, _ in placed] + [one.span.end for one in answered]
    last = manual_coding_end(given) if place is None else place
    to_answer = _before(segments, max([last, *ends]))
    return CodedSource(
        segments=segments,
        codes=_by_segment(segments[:to_answer], placed),
        rejected=_by_segment(segments[:to_answer], rejected),
        skipped=_by_segment(segments[:to_answer], skipped),
        read_to=_before(segments, last),
    )


def manual_coding_end(codings: Iterable[Coding]) -> int:
    """Return the offset up to which a source was read by one who coded it so, suggestions left aside."""
    return max((one.span.end for one in codings if one.origin in _BY_HAND), default=0)


def covers(span: Span, segment: Span) -> bool:
    """Whether a coding counts as the segment's: they share at least half of the shorter one."""
    shared = min(span.end, segment.end) - max(span.start, segment.start)
    return shared > 0 and shared >= _HALF * min(len(span), len(segment))


def answer_matrix(keys: Sequence[CodeKey], answers: Sequence[frozenset[CodeKey]]) -> Matrix:
    """Return the answers as 0 and 1: segments by codes; codes that are not among the keys are left out."""
    column = {key: position for position, key in enumerate(keys)}
    filled = np.zeros((len(answers), len(keys)))
    for row, codes in enumerate(answers):
        filled[row, [column[code] for code in codes if code in column]] = 1.0
    return filled


def answer_weights(keys: Sequence[CodeKey], source: CodedSource) -> Matrix:
    """Return how much each answer counts: a rejection more than silence, a skipped suggestion not at all.

    Silence counts where the segment was read.
    """
    coded = answer_matrix(keys, source.codes)
    weights = np.ones((source.answered, len(keys)))
    weights[source.read :] = coded[source.read :]
    weights[(answer_matrix(keys, source.rejected) > coded)] = _REJECTION
    weights[(answer_matrix(keys, source.skipped) > coded)] = 0.0
    return weights


def _before(segments: Sequence[Segment], place: int) -> int:
    return sum(segment.span.start < place for segment in segments)


def _by_segment(
    segments: Sequence[Segment], marks: Sequence[tuple[Span, CodeKey]]
) -> tuple[frozenset[CodeKey], ...]:
    """Return for each segment the codes of the marks that belong to it."""
    found: list[set[CodeKey]] = [set() for _ in segments]
    starts = np.array([segment.span.start for segment in segments])
    ends = np.array([segment.span.end for segment in segments])
    for span, code in marks:
        for row in np.flatnonzero((starts < span.end) & (ends > span.start)).tolist():
            if covers(span, segments[row].span):
                found[row].add(code)
    return tuple(frozenset(codes) for codes in found)
