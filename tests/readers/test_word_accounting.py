"""The count of a file's words by a second way of reading, and what is said of a difference."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import LeftOut, LeftOutKind, WordAccount
from qualcode.readers.word_accounting import RawText, account_words


def account(
    raw: str | Sequence[RawText], text: str, *left_out: tuple[LeftOutKind, str]
) -> tuple[WordAccount, tuple[str, ...]]:
    raw_texts = [RawText(text=raw)] if isinstance(raw, str) else raw
    return account_words(raw_texts, text, [LeftOut(kind=kind, text=words) for kind, words in left_out])


def test_the_same_words_in_another_layout_are_no_difference() -> None:
    counts, warnings = account("One two,\nthree.", "One\ttwo, three.")
    assert counts == WordAccount(in_file=3, kept=3)
    assert warnings == ()


def test_a_word_hyphenated_at_the_end_of_a_line_is_one_word() -> None:
    counts, warnings = account("a multi-\nagency neigh-\nbourhood\u00ad", "a multi-agency neighbourhood")
    assert (counts.in_file, counts.lost, counts.added, warnings) == (3, 0, 0, ())


def test_lost_words_are_shown_with_their_position() -> None:
    raw = [
        RawText(text="We left.", part="page 1"),
        RawText(text="And then?\nWe stayed in the boat house.", part="page 2"),
    ]
    counts, [warning] = account(raw, "We left. And then? We stayed.")
    assert (counts.in_file, counts.kept, counts.lost) == (10, 6, 4)
    assert "4 words of the file are not in the text, the longest run in page 2, line 2" in warning
    assert "“in the boat house”" in warning


def test_words_glued_together_are_lost_and_added() -> None:
    counts, (lost, added) = account("never always", "neveralways")
    assert (counts.lost, counts.added) == (2, 1)
    assert "“never always”" in lost
    assert "1 word of the text is not in the file as words of their own: “neveralways”" in added


def test_what_is_left_out_is_counted_and_shown_with_its_first_words() -> None:
    counts, [warning] = account(
        "Hello.\nA first remark\nA second remark\n12",
        "Hello.",
        (LeftOutKind.COMMENTS, "A first remark"),
        (LeftOutKind.COMMENTS, "A second remark"),
        (LeftOutKind.CUE_NUMBERS, "12"),
    )
    assert counts.left_out == ((LeftOutKind.COMMENTS, 2, 6), (LeftOutKind.CUE_NUMBERS, 1, 1))
    assert (counts.lost, counts.added) == (0, 0)
    assert warning == (
        "Left out: comments (2): “A first remark”; “A second remark”. "
        "To keep what they say, write it as memos: qualcode memo --help"
    )


def test_words_left_out_that_are_not_in_the_file_are_a_difference() -> None:
    counts, _ = account("Hello.", "Hello.", (LeftOutKind.COMMENTS, "remark"))
    assert counts.added == 1


@given(
    words=st.lists(st.sampled_from(["the", "river", "was", "high", "that", "day"]), min_size=1),
    missing=st.sets(st.integers(0, 20)),
    repeated=st.sets(st.integers(0, 20)),
)
def test_the_account_balances_for_any_loss_and_repetition(
    words: list[str], missing: set[int], repeated: set[int]
) -> None:
    text = [
        word
        for number, word in enumerate(words)
        for _ in range((number not in missing) + (number in repeated))
    ]
    counts, warnings = account(" ".join(words), "\n".join(text))
    assert counts.in_file + counts.added == counts.kept + counts.lost
    assert bool(counts.lost or counts.added) == bool(warnings) == (sorted(words) != sorted(text))
