"""Numbers with their nouns."""

import pytest

from qualcode.text.plurals import counted, noun


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 codings"), (1, "1 coding"), (2, "2 codings"), (1200, "1,200 codings")]
)
def test_a_noun_takes_the_form_of_its_number(number: int, words: str) -> None:
    assert counted(number, "coding") == words


def test_an_irregular_plural_is_named() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 3)] == ["1 entry", "3 entries"]
    assert noun(2, "is", "are") == "are"
