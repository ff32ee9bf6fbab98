"""The columns: the words keep their width, the codebook and the margin give way."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.painting.column_widths import (
    EDGE,
    LEAST_WORDS,
    LEAST_WORDS_NARROW,
    PaneForm,
    columns,
    pane_form,
)

needs = {"label_cells": st.integers(0, 40), "margin_cells": st.integers(3, 60)}


@given(window=st.integers(60, 300), requested=st.booleans(), measure=st.integers(30, 160), **needs)
def test_the_words_keep_their_columns(
    window: int, requested: bool, measure: int, label_cells: int, margin_cells: int
) -> None:
    view = window - pane_form(window, requested=requested).value - EDGE
    widths = columns(view, measure, label_cells=label_cells, margin_cells=margin_cells)
    assert widths.total == view
    assert widths.text <= measure
    assert widths.text >= min(LEAST_WORDS if window >= 80 else LEAST_WORDS_NARROW, measure)
    assert widths.margin >= 8


@given(window=st.integers(1, 300))
def test_the_codebook_gives_way_step_by_step(window: int) -> None:
    for requested in (False, True):
        narrower, wider = (pane_form(width, requested=requested) for width in (window, window + 1))
        assert narrower.value <= wider.value
    assert pane_form(window, requested=True).value >= pane_form(window).value


def test_each_form_of_the_codebook_has_its_widths() -> None:
    assert [pane_form(width) for width in (120, 100, 90, 80)] == [
        PaneForm.FULL, PaneForm.NARROW, PaneForm.USED_HERE, PaneForm.HIDDEN,
    ]  # fmt: skip
    assert pane_form(80, requested=True) is PaneForm.USED_HERE
    assert pane_form(79, requested=True) is PaneForm.HIDDEN


@given(view=st.integers(58, 200), **needs)
def test_the_margin_takes_what_its_labels_need(view: int, label_cells: int, margin_cells: int) -> None:
    widths = columns(view, 200, label_cells=label_cells, margin_cells=margin_cells)
    assert widths.margin <= max(margin_cells, 12)
    assert widths.gutter <= label_cells + 2
