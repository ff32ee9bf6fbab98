from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span
from qualcode.text.graphemes import (
    clusters,
    is_boundary,
    next_boundary,
    previous_boundary,
    stands_alone,
    whole_clusters,
)

FAMILY = "👩\u200d👩\u200d👧"
TEXTS = st.text(st.sampled_from("ab e\u0301\u0308🇬🇧👩\u200d\ufe0f🏽各\r\n한ᄒ\u1161\u11abشَ"), max_size=40)


def pieces(text: str) -> list[str]:
    return [cluster.of(text) for cluster in clusters(text, 0, len(text))]


def test_an_accent_belongs_to_its_letter() -> None:
    assert pieces("cafe\u0301!") == ["c", "a", "f", "e\u0301", "!"]


def test_a_family_is_one_character() -> None:
    assert pieces(f"a{FAMILY}b") == ["a", FAMILY, "b"]


def test_flags_pair_up() -> None:
    assert pieces("🇬🇧🇫🇷") == ["🇬🇧", "🇫🇷"]


def test_skin_tone_and_variation_selectors_stay_with_the_sign() -> None:
    assert pieces("👍🏽❤\ufe0f") == ["👍🏽", "❤\ufe0f"]


def test_hangul_letters_join_into_syllables() -> None:
    assert pieces("\u1112\u1161\u11ab") == ["\u1112\u1161\u11ab"]
    assert pieces("가\u11a8") == ["가\u11a8"]


def test_arabic_vowels_stay_on_their_letters() -> None:
    assert pieces("شَر") == ["شَ", "ر"]


def test_a_carriage_return_and_its_newline_are_one() -> None:
    assert pieces("a\r\nb") == ["a", "\r\n", "b"]


@given(TEXTS)
def test_clusters_tile_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(TEXTS, st.integers(0, 40))
def test_stepping_lands_on_boundaries(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert is_boundary(text, next_boundary(text, offset))
    assert is_boundary(text, previous_boundary(text, offset))


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_widening_a_span_splits_nothing_and_loses_nothing(text: str, one: int, other: int) -> None:
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    whole = whole_clusters(text, span)
    assert whole.contains(span)
    assert is_boundary(text, whole.start)
    assert is_boundary(text, whole.end)


@given(st.text(max_size=30))
def test_what_stands_alone_has_one_cluster_a_character(text: str) -> None:
    if stands_alone(text, 0, len(text)):
        assert len(pieces(text)) == len(text)
