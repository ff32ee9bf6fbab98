"""Training targets of coded, rejected, skipped and silent segments."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from qualcode.suggesters.learning.silent_segments import training_answers
from tests.support.pattern_shorthand import segment

PURSUE, TREATMENT, UNUSED = (CodeKey(key) for key in ("pursue", "treatment", "unused"))
KEYS = (PURSUE, TREATMENT, UNUSED)
NOTHING: frozenset[CodeKey] = frozenset()
EVERYTHING = ReadingEstimate()
PRIOR = np.array([[0.2, 0.3, 0.4]] * 4)


def source(
    codes: dict[int, CodeKey],
    read: int,
    rejected: dict[int, CodeKey] | None = None,
    skipped: dict[int, CodeKey] | None = None,
) -> CodedSource:
    """Return a source of four segments; answers are given by row, and the first `read` ones were read."""

    def by_row(answers: dict[int, CodeKey] | None) -> list[frozenset[CodeKey]]:
        return [frozenset([answers[row]]) if answers and row in answers else NOTHING for row in range(4)]

    return CodedSource(
        segments=[segment("Words.", turn=turn, start=10 * turn) for turn in range(1, 5)],
        codes=by_row(codes),
        rejected=by_row(rejected),
        skipped=by_row(skipped),
        read_limit=read,
    )


def test_silence_in_segments_not_read_says_what_the_codebook_says() -> None:
    answers = training_answers(KEYS, [source({3: PURSUE}, read=0)], PRIOR, EVERYTHING)
    expected = PRIOR.copy()
    expected[3, 0] = 1
    assert answers.targets.tolist() == answers.observed.tolist() == expected.tolist()
    assert (answers.weights == 1).all()


def test_silence_in_segments_read_counts_as_far_as_the_code_and_the_codebook_are_used() -> None:
    answers = training_answers(KEYS, [source({0: PURSUE, 1: PURSUE, 3: PURSUE}, read=4)], PRIOR, EVERYTHING)
    # pursue: n = 3, so n / (n + 3) = 1/2; one of three codes is in use: a = 1 - 1/2 * 2/3 = 2/3
    assert answers.targets[2] == pytest.approx([0.2 / 3, 0.3 * 2 / 3, 0.4 * 2 / 3])
    assert answers.observed[2].tolist() == [0, 0, 0]


def test_a_rejection_has_weight_3_and_a_skip_weight_0() -> None:
    coded = source({2: PURSUE}, read=0, rejected={0: PURSUE, 2: PURSUE}, skipped={1: PURSUE})
    answers = training_answers((PURSUE, TREATMENT), [coded], PRIOR[:, :2], EVERYTHING)
    assert answers.weights.tolist() == [[3, 1], [0, 1], [1, 1], [1, 1]]
    assert answers.targets[:, 0].tolist() == [0, 0.2, 1, 0.2]


def test_codes_that_are_not_in_the_codebook_are_left_out() -> None:
    answers = training_answers((PURSUE,), [source({0: CodeKey("gone")}, read=0)], PRIOR[:, :1], EVERYTHING)
    assert answers.targets.tolist() == PRIOR[:, :1].tolist()


def test_where_little_was_read_silence_leaves_all_codes_out_alike() -> None:
    coded = source({0: PURSUE}, read=4)
    here_and_there = CodedSource(**{**_fields(coded), "read_through": 0})
    answers = training_answers(KEYS, [here_and_there], PRIOR, ReadingEstimate(read=0.25, silent_read=0.0))
    assert answers.targets[1:].tolist() == np.zeros((3, 3)).tolist()
    assert answers.read.tolist() == [[0.25]] * 4


def test_what_is_known_to_be_read_is_read_for_certain() -> None:
    coded = source({0: PURSUE}, read=4)
    first_half = CodedSource(**{**_fields(coded), "read_through": 2})
    answers = training_answers(KEYS, [first_half], PRIOR, ReadingEstimate(read=0.25, silent_read=0.1))
    assert answers.read.tolist() == [[1], [1], [0.25], [0.25]]


def _fields(coded: CodedSource) -> dict[str, Any]:
    return {field.name: getattr(coded, field.name) for field in fields(coded)}
