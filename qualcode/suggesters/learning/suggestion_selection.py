"""Which codes of a source's segments become suggestions, and with what score.

First the codebook's own: what the patterns alone would suggest, of each code whose patterns the coder's
answers do not speak against. Codings with other codes never remove these. Then the likeliest learned ones, up
to the number of suggestions that the coder's rate of codings justifies.

Where this leaves room, and meanings are compared, labels and definitions suggest codes on which there are too
few answers to learn from: of all that they would, at least a share 10 / (10 + n), with n the codings.
With definitions only, on unread sources of two coded studies, this added .16 and .03 to the covered share
before any coding, .10 and 0 after 25 codings, .03 and 0 after 100; it lowered F1 by .006 at most.

The score is the learned probability, where it rests on answers for and against the code. Otherwise it is that
of the patterns, corrected by how often the coder coded what they suggest, and the suggestion says so. The
score of what the patterns suggest may be lower than the lowest that is otherwise shown: of what they suggest
and the learned probability is below that for, coders code as little as this probability says.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.learning.answer_evidence import AnswerEvidence, Flags
from qualcode.suggesters.learning.logistic_models import Matrix
from qualcode.suggesters.suggestion_limits import SuggestionLimits, shown_codes

_PRIOR_CODINGS = 10.0
"""With this number of codings, the meaning of definitions still suggests half of what it does without any."""
_HIGHEST = 0.95
"""The highest score that patterns alone can have."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The suggestions on the segments of one source: segments by codes."""

    shown: Flags
    scores: Matrix
    from_codebook: Flags
    """Whether the score is that of the codebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceScores:
    """The probabilities of all codes on one source's segments: segments by codes."""

    learned: Matrix
    patterns: Matrix
    """From the patterns alone, 0 where vetoed."""
    codebook: Matrix
    """From the patterns and the meaning of labels and definitions, 0 where vetoed."""
    previous: Matrix
    """The codes of each segment's predecessor, NaN where it was not read."""
    eligible: Flags
    """Whether each segment gets suggestions."""
    known_read: int = 0
    """Number of segments, from the first on, that the coder is known to have read."""


def select(
    evidence: AnswerEvidence, scores: SourceScores, allowed: Flags, limits: SuggestionLimits
) -> Selection:
    """Return the suggestions on one source; `allowed` are the codes that may be suggested."""
    may_show = scores.eligible[:, None] & allowed
    by_patterns = shown_codes(np.where(may_show, scores.patterns, 0.0), limits.at_least, limits.at_most)
    by_patterns &= evidence.keeps_patterns
    by_patterns[: scores.known_read] &= ~evidence.in_use  # left uncoded by a coder who uses the code
    runs_on = np.nan_to_num(scores.previous) > 0
    is_calibrated = evidence.calibrated | (runs_on & evidence.anything_read)
    from_patterns = by_patterns & ~is_calibrated
    candidates = np.where(may_show & is_calibrated & ~by_patterns, scores.learned, 0.0)
    expected = evidence.suggestions_per_segment(allowed) * scores.eligible.sum()
    shown = by_patterns | _likeliest(
        candidates,
        limits.at_least,
        limits.at_most - by_patterns.sum(axis=1),
        max(0, round(expected) - int(by_patterns.sum())),
    )
    by_meaning = _by_meaning(evidence, scores, may_show & ~is_calibrated & ~shown, limits, shown, expected)
    codebook = np.where(by_meaning, scores.codebook, scores.patterns)
    from_codebook = from_patterns | by_meaning
    corrected = np.minimum(codebook * evidence.pattern_factors, _HIGHEST)
    return Selection(shown | by_meaning, np.where(from_codebook, corrected, scores.learned), from_codebook)


def _by_meaning(
    evidence: AnswerEvidence,
    scores: SourceScores,
    candidates: Flags,
    limits: SuggestionLimits,
    shown: Flags,
    expected: float,
) -> Flags:
    """Return what the meaning of labels and definitions adds to what is shown."""
    probabilities = np.where(candidates & (scores.codebook != scores.patterns), scores.codebook, 0.0)
    probabilities[: scores.known_read] *= ~evidence.in_use
    room = limits.at_most - shown.sum(axis=1)
    suggested = int(_likeliest(probabilities, limits.at_least, room, probabilities.size).sum())
    early = _PRIOR_CODINGS / (_PRIOR_CODINGS + evidence.codings) * suggested
    count = max(round(expected) - int(shown.sum()), round(early))
    return _likeliest(probabilities, limits.at_least, room, count)


def _likeliest(probabilities: Matrix, at_least: float, room: Matrix, count: int) -> Flags:
    """Return the `count` likeliest cells, at most `room` in each row; ties keep their order."""
    ranks = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1, kind="stable")
    rows, columns = np.nonzero((ranks < room[:, None]) & (probabilities >= at_least))
    order = np.argsort(-probabilities[rows, columns], kind="stable")[:count]
    chosen = np.zeros(probabilities.shape, dtype=np.bool_)
    chosen[rows[order], columns[order]] = True
    return chosen
