"""Answers on each segment, from a coder's codings and decisions."""

from dataclasses import replace

from qualcode.model import CodeKey, CoderName, Coding, CodingId, Decision, Origin, Span, Verdict
from qualcode.suggesters.learning.coder_answers import CodedSource, coded_source
from tests.support.pattern_shorthand import segment

SEGMENTS = [segment("x" * 100, turn=turn, start=100 * (turn - 1)) for turn in range(1, 6)]
PURSUE, TREATMENT = CodeKey("pursue"), CodeKey("treatment")


def coding(start: int, end: int, code: CodeKey = PURSUE) -> Coding:
    return Coding(
        id=CodingId(f"{start}-{end}-{code}"),
        source=SEGMENTS[0].source,
        span=Span(start, end),
        quote="x" * (end - start),
        context_before="",
        context_after="",
        code=code,
        coder=CoderName("ann"),
        made_at="2026-01-05T10:00:00+00:00",
        origin=Origin.HUMAN,
        codebook_version=1,
    )


def decision(turn: int, verdict: Verdict, code: CodeKey = PURSUE) -> Decision:
    return Decision(
        source=SEGMENTS[0].source,
        span=SEGMENTS[turn - 1].span,
        code=code,
        coder=CoderName("ann"),
        verdict=verdict,
        decided_at="2026-01-05T10:00:00+00:00",
        suggester="patterns",
        score=0.4,
    )


def codes(source: CodedSource) -> list[list[str]]:
    return [sorted(keys) for keys in source.codes]


def test_turns_before_the_last_coding_were_read_and_later_ones_were_not() -> None:
    assert codes(coded_source(SEGMENTS, [coding(200, 260)])) == [[], [], ["pursue"]]


def test_what_is_known_to_be_read_extends_beyond_the_last_coding() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 60)], read_through=Span(0, 500))) == [
        ["pursue"],
        [],
        [],
        [],
        [],
    ]


def test_a_decision_says_nothing_about_other_codes_or_earlier_segments() -> None:
    accepted = replace(coding(200, 300), origin=Origin.SUGGESTION)
    source = coded_source(SEGMENTS, [accepted], [decision(2, Verdict.REJECTED)])
    assert (source.read_count, source.answered_count) == (0, 3)
    assert [sorted(keys) for keys in source.rejected] == [[], ["pursue"], []]


def test_the_last_manual_coding_is_as_far_as_was_read() -> None:
    accepted = replace(coding(300, 400), origin=Origin.EDITED_SUGGESTION)
    source = coded_source(SEGMENTS, [coding(0, 100), accepted])
    assert (source.read_count, source.answered_count) == (1, 4)
    assert source.read_through_count == 0, "a coding of one turn does not tell that the rest was read"
    assert (source.truncated(2).read_count, source.truncated(2).answered_count) == (1, 2)


def test_a_sentence_in_a_turn_and_a_span_over_two_turns_both_count() -> None:
    assert codes(coded_source(SEGMENTS, [coding(10, 30)])) == [["pursue"]]
    assert codes(coded_source(SEGMENTS, [coding(20, 180)])) == [["pursue"], ["pursue"]]


def test_a_coding_on_less_than_half_of_a_turn_is_not_the_turns() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 120)])) == [["pursue"], []]


def test_without_codings_nothing_has_been_read() -> None:
    assert coded_source(SEGMENTS, []).read_count == 0
    assert coded_source([], [coding(0, 10)]).read_count == 0


def test_a_source_can_be_truncated() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 60), coding(400, 500)]).truncated(2)) == [["pursue"], []]
