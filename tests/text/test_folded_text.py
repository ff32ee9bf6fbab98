"""Words are found as people type them, and what is found is the text's own characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span
from qualcode.text.folded_text import IGNORED, VARIANTS, find_words, fold, fold_new_text

_VARIANT_PAIRS = [(plain, variant) for plain, variants in VARIANTS.items() for variant in variants]
_ALPHABET = st.sampled_from(
    "abe '\"-\n\t\u00a0\u2019\u201c\u2011\u00ad\u200b\u0301\u0327\u00e9\u0958\u212b"
    "\u1100\u1161\u11a8\uac00\u0344\U0001f46e\u0bc6\u0bbe"
)
_TEXTS = st.text(_ALPHABET, max_size=14)


@pytest.mark.parametrize(
    ("text", "words", "quotes"),
    [
        ("It\u2019s \u201cfine\u201d", 'It\'s "fine"', ["It\u2019s \u201cfine\u201d"]),
        ("It's fine", "It\u2019s fine", ["It's fine"]),
        ("a well\u2011known well-known man", "well-known", ["well\u2011known", "well-known"]),
        ("the cafe\u0301, the caf\u00e9", "caf\u00e9", ["cafe\u0301", "caf\u00e9"]),
        ("the cafe\u0301", "cafe", []),
        ("and then\r\n\r\n  we\u00a0came", "and then we came", ["and then\r\n\r\n  we\u00a0came"]),
        ("in\u00adter\u00adview\u00ad", "interview", ["in\u00adter\u00adview"]),
        ("of a\u00ad\nb", "a b", ["a\u00ad\nb"]),
        ("aaa", "aa", ["aa", "aa"]),
        ("word", "\u00ad \n", []),
    ],
)
def test_variants_are_equal_and_the_quote_is_the_texts_own(text: str, words: str, quotes: list[str]) -> None:
    assert [span.of(text) for span in find_words(text, words)] == quotes


@pytest.mark.parametrize(("plain", "variant"), _VARIANT_PAIRS)
def test_each_variant_is_found_by_the_character_of_a_keyboard(plain: str, variant: str) -> None:
    text = f"one a{variant}b two"
    assert find_words(text, f"a{plain}b") == find_words(text, f"a{variant}b") == [Span(4, 7)]


def test_case_is_ignored_only_where_that_is_requested() -> None:
    assert find_words("Lines LINES", "lines") == []
    assert find_words("Lines LINES", "lines", ignore_case=True) == [Span(0, 5), Span(6, 11)]


def test_a_plain_text_is_folded_to_itself() -> None:
    assert fold("We said 'no' - twice.") == "We said 'no' - twice."


@given(_TEXTS | st.text(max_size=20))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(_TEXTS, st.data())
def test_what_is_found_is_what_comparing_every_span_finds(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    words = data.draw(_TEXTS | st.just(text[start : start + 3]))
    folded_words = fold(words).strip()
    spans = [
        Span(first, last)
        for first in range(len(text))
        for last in range(first + 1, len(text) + 1)
        if folded_words
        and text[first] not in IGNORED
        and text[last - 1] not in IGNORED
        and fold(text[first:last]) == folded_words
        and fold(text[:first]) + folded_words + fold(text[last:]) == fold(text)
    ]
    assert find_words(text, words) == spans


@given(_TEXTS)
def test_each_folded_character_has_a_span_of_the_text(text: str) -> None:
    folded = fold_new_text(text)
    for offset, character in enumerate(folded.folded):
        span = folded.covering_span(offset, offset + 1)
        assert character in fold(span.of(text))
