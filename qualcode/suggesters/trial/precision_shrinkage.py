"""The precision to expect of each code on new sources, from sources that were left out of training in turn.

The observed share of a rarely suggested code is mostly chance: two right of two are no certainty. So the
share of all codes together counts as four more suggestions of each code. More shrinkage made the expected
precision no better on sources that had been held out, and told the codes less apart.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.trial.ranking_measures import Matrix

_PRIOR_SUGGESTIONS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPrecision:
    """A code's expected precision on new sources, and the number of sources with its suggestions."""

    value: float
    sources: int


def expected_precisions(right: Matrix, shown: Matrix) -> list[ExpectedPrecision | None]:
    """Return the expected precision of each code; None for codes that were never suggested.

    `right` and `shown` count the right suggestions and all suggestions: sources by codes.
    """
    pooled = float((right.sum() + 0.5) / (shown.sum() + 1))
    values = (right.sum(axis=0) + _PRIOR_SUGGESTIONS * pooled) / (shown.sum(axis=0) + _PRIOR_SUGGESTIONS)
    sources = np.count_nonzero(shown, axis=0)
    return [
        ExpectedPrecision(value=value, sources=number) if number else None
        for value, number in zip(values.tolist(), sources.tolist(), strict=True)
    ]
