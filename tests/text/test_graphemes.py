from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Span
from qualcode.text.graphemes import (
    clusters,
    is_boundary,
    is_plain,
    next_boundary,
    previous_boundary,
    whole_clusters,
)

FAMILY = "👩\u200d👩\u200d👧"
TEXTS = st.text(
    st.sampled_from("ab e\u0301\u0308🇬🇧👩\u200d\ufe0f🏽各\r\n한ᄒ\u1161\u11abشَक\u094dष\u093fก\u0e33\u0600"),
    max_size=40,
)


def characters(text: str) -> list[str]:
    return [cluster.of(text) for cluster in clusters(text, 0, len(text))]


def test_an_accent_belongs_to_its_letter() -> None:
    assert characters("cafe\u0301!") == ["c", "a", "f", "e\u0301", "!"]


def test_a_family_is_one_character() -> None:
    assert characters(f"a{FAMILY}b") == ["a", FAMILY, "b"]


def test_a_devanagari_conjunct_is_one_character() -> None:
    assert characters("क्ष") == ["क्ष"]
    assert characters("शिक्षा") == ["शि", "क्षा"]


def test_a_thai_vowel_that_takes_cells_of_its_own_belongs_to_its_consonant() -> None:
    assert characters("กำลัง") == ["กำ", "ลั", "ง"]


def test_a_joiner_joins_emoji_and_nothing_else() -> None:
    assert characters("a\u200db") == ["a\u200d", "b"]


def test_a_flag_of_tags_is_one_character() -> None:
    scotland = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert characters(f"{scotland}a") == [scotland, "a"]


def test_flags_pair_up() -> None:
    assert characters("🇬🇧🇫🇷") == ["🇬🇧", "🇫🇷"]


def test_skin_tone_and_variation_selectors_stay_with_the_sign() -> None:
    assert characters("👍🏽❤\ufe0f") == ["👍🏽", "❤\ufe0f"]


def test_hangul_letters_join_into_syllables() -> None:
    assert characters("\u1112\u1161\u11ab") == ["\u1112\u1161\u11ab"]
    assert characters("가\u11a8") == ["가\u11a8"]
    assert characters("한국") == ["한", "국"]


def test_arabic_vowels_stay_on_their_letters() -> None:
    assert characters("شَر") == ["شَ", "ر"]


def test_a_carriage_return_and_its_newline_are_one() -> None:
    assert characters("a\r\nb") == ["a", "\r\n", "b"]


@given(TEXTS)
def test_clusters_tile_the_text(text: str) -> None:
    assert "".join(characters(text)) == text


@given(TEXTS)
def test_boundaries_are_the_ends_of_clusters(text: str) -> None:
    ends = {cluster.end for cluster in clusters(text, 0, len(text))}
    inner = range(1, len(text))
    assert [is_boundary(text, offset) for offset in inner] == [offset in ends for offset in inner]


@given(TEXTS, st.integers(0, 40))
def test_stepping_lands_on_boundaries(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert is_boundary(text, next_boundary(text, offset))
    assert is_boundary(text, previous_boundary(text, offset))


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_widening_a_span_splits_nothing_and_loses_nothing(text: str, start: int, end: int) -> None:
    span = Span(min(start, end, len(text)), min(max(start, end), len(text)))
    widened = whole_clusters(text, span)
    assert widened.contains(span)
    assert is_boundary(text, widened.start)
    assert is_boundary(text, widened.end)


@given(st.text(max_size=30))
def test_plain_text_has_one_cluster_for_each_character(text: str) -> None:
    if is_plain(text, 0, len(text)):
        assert len(characters(text)) == len(text)
