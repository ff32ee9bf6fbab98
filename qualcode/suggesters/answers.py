"""What a coder has answered so far, segment by segment: the evidence that suggestions are learned from.

A segment that was read and left uncoded says "none of these"; one not read yet says nothing. How far a coder
has read is where their last coding or decision in the source stands, unless it is known better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import CodeKey, Coding, Decision, Segment, Span, Verdict
from qualcode.suggesters.logistic import Matrix

_HALF = 0.5
_REJECTION = 3.0
"""How many segments left uncoded a suggestion that was looked at and rejected counts for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSource:
    """A whole source's segments in their order, and one coder's answers on those read: the first of them."""

    segments: Sequence[Segment]
    codes: Sequence[frozenset[CodeKey]]
    """The codes of each segment read."""
    rejected: Sequence[frozenset[CodeKey]]
    skipped: Sequence[frozenset[CodeKey]]

    @property
    def read(self) -> int:
        """How many segments have been read."""
        return len(self.codes)

    def upto(self, read: int) -> "CodedSource":
        """Return the source as it was when only this many segments had been read."""
        return CodedSource(
            segments=self.segments,
            codes=self.codes[:read],
            rejected=self.rejected[:read],
            skipped=self.skipped[:read],
        )


def coded_source(
    segments: Sequence[Segment],
    codings: Iterable[Coding],
    decisions: Iterable[Decision] = (),
    place: int | None = None,
) -> CodedSource:
    """Return one coder's answers on a source, read up to `place` (an offset), or to the last answer."""
    placed = [(coding.span, coding.code) for coding in codings]
    answered = list(decisions)
    rejected = [(one.span, one.code) for one in answered if one.verdict is Verdict.REJECTED]
    skipped = [(one.span, one.code) for one in answered if one.verdict is Verdict.SKIPPED]
    ends = [span.end for span, _ in placed] + [one.span.end for one in answered]
    last = max(ends, default=0) if place is None else place
    read = sum(segment.span.start < last for segment in segments)
    return CodedSource(
        segments=segments,
        codes=_by_segment(segments[:read], placed),
        rejected=_by_segment(segments[:read], rejected),
        skipped=_by_segment(segments[:read], skipped),
    )


def belongs(span: Span, segment: Span) -> bool:
    """Whether a coding counts as the segment's: they share at least half of the shorter one."""
    shared = min(span.end, segment.end) - max(span.start, segment.start)
    return shared > 0 and shared >= _HALF * min(len(span), len(segment))


def table(keys: Sequence[CodeKey], answers: Sequence[frozenset[CodeKey]]) -> Matrix:
    """Return the answers as 0 and 1: segments by codes; codes that are not among the keys are left out."""
    column = {key: position for position, key in enumerate(keys)}
    filled = np.zeros((len(answers), len(keys)))
    for row, codes in enumerate(answers):
        filled[row, [column[code] for code in codes if code in column]] = 1.0
    return filled


def importance(keys: Sequence[CodeKey], source: CodedSource) -> Matrix:
    """Return how much each answer counts: a rejection more than silence, a skipped suggestion not at all."""
    weights = np.ones((source.read, len(keys)))
    coded = table(keys, source.codes)
    weights[(table(keys, source.rejected) > coded)] = _REJECTION
    weights[(table(keys, source.skipped) > coded)] = 0.0
    return weights


def _by_segment(
    segments: Sequence[Segment], marks: Sequence[tuple[Span, CodeKey]]
) -> tuple[frozenset[CodeKey], ...]:
    """Return for each segment the codes of the marks that belong to it."""
    found: list[set[CodeKey]] = [set() for _ in segments]
    starts = np.array([segment.span.start for segment in segments])
    ends = np.array([segment.span.end for segment in segments])
    for span, code in marks:
        for row in np.flatnonzero((starts < span.end) & (ends > span.start)).tolist():
            if belongs(span, segments[row].span):
                found[row].add(code)
    return tuple(frozenset(codes) for codes in found)
