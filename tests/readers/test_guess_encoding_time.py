"""A long word in a text that is not UTF-8 takes linear time."""

from qualcode.readers.guess_encoding import guess_encoding


def test_a_word_of_a_million_characters_does_not_delay_the_guess() -> None:
    text = "où étaient les élèves après l'été " * 20
    assert guess_encoding(b"9" * 1_000_000 + b" " + text.encode("cp1252"), "fr") == "cp1252"
