"""Labels of speakers: they fit, they stay different, and they are what a reader would write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.text.visible import visible
from qualcode.tui.painting.color_palette import Depth, Palette
from qualcode.tui.painting.shortened_labels import (
    cells_needed,
    distinct_beginnings,
    distinct_names,
    short_labels,
)
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


@pytest.mark.parametrize(
    ("names", "limit", "expected"),
    [
        (["roles", "harms"], 5, ["roles", "harms"]),
        (["police-foot-patrol", "ambulance"], 12, ["police-foot…", "ambulance"]),
        (["police-foot-patrol", "police-foot-post"], 12, ["police…atrol", "police…-post"]),
        (["use-of-force-1", "use-of-force-2", "use-of-time"], 8, ["use-…e-1", "use-…e-2", "use-…ime"]),
        (["a" * 30 + "b" + "c" * 30, "a" * 30 + "d" + "c" * 30], 8, ["…aaaabc…", "…aaaadc…"]),
        (["trust-in-police", "trust-in-courts", "trust-no-police"], 8, ["trus…ice", "trus…rts", "trust-n…"]),
    ],
)
def test_codes_that_differ_at_their_end_stay_different(
    names: list[str], limit: int, expected: list[str]
) -> None:
    assert list(distinct_names(tuple(names), limit).values()) == expected


@given(
    st.lists(st.text("ab-é字", min_size=1, max_size=24), unique=True, max_size=8).map(tuple),
    st.integers(1, 12),
)
def test_shortened_codes_fit(names: tuple[str, ...], limit: int) -> None:
    labels = distinct_names(names, limit)
    assert list(labels) == list(names)
    for name, label in labels.items():
        assert cell_len(label) <= limit
        assert label == visible(name) or cell_len(visible(name)) > limit


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("ann ben", "a b"),
        ("ann Anna ben", "ann Anna b"),
        ("carla carol", "carl caro"),
        ("ben", "b"),
        ("Ann ann", "Ann ann"),
    ],
)
def test_coders_are_told_apart_by_their_first_letters(names: str, expected: str) -> None:
    assert [*distinct_beginnings(tuple(names.split())).values()] == expected.split()
