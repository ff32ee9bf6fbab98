"""Reasons in words, from the quotes of a segment that support a code."""

from qualcode.model import Span
from qualcode.suggesters.patterns.pattern_reasons import (
    EvidenceOrigin,
    EvidenceQuote,
    describe,
    strongest_sentence,
)
from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester
from tests.support.pattern_shorthand import codebook, regex, segment, token

TEXT = "They put a door in. The warrant came later."


def quote(
    words: str, weight: float = 1.0, origin: EvidenceOrigin = EvidenceOrigin.PATTERN, lemma: str = ""
) -> EvidenceQuote:
    start = max(TEXT.find(words), 0)
    return EvidenceQuote(words, weight, Span(start, start + len(words)), origin, lemma)


def test_a_match_of_a_token_pattern_is_given_as_its_words() -> None:
    pattern = token({"LEMMA": "put"}, {"OP": "?"}, {"LOWER": "door"}, {"LOWER": "in"})
    (suggestion,) = PatternSuggester(codebook(pursue=[pattern])).suggest([segment(TEXT)])
    assert suggestion.reason == "the words “put a door in”"


def test_a_match_of_a_regular_expression_is_given_as_its_words() -> None:
    (suggestion,) = PatternSuggester(codebook(pursue=[regex("war+ant")])).suggest([segment(TEXT)])
    assert suggestion.reason == "the word “warrant”"


def test_quotes_are_grouped_by_origin_and_repeated_ones_given_once() -> None:
    quotes = [
        quote("came later", lemma="come late"),
        quote("warrant"),
        quote("warrant"),
        quote("door", origin=EvidenceOrigin.DESCRIPTION),
        quote("They", origin=EvidenceOrigin.LEARNED),
    ]
    assert describe(quotes) == (
        "the words “came later” (a form of “come late”), “warrant”; in the code's description: “door”; "
        "learned from “They”"
    )
    assert describe([]) == ""


def test_more_quotes_than_the_maximum_are_indicated() -> None:
    assert describe([quote("door"), quote("warrant")], maximum=1) == "the word “door” …"


def test_the_strongest_sentence_is_the_first_with_the_highest_sum_of_weights() -> None:
    turn = segment(TEXT)
    assert strongest_sentence(turn, [quote("door"), quote("warrant")]) == turn.sentences[0]
    assert strongest_sentence(turn, [quote("door"), quote("warrant", 2.0)]) == turn.sentences[1]
    assert strongest_sentence(turn, []) is None
