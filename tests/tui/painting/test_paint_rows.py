from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.model import CodeKey, Span
from qualcode.model.colors import OKABE_ITO
from qualcode.text.visible import visible
from qualcode.tui.painting.color_palette import Depth, Palette
from qualcode.tui.painting.column_widths import ColumnWidths, columns
from qualcode.tui.painting.margin_brackets import SHAPES, Bracket, MarkKind, margin_rows
from qualcode.tui.painting.paint_rows import (
    Highlights,
    paint_gutter,
    paint_margin,
    paint_row,
    paint_words,
)
from qualcode.tui.painting.row_layout import RowLayout
from qualcode.tui.painting.shortened_labels import speaker_labels
from tests.support.marked_text import codebook, interview
from tests.support.terminal.hard_texts import texts

BOOK = codebook("roles\n  pursue\n  prevent\nharms\n  displacement")
PALETTE = Palette(BOOK)
SIZES = ColumnWidths(4, 16, 14)
spans = st.tuples(
    st.integers(0, 110), st.integers(1, 40), st.sampled_from(BOOK.keys), st.sampled_from(MarkKind)
)


def mark(start: int, length: int, code: str, kind: MarkKind = MarkKind.CODING) -> Bracket:
    return Bracket(Span(start, start + length), CodeKey(code), kind, code)


def painted_rows(marked: str, width: int = 24, margin: int = 24) -> list[str]:
    """Return the rows of the first turn of a marked interview as plain text."""
    talk = interview(marked)
    marks = [Bracket(coding.span, coding.code, MarkKind.CODING, coding.code) for coding in talk.codings]
    layout = RowLayout(talk.source.text, [talk.turns[0].body], width)
    rows = layout.block_rows(0)
    margins = margin_rows(rows, marks, layout.row_of, margin)
    sizes = ColumnWidths(4, width, margin)
    speakers = speaker_labels(talk.turns, {"P": 0}, 2)
    painted = [
        [
            *paint_gutter(layout.row(row), talk.turns[0], sizes.gutter, PALETTE, speakers),
            *paint_row(layout.row(row), talk.source.text, talk.turns[0], marks, margin, sizes, PALETTE),
        ]
        for row, margin in zip(rows, margins, strict=True)
    ]
    return ["".join(segment.text for segment in segments).rstrip() for segments in painted]


def test_nested_and_overlapping_codings_each_have_a_bracket_with_a_label() -> None:
    assert painted_rows(
        "P: [We [took out a line]{pursue} but [it came back. They]{displacement} went on and on.]{roles} End."
    ) == [
        "P ▎ We took out a line but   ┌[ roles pursue",
        "  ▎ it came back. They went  │[ displacement",
        "  ▎ on and on. End.          └",
        "",
    ]


def test_two_codes_on_the_same_span_have_a_bracket_each() -> None:
    assert (
        painted_rows("P: We [took out]{pursue,roles} a line.")[0]
        == "P ▎ We took out a line.      [[ pursue roles"
    )


def test_keys_that_do_not_fit_are_shortened() -> None:
    row = painted_rows("P: We [took out]{displacement,prevent,pursue} a line.", margin=20)[0]
    assert row == "P ▎ We took out a line.      [[[ dis… pre… pur…"


def test_a_suggestion_never_looks_like_a_coding() -> None:
    for first, second in combinations(SHAPES.values(), 2):
        assert not {first.labelled_only_row, first.labelled_start, first.labelled_middle, first.middle} & {
            second.labelled_only_row,
            second.labelled_start,
            second.labelled_middle,
            second.middle,
        }
    text = "took out a line"
    row = RowLayout(text, [Span(0, len(text))], 20).row(0)
    plain = paint_words(row, text, None, [], PALETTE)
    assert paint_words(row, text, None, [mark(0, 8, "pursue", MarkKind.SUGGESTION)], PALETTE) == plain
    assert paint_words(row, text, None, [mark(0, 8, "pursue")], PALETTE) != plain


def test_codes_have_the_colour_of_their_theme() -> None:
    assert PALETTE.color_of(CodeKey("pursue")) == PALETTE.color_of(CodeKey("roles")) == OKABE_ITO[0]
    assert PALETTE.color_of(CodeKey("displacement")) == OKABE_ITO[1]
    assert PALETTE.color_of(CodeKey("long-gone")) == OKABE_ITO[-1]


def test_without_colours_codings_are_underlined_and_nothing_has_a_colour() -> None:
    palette = Palette(BOOK, depth=Depth.NONE)
    text = "took out a line"
    row = RowLayout(text, [Span(0, len(text))], 20).row(0)
    highlights = Highlights(selection=Span(5, 8), cursor=Span(5, 6))
    segments = paint_words(row, text, None, [mark(0, 8, "pursue")], palette, highlights)
    styles = [segment.style for segment in segments if segment.style]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert styles[0].underline


