"""What to read next: passages that the engine is unsure of, mixed with passages drawn at random.

Reading only what scores highest teaches the engine what it knows already and makes it worse; reading only
what it is unsure of shows too little of the rest. Wholly at random is for an unbiased check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey, Segment


class ProposalReason(StrEnum):
    """Why a passage is proposed."""

    UNSURE = "unsure"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingProposal:
    """A passage to read next, and the code that the engine is least sure of there, with its probability."""

    segment: Segment
    why: ProposalReason
    code: CodeKey
    chance: float


def propose(
    segments: Sequence[Segment],
    chances: NDArray[np.float64],
    keys: Sequence[CodeKey],
    *,
    most: int = 10,
    wholly_random: bool = False,
    seed: int = 0,
) -> list[ReadingProposal]:
    """Return unread passages, every other one drawn at random (chances: segments by codes); seeded."""
    if not len(segments) or not len(keys):
        return []
    open_questions = chances * (1 - chances)
    unsure = np.argsort(-open_questions.max(axis=1), kind="stable").tolist()
    drawn = np.random.default_rng(seed).permutation(len(segments)).tolist()
    queues = {ProposalReason.UNSURE: iter(unsure), ProposalReason.RANDOM: iter(drawn)}
    turns = (ProposalReason.RANDOM,) if wholly_random else (ProposalReason.UNSURE, ProposalReason.RANDOM)
    taken: dict[int, ProposalReason] = {}
    while len(taken) < min(most, len(segments)):
        why = turns[len(taken) % len(turns)]
        row = next(row for row in queues[why] if row not in taken)
        taken[row] = why
    return [_proposal(segments[row], why, chances[row], keys) for row, why in taken.items()]


def _proposal(
    segment: Segment, why: ProposalReason, chances: NDArray[np.float64], keys: Sequence[CodeKey]
) -> ReadingProposal:
    code = int(np.argmax(chances * (1 - chances)))
    return ReadingProposal(segment=segment, why=why, code=keys[code], chance=float(chances[code]))
