"""How much was read, as far as the number of codings tells."""

import pytest

from qualcode.model import CodeKey, Role
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from tests.support.pattern_shorthand import segment

KEYS = tuple(CodeKey(key) for key in ("pursue", "treatment", "weather", "door"))
NOTHING: frozenset[CodeKey] = frozenset()


def source(coded: int, of: int, known: int = 0, codes: int = 4) -> CodedSource:
    """Return a source of which the first segments are coded with `codes` codes in turn."""
    answers = [frozenset([KEYS[row % codes]]) if row < coded else NOTHING for row in range(of)]
    nothing = [NOTHING] * of
    return CodedSource(
        segments=[segment("Words.", turn=row + 1, start=10 * row) for row in range(of)],
        codes=answers,
        rejected=nothing,
        skipped=nothing,
        read_limit=of,
        read_through=known,
    )


def test_without_answers_or_where_all_is_known_nothing_is_estimated() -> None:
    everything = ReadingEstimate(read=1.0, silent_read=1.0)
    assert ReadingEstimate.of(KEYS, []) == everything
    assert ReadingEstimate.of(KEYS, [source(5, of=100, known=100)]) == everything


def test_two_thirds_of_the_segments_coded_are_as_many_as_a_coder_codes_who_reads_all() -> None:
    assert ReadingEstimate.of(KEYS, [source(67, of=100)]) == ReadingEstimate(read=1.0, silent_read=1.0)


def test_few_codings_of_many_codes_are_codings_here_and_there() -> None:
    estimate = ReadingEstimate.of(KEYS, [source(10, of=100)])
    assert estimate.read == pytest.approx(0.1 / (2 / 3))
    assert estimate.silent_read == pytest.approx((0.15 - 0.1) / 0.9)


def test_few_codings_of_one_code_are_those_of_a_coder_who_looks_for_one() -> None:
    many_codes = ReadingEstimate.of(KEYS, [source(10, of=100)])
    one_code = ReadingEstimate.of(KEYS, [source(10, of=100, codes=1)])
    assert one_code.read == pytest.approx(0.1 / (1 - (1 / 3) ** 0.25))
    assert one_code.read > 2.5 * many_codes.read


def test_what_is_known_to_be_read_tells_how_much_a_coder_codes() -> None:
    """One segment in ten is coded where all was read: so few elsewhere too are no sign of leaving out."""
    sources = [source(20, of=200, known=200), source(10, of=100)]
    assert ReadingEstimate.of(KEYS, sources).read == pytest.approx(0.1 / ((20 + 40 / 3) / 220))


def test_the_interviewers_segments_do_not_count() -> None:
    spoken = source(10, of=100)
    questions = [segment("Why?", turn=101, start=1000, role=Role.INTERVIEWER)] * 100
    with_questions = CodedSource(
        segments=[*spoken.segments, *questions],
        codes=[*spoken.codes, *[NOTHING] * 100],
        rejected=[NOTHING] * 200,
        skipped=[NOTHING] * 200,
        read_through=0,
    )
    assert ReadingEstimate.of(KEYS, [with_questions]) == ReadingEstimate.of(KEYS, [spoken])
