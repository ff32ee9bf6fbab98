"""How much one coder's answers say about each code, and about how many codings to expect.

A code keeps the suggestions of its patterns until the coder's own answers on that code speak against them:
codings with other codes never do. The evidence is a beta posterior of the patterns' precision. With m their
mean probability, counted as 10 suggestions, r suggestions coded and w not: (r + 10 m) / (r + w + 10). A
segment without the code counts to w

* by n / (n + 3) up to the last coding with this code in the source, with n the segments that have the code,
  times the share of the silent segments that was read (see reading_estimate);
* by the strength `a` of silence (see silent_segments) in what the coder is known to have read;
* by 1 if the suggestion was rejected.

The scores of the patterns are corrected by a factor for each code. If R of its answered suggestions were
coded and E were to be expected, the sum of their probabilities (times that of having been read), then the
factor is (R + 5 m) / (E + 5), with m the same of all codes together and (R + 5) / (E + 5): the posterior mean
of a Poisson rate with a gamma prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.logistic_models import Matrix
from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from qualcode.suggesters.learning.segment_features import SegmentFeatures
from qualcode.suggesters.learning.silent_segments import USES_FOR_HALF, silence_strength
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, gets_suggestions, shown_codes

Flags = NDArray[np.bool_]
_PRIOR_SUGGESTIONS = 10.0
_PRIOR_EXPECTED = 5.0
_PRIOR_SEGMENTS = 20.0
"""As how many read segments the rate of the patterns, or of likely reading, counts beside known reading."""
_SHOWN_PER_CODING = 1.7
"""Least number of suggestions for each coding to expect; below 2, as the estimated rate may be too high."""
_MOST_SHOWN_PER_CODING = 2.0
"""The same, if the rate were known exactly: more are a flood."""
_RATE_MARGIN = 0.5
"""How many standard errors the rate may be too high."""
_SHOWN_PER_PATTERN = 1.15
"""The same for each suggestion of the patterns, where nothing was read: they need not be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEvidence:
    """What is known of each code (arrays by code), and of how often the coder codes."""

    in_use: Flags
    """Codes with a coding."""
    codings: int
    """Number of codings of all codes."""
    calibrated: Flags
    """Codes whose learned probabilities rest on answers for and against them."""
    anything_read: bool
    """Whether any segment was read, so that silence there is an answer."""
    keeps_patterns: Flags
    """Codes whose patterns the coder's answers do not speak against."""
    pattern_factors: Matrix
    """The correction of the patterns' probabilities of each code."""
    pattern_rate: Matrix
    """Suggestions of the patterns per segment."""
    likely_rate: Matrix
    """Codings per segment up to the last manual coding of each source: a lower bound if codings are few."""
    known_codings: Matrix
    """Number of codings in what is known to be read."""
    settled_codings: Matrix
    """The same, each times the square of the share of its source that is known to be read.

    The first turns of a source may have other rates than the rest.
    """
    known_segments: int
    """Number of segments that are known to be read."""
    read_share: float
    """The estimated share that was read where reading is likely, but not known; 1 without such segments."""

    @classmethod
    def gather(
        cls,
        keys: Sequence[CodeKey],
        sources: Sequence[CodedSource],
        features: Sequence[SegmentFeatures],
        reading: ReadingEstimate,
    ) -> Self:
        """Count the answers on all sources; `features` are those of the whole sources."""
        counts = _Counts.none(len(keys))
        for source, its_features in zip(sources, features, strict=True):
            counts = counts.plus(_count(keys, source, its_features, reading))
        likely_ignored = reading.silent_read * counts.likely_ignored
        wrong = (
            counts.uses / (counts.uses + USES_FOR_HALF) * likely_ignored
            + silence_strength(keys, sources) * counts.known_ignored
            + counts.rejected_suggestions
        )
        mean = np.maximum(counts.probabilities / np.maximum(counts.suggestions, 1), DEFAULT_LIMITS.at_least)
        posterior = (counts.coded_suggestions + _PRIOR_SUGGESTIONS * mean) / (
            counts.coded_suggestions + wrong + _PRIOR_SUGGESTIONS
        )
        keeps_patterns = posterior >= DEFAULT_LIMITS.at_least
        return cls(
            in_use=counts.uses > 0,
            codings=int(counts.uses.sum()),
            calibrated=(counts.uses > 0) & ((counts.likely_segments > 0) | (counts.rejections > 0)),
            anything_read=bool(counts.likely_segments.any()),
            keeps_patterns=keeps_patterns,
            pattern_factors=_pattern_factors(counts),
            pattern_rate=keeps_patterns * counts.suggestions / np.maximum(counts.segments, 1),
            likely_rate=counts.likely_codings / np.maximum(counts.likely_segments, 1),
            known_codings=counts.known_codings,
            settled_codings=counts.settled_codings,
            known_segments=int(counts.known_segments[0]),
            read_share=reading.read,
        )

    def suggestions_per_segment(self, allowed: Flags) -> float:
        """Return the number of suggestions of some codes to make per segment.

        The rate of codings is that of what is known to be read, with 20 segments of the other rates. The
        more codings it rests on, in sources read to the end, the nearer to 2 is the number for each.
        """
        patterns = _SHOWN_PER_PATTERN * self.pattern_rate[allowed].sum()
        elsewhere = max(patterns, _SHOWN_PER_CODING * self.likely_rate[allowed].sum())
        relative_error = 1 / np.sqrt(self.settled_codings[allowed].sum() + 1)  # of a Poisson rate
        settled = _MOST_SHOWN_PER_CODING * (1 - _RATE_MARGIN * relative_error)
        known = max(_SHOWN_PER_CODING, settled) * self.known_codings[allowed].sum()
        return float((known + _PRIOR_SEGMENTS * elsewhere) / (self.known_segments + _PRIOR_SEGMENTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """Counts on segments that get suggestions, by code (numbers of segments are repeated for each code)."""

    uses: Matrix
    rejections: Matrix
    suggestions: Matrix
    """What the patterns alone would suggest."""
    probabilities: Matrix
    """Sum of the probabilities of these suggestions."""
    coded_suggestions: Matrix
    rejected_suggestions: Matrix
    answered_right: Matrix
    """Coded suggestions on segments that were read."""
    expected_right: Matrix
    """The number to expect there of the patterns' probabilities."""
    likely_ignored: Matrix
    """Suggestions before the last coding with their code, where reading is likely but not known."""
    known_ignored: Matrix
    likely_codings: Matrix
    known_codings: Matrix
    settled_codings: Matrix
    segments: Matrix
    likely_segments: Matrix
    known_segments: Matrix

    @classmethod
    def none(cls, codes: int) -> Self:
        return cls(**{field.name: np.zeros(codes) for field in fields(cls)})

    def plus(self, counts: "_Counts") -> "_Counts":
        return _Counts(
            **{field.name: getattr(self, field.name) + getattr(counts, field.name) for field in fields(self)}
        )


def _pattern_factors(counts: _Counts) -> Matrix:
    """Return the factor of each code, from its own answers and from those on all codes."""
    pooled = (counts.answered_right.sum() + _PRIOR_EXPECTED) / (counts.expected_right.sum() + _PRIOR_EXPECTED)
    return np.asarray(
        (counts.answered_right + _PRIOR_EXPECTED * pooled) / (counts.expected_right + _PRIOR_EXPECTED)
    )


def _count(
    keys: Sequence[CodeKey], source: CodedSource, features: SegmentFeatures, reading: ReadingEstimate
) -> _Counts:
    """Count the answers on one source."""
    size = len(source.segments)
    eligible = np.array([gets_suggestions(segment, DEFAULT_LIMITS) for segment in source.segments])
    probabilities = features.pattern_probabilities()
    suggested = shown_codes(probabilities, DEFAULT_LIMITS.at_least, DEFAULT_LIMITS.at_most)
    suggested &= eligible[:, None]
    coded, rejected, skipped = (
        _padded(answer_matrix(keys, answers), size) > 0
        for answers in (source.codes, source.rejected, source.skipped)
    )
    likely = ((np.arange(size) < source.read_count) & eligible)[:, None]
    known = ((np.arange(size) < source.read_through_count) & eligible)[:, None]
    until_last_use = np.cumsum(coded[::-1], axis=0)[::-1] > 0
    ignored = suggested & ~coded & ~rejected & ~skipped
    is_answered = likely | known
    read_probability = np.where(known, 1.0, reading.read)
    matrices = {
        "uses": coded,
        "rejections": rejected,
        "suggestions": suggested,
        "probabilities": np.where(suggested, probabilities, 0.0),
        "coded_suggestions": suggested & coded,
        "rejected_suggestions": suggested & rejected & ~coded,
        "answered_right": suggested & coded & is_answered,
        "expected_right": np.where(suggested & is_answered, read_probability * probabilities, 0.0),
        "likely_ignored": ignored & until_last_use & likely & ~known,
        "known_ignored": ignored & known,
        "likely_codings": coded & likely,
        "known_codings": coded & known,
        "settled_codings": (coded & known) * (known.sum() / max(eligible.sum(), 1)) ** 2,
        "segments": np.broadcast_to(eligible[:, None], coded.shape),
        "likely_segments": np.broadcast_to(likely, coded.shape),
        "known_segments": np.broadcast_to(known, coded.shape),
    }
    return _Counts(**{name: matrix.sum(axis=0).astype(np.float64) for name, matrix in matrices.items()})


def _padded(answers: Matrix, size: int) -> Matrix:
    """Return answers on the first segments as answers on all: 0 on the others."""
    return np.vstack([answers, np.zeros((size - len(answers), answers.shape[1]))])
