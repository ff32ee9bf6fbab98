"""Reasons in words, from the parts of a segment that speak for a code."""

from qualcode.model import Span
from qualcode.suggesters.patterns.evidence_parts import (
    EvidenceOrigin,
    EvidencePart,
    describe,
    strongest_sentence,
)
from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester
from tests.support.pattern_shorthand import codebook, regex, segment, token

TEXT = "They put a door in. The warrant came later."


def part(
    quote: str, weight: float = 1.0, origin: EvidenceOrigin = EvidenceOrigin.PATTERN, lemma: str = ""
) -> EvidencePart:
    start = max(TEXT.find(quote), 0)
    return EvidencePart(quote, weight, Span(start, start + len(quote)), origin, lemma)


def test_a_match_of_a_token_pattern_is_given_as_its_words() -> None:
    pattern = token({"LEMMA": "put"}, {"OP": "?"}, {"LOWER": "door"}, {"LOWER": "in"})
    (suggestion,) = PatternSuggester(codebook(pursue=[pattern])).suggest([segment(TEXT)])
    assert suggestion.reason == "the words “put a door in”"


def test_a_match_of_a_regular_expression_is_given_as_its_words() -> None:
    (suggestion,) = PatternSuggester(codebook(pursue=[regex("war+ant")])).suggest([segment(TEXT)])
    assert suggestion.reason == "the word “warrant”"


def test_quotes_are_grouped_by_origin_and_repeated_ones_given_once() -> None:
    parts = [
        part("came later", lemma="come late"),
        part("warrant"),
        part("warrant"),
        part("door", origin=EvidenceOrigin.DESCRIPTION),
        part("They", origin=EvidenceOrigin.LEARNED),
    ]
    assert describe(parts) == (
        "the words “came later” (a form of “come late”), “warrant”; in the code's description: “door”; "
        "learned from “They”"
    )
    assert describe([]) == ""


def test_more_quotes_than_the_maximum_are_indicated() -> None:
    assert describe([part("door"), part("warrant")], maximum=1) == "the word “door” …"


def test_the_strongest_sentence_is_the_first_with_the_highest_sum_of_weights() -> None:
    turn = segment(TEXT)
    assert strongest_sentence(turn, [part("door"), part("warrant")]) == turn.sentences[0]
    assert strongest_sentence(turn, [part("door"), part("warrant", 2.0)]) == turn.sentences[1]
    assert strongest_sentence(turn, []) is None
