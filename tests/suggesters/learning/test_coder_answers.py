"""What a coder's codings and decisions say about each segment."""

from dataclasses import replace

from qualcode.model import CodeKey, CoderName, Coding, CodingId, Decision, Origin, Span, Verdict
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_weights, coded_source
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
    return [sorted(found) for found in source.codes]


def test_turns_before_the_last_coding_were_read_and_later_ones_were_not() -> None:
    assert codes(coded_source(SEGMENTS, [coding(200, 260)])) == [[], [], ["pursue"]]


def test_a_coder_who_says_how_far_they_read_is_believed() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 60)], place=500)) == [["pursue"], [], [], [], []]


def test_an_answered_suggestion_says_nothing_of_other_codes_or_of_what_stands_before() -> None:
    accepted = replace(coding(200, 300), origin=Origin.SUGGESTION)
    source = coded_source(SEGMENTS, [accepted], [decision(2, Verdict.REJECTED)])
    assert (source.read, source.answered) == (0, 3)
    assert [sorted(found) for found in source.rejected] == [[], ["pursue"], []]
    assert answer_weights((PURSUE, TREATMENT), source).tolist() == [[0, 0], [3, 0], [1, 0]]


def test_a_coding_by_hand_before_it_says_how_far_was_read() -> None:
    accepted = replace(coding(300, 400), origin=Origin.EDITED_SUGGESTION)
    source = coded_source(SEGMENTS, [coding(0, 100), accepted])
    assert (source.read, source.answered) == (1, 4)
    assert answer_weights((PURSUE, TREATMENT), source).tolist() == [[1, 1], [0, 0], [0, 0], [1, 0]]
    assert (source.upto(2).read, source.upto(2).answered) == (1, 2)


def test_a_sentence_in_a_turn_and_a_span_over_two_turns_both_count() -> None:
    assert codes(coded_source(SEGMENTS, [coding(10, 30)])) == [["pursue"]]
    assert codes(coded_source(SEGMENTS, [coding(20, 180)])) == [["pursue"], ["pursue"]]


def test_a_coding_that_only_reaches_into_a_turn_is_not_the_turns() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 120)])) == [["pursue"], []]


def test_a_rejection_counts_for_more_and_a_skip_for_nothing() -> None:
    decisions = [decision(1, Verdict.REJECTED), decision(2, Verdict.SKIPPED), decision(3, Verdict.REJECTED)]
    source = coded_source(SEGMENTS, [coding(200, 300)], decisions)
    assert source.read == 3
    assert answer_weights((PURSUE, TREATMENT), source).tolist() == [[3, 1], [0, 1], [1, 1]]


def test_codes_that_left_the_codebook_are_passed_over() -> None:
    source = coded_source(SEGMENTS, [coding(0, 100, CodeKey("gone"))])
    assert answer_weights((PURSUE,), source).tolist() == [[1]]


def test_nothing_done_is_nothing_read() -> None:
    assert coded_source(SEGMENTS, []).read == 0
    assert coded_source([], [coding(0, 10)]).read == 0


def test_a_source_can_be_seen_as_it_was_earlier() -> None:
    assert codes(coded_source(SEGMENTS, [coding(0, 60), coding(400, 500)]).upto(2)) == [["pursue"], []]
