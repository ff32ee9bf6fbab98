"""The precision to expect of each code on new sources, from sources that were left out of training in turn.

The observed share of a rarely suggested code is mostly chance: two right of two are no certainty. So the
share of all codes together counts as four more suggestions of each code. More shrinkage made the expected
precision no better on sources that had been held out, and told the codes less apart.
"""

from dataclasses import dataclass

from qualcode.suggesters.trial.ranking_measures import Matrix
from qualcode.suggesters.trial.source_shares import interval_over_sources

_PRIOR_SUGGESTIONS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPrecision:
    """A code's expected precision on new sources, and its 95 % interval; None under five sources."""

    value: float
    low: float | None
    high: float | None


def expected_precisions(right: Matrix, shown: Matrix) -> list[ExpectedPrecision | None]:
    """Return the expected precision of each code; None for codes that were never suggested.

    `right` and `shown` count the right suggestions and all suggestions: sources by codes.
    """
    pooled = float((right.sum() + 0.5) / (shown.sum() + 1))
    return [
        _expected(right[:, code], shown[:, code], pooled) if shown[:, code].any() else None
        for code in range(shown.shape[1])
    ]


def _expected(right: Matrix, shown: Matrix, pooled: float) -> ExpectedPrecision:
    value = float((right.sum() + _PRIOR_SUGGESTIONS * pooled) / (shown.sum() + _PRIOR_SUGGESTIONS))
    low, high = interval_over_sources(right, shown, value)
    return ExpectedPrecision(value=value, low=low, high=high)
