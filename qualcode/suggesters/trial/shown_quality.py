"""How good the suggestions are that a coder would see, compared with the coder's own codings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.trial.ranking_measures import Answers, Matrix, calibration_error
from qualcode.suggesters.trial.source_shares import SourceShare, share_over_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedSource:
    """One source that was not learned from: a coder's answers and what would be suggested, by segment."""

    coded: Answers
    probabilities: Matrix
    shown: Answers
    scores: Matrix
    """The scores of what is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuality:
    """The suggestions that would be shown on all tested sources; a coding is a code on a segment."""

    accepted: SourceShare
    """Suggestions that the coder has coded too (precision)."""
    covered: SourceShare
    """Codings that would be suggested (recall)."""
    calibration_error: float
    """Of the scores of what is shown, in ten bins; the number of suggestions is `accepted.n`."""
    segments: int

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the accepted and the covered share; None without codings and suggestions."""
        answers = self.accepted.n + self.covered.n
        return 2 * self.accepted.right / answers if answers else None

    @property
    def suggestions_per_100(self) -> float:
        """The number of suggestions per 100 segments."""
        return 100 * self.accepted.n / max(self.segments, 1)

    @property
    def codings_per_100(self) -> float:
        """The number of codings per 100 segments."""
        return 100 * self.covered.n / max(self.segments, 1)


def shown_quality(tests: Sequence[TestedSource]) -> ShownQuality:
    """Compare what is shown on all sources with the coder's codings."""
    right, shown, coded = (
        np.array(counts, dtype=np.float64)
        for counts in zip(
            *(((test.shown & test.coded).sum(), test.shown.sum(), test.coded.sum()) for test in tests),
            strict=True,
        )
    )
    answers = np.concatenate([test.coded[test.shown] for test in tests])
    scores = np.concatenate([test.scores[test.shown] for test in tests])
    return ShownQuality(
        accepted=share_over_sources(right, shown),
        covered=share_over_sources(right, coded),
        calibration_error=calibration_error(answers, scores),
        segments=sum(len(test.coded) for test in tests),
    )
