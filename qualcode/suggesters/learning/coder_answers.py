"""One coder's answers, segment by segment: the training data of the learned suggester.

A segment that was read and left uncoded is a negative example for every code; one not read yet says nothing.
A coder has read a source up to the end of their last manual coding there, unless more is known. A decision on
a suggestion (or on many at once) is an answer on that code and segment only: it says nothing about other
codes, or about earlier segments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.model import CodeKey, Coding, Decision, Origin, Segment, Span, Verdict
from qualcode.suggesters.learning.logistic_models import Matrix

NOT_READ = Span(0, 0)
_MINIMUM_SHARE = 0.5
_MANUAL_ORIGINS = (Origin.HUMAN, Origin.IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSource:
    """All segments of a source, in order, and one coder's answers on the first of them."""

    segments: Sequence[Segment]
    codes: Sequence[frozenset[CodeKey]]
    """The codes of each segment up to the last answer."""
    rejected: Sequence[frozenset[CodeKey]]
    skipped: Sequence[frozenset[CodeKey]]
    read_limit: int | None = None
    """Number of segments up to the last manual coding or reading position, whichever is later. On later
    ones only suggestions were answered. None: all in `codes`."""
    read_through: int | None = None
    """Number of segments that the coder is known to have read from the first on. None: `read_count`."""

    @property
    def answered_count(self) -> int:
        """The number of segments up to the last answer."""
        return len(self.codes)

    @property
    def read_count(self) -> int:
        """The number of segments, from the first on, that have been read."""
        if self.read_limit is None:
            return self.answered_count
        return min(self.read_limit, self.answered_count)

    @property
    def read_through_count(self) -> int:
        """The number of segments, from the first on, on which silence is known to be an answer."""
        if self.read_through is None:
            return self.read_count
        return min(self.read_through, self.answered_count)

    def truncated(self, answered_count: int) -> "CodedSource":
        """Return the source as it was when only this number of segments had been answered."""
        return CodedSource(
            segments=self.segments,
            codes=self.codes[:answered_count],
            rejected=self.rejected[:answered_count],
            skipped=self.skipped[:answered_count],
            read_limit=self.read_limit,
            read_through=self.read_through,
        )


def coded_source(
    segments: Sequence[Segment],
    codings: Iterable[Coding],
    decisions: Iterable[Decision] = (),
    read_through: Span = NOT_READ,
) -> CodedSource:
    """Return one coder's answers on a source, and how far they are known to have read it."""
    own_codings, own_decisions = list(codings), list(decisions)
    coded_spans = [(coding.span, coding.code) for coding in own_codings]
    ends = [span.end for span, _ in coded_spans] + [decision.span.end for decision in own_decisions]
    read_end = max(manual_coding_end(own_codings), read_through.end)
    answered = segments[: _count_before(segments, max([read_end, *ends]))]
    return CodedSource(
        segments=segments,
        codes=_codes_by_segment(answered, coded_spans),
        rejected=_codes_by_segment(answered, _spans_with(Verdict.REJECTED, own_decisions)),
        skipped=_codes_by_segment(answered, _spans_with(Verdict.SKIPPED, own_decisions)),
        read_limit=_count_before(segments, read_end),
        read_through=_count_before(segments, read_through.end),
    )


def manual_coding_end(codings: Iterable[Coding]) -> int:
    """Return the offset at which the last coding made by hand (or imported) ends; 0 if there is none."""
    return max((coding.span.end for coding in codings if coding.origin in _MANUAL_ORIGINS), default=0)


def covers(span: Span, segment: Span) -> bool:
    """Whether a coding counts as the segment's: they share at least half of the shorter one."""
    shared = min(span.end, segment.end) - max(span.start, segment.start)
    return shared > 0 and shared >= _MINIMUM_SHARE * min(len(span), len(segment))


def answer_matrix(keys: Sequence[CodeKey], answers: Sequence[frozenset[CodeKey]]) -> Matrix:
    """Return answers as 0 and 1, segments by codes; codes that are not in `keys` are left out."""
    columns = {key: column for column, key in enumerate(keys)}
    matrix = np.zeros((len(answers), len(keys)))
    for row, codes in enumerate(answers):
        matrix[row, [columns[code] for code in codes if code in columns]] = 1.0
    return matrix


def _spans_with(verdict: Verdict, decisions: Sequence[Decision]) -> list[tuple[Span, CodeKey]]:
    return [(decision.span, decision.code) for decision in decisions if decision.verdict is verdict]


def _count_before(segments: Sequence[Segment], offset: int) -> int:
    return sum(segment.span.start < offset for segment in segments)


def _codes_by_segment(
    segments: Sequence[Segment], coded_spans: Sequence[tuple[Span, CodeKey]]
) -> tuple[frozenset[CodeKey], ...]:
    """Return for each segment the codes of the spans that cover it."""
    codes: list[set[CodeKey]] = [set() for _ in segments]
    starts = np.array([segment.span.start for segment in segments])
    ends = np.array([segment.span.end for segment in segments])
    for span, code in coded_spans:
        for row in np.flatnonzero((starts < span.end) & (ends > span.start)).tolist():
            if covers(span, segments[row].span):
                codes[row].add(code)
    return tuple(frozenset(keys) for keys in codes)
