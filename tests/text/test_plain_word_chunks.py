"""A long text is read in parts, which together have all of its words."""

from qualcode.text.plain_words import chunks, plain_words


def test_parts_of_a_text_end_at_white_space_and_are_the_whole_text_together() -> None:
    text = "".join(f"plank{number}{' ' if number % 7 else chr(10)}" for number in range(40_000))
    parts = list(chunks(text))
    assert len(parts) > 1
    assert "".join(parts) == text
    assert [word for part in parts for word in plain_words(part)] == plain_words(text)


def test_a_text_without_white_space_is_one_part() -> None:
    assert list(chunks("x" * 200_000)) == ["x" * 200_000]
    assert list(chunks("")) == []
