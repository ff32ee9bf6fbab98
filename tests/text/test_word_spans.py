"""Words: no combining mark is cut from its letter, and long texts are read as short ones."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.word_spans import word_spans
from tests.support.terminal.hard_texts import texts


def words(text: str) -> list[str]:
    return [span.of(text) for span in word_spans(text, 0, len(text))]


def test_words_of_scripts_with_marks_are_whole() -> None:
    assert words("मैं हिन्दी बोलता हूँ।") == ["मैं", "हिन्दी", "बोलता", "हूँ"]
    assert words("தமிழ் மொழி") == ["தமிழ்", "மொழி"]
    assert words("cafe\u0301 nai\u0308ve") == ["cafe\u0301", "nai\u0308ve"]


def test_words_are_joined_by_apostrophes_and_hyphens() -> None:
    assert words("Don't, o\u2019clock - a well-known one") == [
        "Don't",
        "o\u2019clock",
        "a",
        "well-known",
        "one",
    ]


@given(texts, st.integers(0, 60), st.integers(1, 400))
def test_words_are_those_of_the_whole_text(text: str, start: int, times: int) -> None:
    long_text = f"{text} " * times
    expected = [match.span() for match in regex.finditer(r"\w+(?:['\u2019\-]\w+)*", long_text, pos=start)]
    assert [(span.start, span.end) for span in word_spans(long_text, start, len(long_text))] == expected
