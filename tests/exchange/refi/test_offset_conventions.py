"""Counted positions: to and from code points, and which convention a file follows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import UnreadableSourceError, UsageError
from qualcode.exchange.refi.choose_convention import CountedSelection, choose_convention
from qualcode.exchange.refi.counted_text import (
    CONVENTIONS,
    Convention,
    CountedText,
    LineEnd,
    Unit,
    convention_named,
)
from qualcode.model import Span

SIGNS = ["a", "é", "e\u0301", "😀", "\r\n", "\n", " ", "ש", "\u2028"]
WRITTEN = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
SPOKEN = (
    "Ann: We 😀 were glad, they said.\r\nBob: 🚓🚓 The car came late, nobody minded.\r\n"
    "Ann: Then the children 👮🏽 went home; we stayed.\r\nBob: Quiet after that.\r\n"
)


def steps(character: str, convention: Convention) -> int:
    if convention.unit is Unit.UTF_16:
        return len(character.encode("utf-16-le")) // 2
    return len(character.encode()) if convention.unit is Unit.UTF_8 else 1


def brute_force(written: str, convention: Convention) -> dict[int, int]:
    """The counted position of each code point of the stored text, step by step over the written text."""
    positions, counted, offset, index = {}, 0, 0, 0
    while index < len(written):
        positions[offset] = counted
        if written.startswith("\r\n", index) or written[index] == "\n":
            as_written = 2 if written[index] == "\r" else 1
            counted += {LineEnd.ONE: 1, LineEnd.AS_WRITTEN: as_written, LineEnd.TWO: 2}[convention.line_end]
            index += as_written
        else:
            counted += steps(written[index], convention)
            index += 1
        offset += 1
    positions[offset] = counted
    return positions


@given(WRITTEN, st.sampled_from([each for each in CONVENTIONS if not each.counts_mark]))
@settings(max_examples=200)
def test_positions_are_those_counted_step_by_step_in_both_directions(
    written: str, convention: Convention
) -> None:
    text = CountedText(written)
    assert text.text == written.replace("\r\n", "\n")
    for offset, counted in brute_force(written, convention).items():
        assert text.counted(offset, convention) == counted
        assert text.position(counted, convention) == offset
    assert text.position(-1, convention) is None
    assert text.position(10_000, convention) is None


def test_a_position_within_a_character_is_none() -> None:
    utf_16 = Convention(Unit.UTF_16)
    assert CountedText("a😀b").position(2, utf_16) is None
    assert CountedText("a😀b").position(3, utf_16) == 2


def test_positions_that_count_the_mark_begin_before_it() -> None:
    counting = Convention(counts_mark=True)
    assert CountedText("\ufeffab").span(0, 2, counting) == Span(0, 1)
    assert CountedText("\ufeffab").span(1, 3, counting) == Span(0, 2)
    assert CountedText("ab").span(0, 2, counting) == Span(0, 2)


def test_of_three_signs_at_a_line_end_one_is_the_texts_own() -> None:
    text = CountedText("a\r\r\nb")
    assert text.text == "a\nb"
    assert text.position(3, Convention()) == 2
    assert text.position(4, Convention(line_end=LineEnd.AS_WRITTEN)) == 2


def selections(text: CountedText, convention: Convention, *, named: bool) -> list[CountedSelection]:
    """A selection of every two words, in positions of this convention."""
    words = [(0, 0)]
    offset = 0
    for word in text.text.split(" "):
        words.append((offset, offset + len(word)))
        offset += len(word) + 1
    return [
        CountedSelection(
            text,
            text.counted(start, convention),
            text.counted(end, convention),
            text.text[start:end] if named else "",
        )
        for start, end in words[1:]
    ]


@pytest.mark.parametrize("named", [True, False], ids=["named", "without names"])
@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda each: each.name)
def test_the_convention_is_found_by_the_words_alone(convention: Convention, *, named: bool) -> None:
    text = CountedText("\ufeff" + SPOKEN)
    made = selections(text, convention, named=named)
    chosen = choose_convention(made, "Some Program 1.0").convention
    spans = [text.span(each.start, each.end, chosen) for each in made]
    assert spans == [text.span(each.start, each.end, convention) for each in made]


def test_a_wrong_name_of_the_program_does_not_decide() -> None:
    text = CountedText(SPOKEN)
    made = selections(text, Convention(), named=False)
    assert choose_convention(made, "NVivo 12").convention == Convention()


TIED = CountedText("😀 a b c d e f g")
"""Every word has one letter, so that a shift by one hits a space or a letter."""


def test_where_several_fit_alike_the_program_decides_and_else_the_user() -> None:
    made = [CountedSelection(TIED, 2, 4), CountedSelection(TIED, 3, 5)]
    assert choose_convention(made, "QSR NVivo 12").convention.unit is Unit.UTF_16
    assert choose_convention(made, "qc 1.7.8").convention == Convention()
    with pytest.raises(UnreadableSourceError, match="several ways that fit alike") as refusal:
        choose_convention(made, "Unheard Of")
    assert "--offsets utf-16+one" in refusal.value.hint


def test_qc_counts_a_mark_that_its_texts_have() -> None:
    counting = Convention(counts_mark=True)
    text = CountedText("\ufeffAnn: We came 😀.\nBob: So?\n")
    lines = [Span(0, 15), Span(15, 24)]
    made = [
        CountedSelection(text, text.counted(line.start, counting) - (not line.start), end, f"line:{number}")
        for number, line in enumerate(lines)
        for end in [text.counted(line.end, counting)]
    ]
    chosen = choose_convention(made, "qc 1.7.8").convention
    assert [text.span(each.start, each.end, chosen) for each in made] == lines


def test_where_all_agree_nothing_is_said() -> None:
    plain = CountedText("no sign is special here")
    chosen = choose_convention([CountedSelection(plain, 0, 2)], "Unheard Of")
    assert (chosen.convention, chosen.message) == (Convention(), "")


def test_conventions_go_by_their_names() -> None:
    assert [convention_named(each.name) for each in CONVENTIONS] == list(CONVENTIONS)
    assert convention_named("utf-16") == Convention(Unit.UTF_16)
    with pytest.raises(UsageError, match="called 'inches'"):
        convention_named("inches")