def test_the_start_time_is_shown_once_under_the_speaker() -> None:
    talk = interview("Ann: So.\nBen: One two three four five six seven.", seconds_per_turn=4)
    layout = RowLayout(talk.source.text, [turn.body for turn in talk.turns], 10)
    rows = [layout.row(number) for number in range(len(layout))]
    words = [paint_gutter(row, talk.turns[row.block], 9, PALETTE)[0].text.rstrip() for row in rows]
    assert words == ["Ann", "", "Ben", "0:00:04", "", "", ""]
    narrow = [paint_gutter(row, talk.turns[row.block], 7, PALETTE)[0].text.rstrip() for row in rows]
    assert narrow == ["Ann", "", "Ben", "00:04", "", "", ""]


def test_sixteen_colours_are_the_terminals_own() -> None:
    palette = Palette(BOOK, depth=Depth.SIXTEEN)
    assert palette.sign(CodeKey("pursue")).color.name == "bright_blue"  # type: ignore[union-attr]
    assert palette.shade(CodeKey("pursue"), deep=False).color is None
    assert palette.shade(CodeKey("pursue"), deep=False).bgcolor is None


def test_a_row_of_sixty_cells_still_has_room_for_text() -> None:
    for width in (58, 78, 118, 198):
        sizes = columns(width, 72)
        assert sizes.gutter + sizes.text + 1 + sizes.margin == width
        assert sizes.text >= (40 if width < 60 else 48)


@given(texts, st.lists(spans, max_size=6))
def test_no_character_is_lost_and_none_is_drawn_twice(
    text: str, mark_values: list[tuple[int, int, str, MarkKind]]
) -> None:
    marks = [mark(*values) for values in mark_values]
    layout = RowLayout(text, [Span(0, len(text))], SIZES.text)
    highlights = Highlights(selection=Span(3, 9), cursor=Span(3, 4), hits=(Span(5, 12),))
    for number in range(len(layout)):
        row = layout.row(number)
        segments = paint_words(row, text, None, marks, PALETTE, highlights)
        assert "".join(segment.text for segment in segments) == visible(row.drawn(text).of(text))


@given(texts, st.lists(spans, max_size=12))
def test_every_row_is_exactly_as_wide_as_the_screen(
    text: str, mark_values: list[tuple[int, int, str, MarkKind]]
) -> None:
    marks = [mark(*values) for values in mark_values]
    layout = RowLayout(text, [Span(0, len(text))], SIZES.text)
    rows = layout.block_rows(0)
    for row, margin in zip(rows, margin_rows(rows, marks, layout.row_of, SIZES.margin), strict=True):
        segments = paint_row(layout.row(row), text, None, marks, margin, SIZES, PALETTE)
        assert sum(cell_len(segment.text) for segment in segments) == 16 + 1 + 14


@given(st.lists(spans, max_size=12))
def test_every_coding_is_in_the_margin_of_every_row_it_touches(
    mark_values: list[tuple[int, int, str, MarkKind]],
) -> None:
    text = "took out a line and it came back " * 5
    marks = [mark(*values) for values in mark_values]
    layout = RowLayout(text, [Span(0, len(text))], SIZES.text)
    rows = layout.block_rows(0)
    margins = margin_rows(rows, marks, layout.row_of, SIZES.margin)
    for row, margin in zip(rows, margins, strict=True):
        touching = [
            mark
            for mark in marks
            if layout.row_of(mark.span.start) <= row <= layout.row_of(mark.span.end - 1)
        ]
        assert len(margin.edges) + margin.hidden == len(touching)
        lanes = [edge.lane for edge in margin.edges]
        assert len(set(lanes)) == len(lanes)
        painted = "".join(segment.text for segment in paint_margin(margin, SIZES.margin, PALETTE))
        assert all(painted[edge.lane] == edge.sign for edge in margin.edges)


@given(st.lists(spans, max_size=5))
def test_every_bracket_is_labelled_once(mark_values: list[tuple[int, int, str, MarkKind]]) -> None:
    text = "took out a line and it came back " * 5
    marks = [mark(*values) for values in mark_values]
    layout = RowLayout(text, [Span(0, len(text))], SIZES.text)
    rows = layout.block_rows(0)
    margins = margin_rows(rows, marks, layout.row_of, 24)
    labelled = [mark for margin in margins for _, mark in margin.labels]
    assert sorted(map(id, labelled)) == sorted(map(id, marks))
