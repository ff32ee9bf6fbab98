"""Active learning: which segments to read next, uncertain ones mixed with random ones.

Reading only the highest scores teaches the suggester what it already knows and makes it worse; reading only
uncertain segments shows too little of the rest. Only random segments give an unbiased check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey, Segment


class ProposalReason(StrEnum):
    """Why a segment is proposed."""

    UNSURE = "unsure"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingProposal:
    """A segment to read next, and its most uncertain code with that code's probability."""

    segment: Segment
    reason: ProposalReason
    code: CodeKey
    probability: float


def propose(
    segments: Sequence[Segment],
    probabilities: NDArray[np.float64],
    keys: Sequence[CodeKey],
    *,
    limit: int = 10,
    only_random: bool = False,
    seed: int = 0,
) -> list[ReadingProposal]:
    """Return unread segments, uncertain and random ones in turn (probabilities: segments by codes)."""
    if not len(segments) or not len(keys):
        return []
    by_uncertainty = np.argsort(-_variances(probabilities).max(axis=1), kind="stable").tolist()
    at_random = np.random.default_rng(seed).permutation(len(segments)).tolist()
    queues = {ProposalReason.UNSURE: iter(by_uncertainty), ProposalReason.RANDOM: iter(at_random)}
    cycle = (ProposalReason.RANDOM,) if only_random else (ProposalReason.UNSURE, ProposalReason.RANDOM)
    reasons: dict[int, ProposalReason] = {}
    while len(reasons) < min(limit, len(segments)):
        reason = cycle[len(reasons) % len(cycle)]
        row = next(row for row in queues[reason] if row not in reasons)
        reasons[row] = reason
    return [_proposal(segments[row], reason, probabilities[row], keys) for row, reason in reasons.items()]


def _proposal(
    segment: Segment, reason: ProposalReason, probabilities: NDArray[np.float64], keys: Sequence[CodeKey]
) -> ReadingProposal:
    code = int(np.argmax(_variances(probabilities)))
    return ReadingProposal(
        segment=segment, reason=reason, code=keys[code], probability=float(probabilities[code])
    )


def _variances(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the variance of each answer, p (1 - p): highest where a model is most uncertain."""
    return np.asarray(probabilities * (1 - probabilities))
