"""Required words of token patterns, checked against spaCy's own matcher."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from qualcode.suggesters.patterns.literal_anchors import Anchor, find_anchors, maximum_length, search_windows
from qualcode.suggesters.patterns.pattern_matchers import Matchers
from qualcode.suggesters.patterns.spacy_tokens import Analyser
from tests.support.pattern_shorthand import codebook, token

NLP = spacy.blank("en")
ANALYSER = Analyser("en")
WORDS = st.lists(st.sampled_from(["a", "b", "c", "the", "."]))
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "LOWER": st.sampled_from(["a", "b", "the"]) | st.just({"IN": ["b", "c"]}),
        "OP": st.sampled_from(["?", "+", "{2}", "{1,2}", "{2,}", "{,2}"]),
        "IS_PUNCT": st.booleans(),
    },
)


@settings(max_examples=150, deadline=None)
@given(pattern=st.lists(CONDITIONS, min_size=1, max_size=4), words=WORDS)
def test_searching_around_anchors_matches_what_searching_everywhere_matches(
    pattern: list[dict[str, object]], words: list[str]
) -> None:
    text = " ".join(words)
    spacy_matcher = Matcher(NLP.vocab)
    spacy_matcher.add("p", [pattern], greedy="LONGEST")
    doc = NLP(text)
    expected = bool([match for match in spacy_matcher(doc) if match[2] > match[1]])
    matchers = Matchers([code for code, _ in codebook(x=[token(*pattern)]).walk()], ANALYSER)
    assert bool(list(matchers.hits(ANALYSER.document(text), text))) == expected


def test_rare_words_are_the_anchors_if_there_are_any() -> None:
    pattern: list[dict[str, object]] = [
        {"LOWER": "out"},
        {"LOWER": {"IN": ["line", "network"]}},
        {"LEMMA": "market", "OP": "?"},
    ]
    assert find_anchors(pattern, {"out"}) == (Anchor("LOWER", ("line", "network")),)
    assert find_anchors(pattern[:1], {"out"}) == (Anchor("LOWER", ("out",)),)
    assert find_anchors([{"IS_UPPER": True}]) == ()


@pytest.mark.parametrize(
    ("operator", "length"), [("?", 2), ("{2,4}", 5), ("{3}", 4), ("*", None), ("{2,}", None)]
)
def test_the_operators_set_the_maximum_length(operator: str, length: int | None) -> None:
    assert maximum_length([{"LOWER": "a"}, {"OP": operator}]) == length


def test_windows_around_near_positions_are_merged() -> None:
    assert search_windows([10, 11, 30], 3, 32) == [(8, 14), (28, 32)]
    assert search_windows([10], None, 32) == [(0, 32)]
