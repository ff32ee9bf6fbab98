"""Phrase search: wildcards, case, white space, typographic variants and combining marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.retrieval.phrase_search import phrase_finder, phrase_problem
from qualcode.text.folded_text import fold


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("county lines", "The County\r\n  LINES here", ["County\r\n  LINES"]),
        ("line", "lines line outline line-up", ["line", "line"]),
        ("arrest*", "arrested, re-arrest, arrests arrest", ["arrested", "arrest", "arrests", "arrest"]),
        ("*ing", "I was policing a ring.", ["policing", "ring"]),
        ("county * lines", "county drug-dealing lines, county lines", ["county drug-dealing lines"]),
        ("don't", "We don’t and don't", ["don’t", "don't"]),  # noqa: RUF001 - typographic apostrophe
        ("café", unicodedata.normalize("NFD", "the café"), [unicodedata.normalize("NFD", "café")]),
        ("cafe", unicodedata.normalize("NFD", "the café"), []),
        ("हिन्दी", "हिन्दी हि", ["हिन्दी"]),
        ("हि", "हिन्दी हि", ["हि"]),
        ("a.b (c)", "a.b (c) axb c", ["a.b (c)"]),
        ("£5", "it cost £5.", ["£5"]),
    ],
)
def test_words_are_found_whole_in_any_case(phrase: str, text: str, matches: list[str]) -> None:
    assert [span.of(text) for span in phrase_finder(phrase)(text)] == matches


@given(st.text(st.characters(exclude_characters="*", exclude_categories=["Cs"]), max_size=20), st.text())
def test_any_searchable_phrase_is_found_in_a_text_that_contains_it(phrase: str, around: str) -> None:
    if phrase_problem(phrase):
        return
    text = f"{around} {phrase} {around}"
    matches = [span.of(text) for span in phrase_finder(phrase)(text)]
    assert fold(phrase).split() in [fold(words).split() for words in matches]


def test_wildcards_do_not_backtrack_exponentially() -> None:
    find = phrase_finder("*a*a*b * lines")
    assert find("a" * 20_000 + " " + "a-" * 20_000 + " " * 20_000) == []
