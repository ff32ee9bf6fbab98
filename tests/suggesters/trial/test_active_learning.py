"""Proposals of which segments to read next."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import CodeKey
from qualcode.suggesters.trial.active_learning import ProposalReason, propose
from tests.support.pattern_shorthand import segment

KEYS = (CodeKey("pursue"), CodeKey("treatment"))
SEGMENTS = [segment("Words.", turn=turn, start=10 * turn) for turn in range(1, 9)]
PROBABILITIES = np.array([[0.01, 0.02]] * 6 + [[0.03, 0.5], [0.95, 0.01]])


def test_the_most_uncertain_segment_comes_first_with_its_code() -> None:
    first = propose(SEGMENTS, PROBABILITIES, KEYS)[0]
    assert (first.segment.turn, first.reason, first.code, first.probability) == (
        7,
        ProposalReason.UNSURE,
        "treatment",
        0.5,
    )


def test_every_second_proposal_is_random() -> None:
    reasons = [proposal.reason for proposal in propose(SEGMENTS, PROBABILITIES, KEYS, limit=6)]
    assert reasons == [ProposalReason.UNSURE, ProposalReason.RANDOM] * 3


def test_all_proposals_can_be_random() -> None:
    drawn = propose(SEGMENTS, PROBABILITIES, KEYS, only_random=True)
    assert {proposal.reason for proposal in drawn} == {ProposalReason.RANDOM}
    assert [proposal.segment.turn for proposal in drawn] != sorted(
        proposal.segment.turn for proposal in drawn
    )


@given(limit=st.integers(0, 12), seed=st.integers(0, 99), only_random=st.booleans())
def test_no_segment_is_proposed_twice_and_a_seed_repeats(limit: int, seed: int, *, only_random: bool) -> None:
    first = propose(SEGMENTS, PROBABILITIES, KEYS, limit=limit, seed=seed, only_random=only_random)
    assert len({proposal.segment.turn for proposal in first}) == len(first) == min(limit, len(SEGMENTS))
    assert first == propose(SEGMENTS, PROBABILITIES, KEYS, limit=limit, seed=seed, only_random=only_random)


def test_nothing_is_proposed_if_everything_is_read() -> None:
    assert propose([], np.zeros((0, 2)), KEYS) == []
