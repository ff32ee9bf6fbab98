"""Which passages are worth reading next."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import CodeKey
from qualcode.suggesters.trial.active_learning import ProposalReason, propose
from tests.support.pattern_shorthand import segment

KEYS = (CodeKey("pursue"), CodeKey("treatment"))
SEGMENTS = [segment("Words.", turn=turn, start=10 * turn) for turn in range(1, 9)]
CHANCES = np.array([[0.01, 0.02]] * 6 + [[0.03, 0.5], [0.95, 0.01]])


def test_the_passage_least_sure_comes_first_with_its_code() -> None:
    first = propose(SEGMENTS, CHANCES, KEYS)[0]
    assert (first.segment.turn, first.why, first.code, first.chance) == (
        7,
        ProposalReason.UNSURE,
        "treatment",
        0.5,
    )


def test_every_other_one_is_drawn_at_random() -> None:
    whys = [proposal.why for proposal in propose(SEGMENTS, CHANCES, KEYS, most=6)]
    assert whys == [ProposalReason.UNSURE, ProposalReason.RANDOM] * 3


def test_wholly_at_random_is_wholly_at_random() -> None:
    drawn = propose(SEGMENTS, CHANCES, KEYS, wholly_random=True)
    assert {proposal.why for proposal in drawn} == {ProposalReason.RANDOM}
    assert [one.segment.turn for one in drawn] != sorted(one.segment.turn for one in drawn)


@given(most=st.integers(0, 12), seed=st.integers(0, 99), wholly_random=st.booleans())
def test_no_passage_comes_twice_and_a_seed_repeats(most: int, seed: int, *, wholly_random: bool) -> None:
    first = propose(SEGMENTS, CHANCES, KEYS, most=most, seed=seed, wholly_random=wholly_random)
    assert len({proposal.segment.turn for proposal in first}) == len(first) == min(most, len(SEGMENTS))
    assert first == propose(SEGMENTS, CHANCES, KEYS, most=most, seed=seed, wholly_random=wholly_random)


def test_where_there_is_nothing_to_read_nothing_is_proposed() -> None:
    assert propose([], np.zeros((0, 2)), KEYS) == []
