"""Training targets: how far a segment without a code is evidence against the code.

A coder who accepts a suggestion or codes a single turn has not said that the rest was read. So a segment
without a code is not always a negative example. Its target is (1 - a) * p0, with p0 the probability from the
codebook alone and `a` between 0 (silence says nothing) and 1 (silence is a no):

* up to where the coder has read, a = 1 - (1 - n / (n + 3)) * (1 - u), with n the segments that have the code
  and u the share of the codebook's codes that are in use there: a code that is never used was perhaps not
  looked for;
* where the coder has likely read, a = 1 - (1 - that) * s, with s the share of the silent segments that was
  read (see reading_estimate): codings here and there leave all codes out alike, and silence then says little
  about any one. How often a code is left out is for the calibration to find;
* elsewhere a = 0: such segments hold the model at what the codebook says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.logistic_models import Matrix
from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, gets_suggestions

USES_FOR_HALF = 3.0
"""The number n of uses of a code from which a segment without it is half a no."""
_REJECTION_WEIGHT = 3.0
"""A rejected suggestion counts as much as this number of segments that were read and left uncoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAnswers:
    """What the models are fitted to, for all answered segments, source after source: segments by codes."""

    targets: Matrix
    """1: coded; 0: rejected; (1 - a) * p0 where the coder said nothing."""
    weights: Matrix
    """1; of a rejection 3, of a skipped suggestion 0."""
    observed: Matrix
    """Targets of the calibration: 0 on every segment that was read and left uncoded."""
    observed_weights: Matrix
    """Weights of the calibration: 0 also on segments that get no suggestions."""
    read: Matrix
    """The probability that each segment was read, so that its codes were given: a column."""


def training_answers(
    keys: Sequence[CodeKey], sources: Sequence[CodedSource], prior: Matrix, reading: ReadingEstimate
) -> TrainingAnswers:
    """Return the answers on all answered segments; `prior` has p0, segments by codes in the same order."""
    strength = silence_strength(keys, sources)
    likely_strength = 1 - (1 - strength) * reading.silent_read
    targets = prior.copy()
    observed, weights, is_read = prior.copy(), np.ones(prior.shape), np.ones((len(prior), 1))
    start = 0
    for source in sources:
        rows = slice(start, start + source.answered_count)
        read = slice(start, start + source.read_count)
        likely = slice(start + source.read_through_count, read.stop)
        targets[start : likely.start] *= 1 - strength
        targets[likely] *= 1 - likely_strength
        observed[read], is_read[likely] = 0.0, reading.read
        coded = answer_matrix(keys, source.codes) > 0
        rejected = (answer_matrix(keys, source.rejected) > 0) & ~coded
        skipped = (answer_matrix(keys, source.skipped) > 0) & ~coded
        for answers in (targets[rows], observed[rows]):
            answers[coded], answers[rejected] = 1.0, 0.0
        weights[rows][rejected], weights[rows][skipped] = _REJECTION_WEIGHT, 0.0
        start = rows.stop
    return TrainingAnswers(
        targets=targets,
        weights=weights,
        observed=observed,
        observed_weights=weights * _eligible(sources)[:, None],
        read=is_read,
    )


def silence_strength(keys: Sequence[CodeKey], sources: Sequence[CodedSource]) -> Matrix:
    """Return `a` of each code, for segments that are known to be read."""
    uses, in_use = np.zeros(len(keys)), np.zeros(len(keys), dtype=np.bool_)
    for source in sources:
        coded = answer_matrix(keys, source.codes)
        uses += coded.sum(axis=0)
        in_use |= coded[: source.read_count].any(axis=0)
    return np.asarray(1 - (1 - uses / (uses + USES_FOR_HALF)) * (1 - in_use.mean()))


def _eligible(sources: Sequence[CodedSource]) -> NDArray[np.bool_]:
    """Return whether each answered segment gets suggestions."""
    return np.array(
        [
            gets_suggestions(segment, DEFAULT_LIMITS)
            for source in sources
            for segment in source.segments[: source.answered_count]
        ],
        dtype=np.bool_,
    )
