"""Labels of speakers: they fit, they stay different, and they are what a reader would write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.text.visible import visible
from qualcode.tui.painting.color_palette import Depth, Palette
from qualcode.tui.painting.shortened_labels import cells_needed, short_labels
from tests.support.marked_text import codebook, interview

NAMES = st.lists(
    st.text(min_size=1, max_size=30), unique_by=lambda name: visible(name).casefold(), max_size=12
)
NUMBERED = [f"Participant {number}" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("names", "limit", "expected"),
    [
        (["Int", "P"], 5, ["Int", "P"]),
        (NUMBERED, 5, [f"P{number}" for number in range(1, 13)]),
        (["Participant A (female)", "Participant B (male)"], 9, ["PA", "PB"]),
        (["Maria Gonzalez", "Ben Smith"], 6, ["Maria", "Ben"]),
        (["P1", "Participant 1"], 5, ["P1", "Part1"]),
        (["Interviewer", "Interpreter"], 6, ["Inter…", "I"]),
    ],
)
def test_labels_are_short_and_different(names: list[str], limit: int, expected: list[str]) -> None:
    assert list(short_labels(names, limit).values()) == expected


@given(NAMES, st.integers(3, 20))
def test_every_label_fits_and_no_two_are_the_same(names: list[str], limit: int) -> None:
    labels = short_labels(names, limit)
    assert len({label.casefold() for label in labels.values()}) == len(names)
    for name in names:
        assert cell_len(labels[name]) <= limit
        if cell_len(visible(name)) <= limit:
            assert labels[name] == visible(name)


@pytest.mark.parametrize("depth", list(Depth))
def test_eight_speakers_have_marks_of_their_own_also_without_colour(depth: Depth) -> None:
    palette = Palette(codebook("roles"), depth)
    marks = [palette.speaker(number)[0] for number in range(8)]
    assert len(set(marks)) == 8
    assert palette.speaker(None)[0] == " "


@pytest.mark.parametrize("depth", [Depth.FULL, Depth.SIXTEEN])
def test_more_speakers_than_marks_differ_in_colour(depth: Depth) -> None:
    palette = Palette(codebook("roles"), depth)
    colors = {number: palette.speaker(number) for number in (3, 11)}
    assert colors[3][0] == colors[11][0]
    assert colors[3][1] != colors[11][1]


def test_a_gutter_is_as_wide_as_its_longest_label() -> None:
    assert cells_needed(interview("Int: So?\nBen: Yes.\nInt: And?\nAnn: No.").turns) == 3
