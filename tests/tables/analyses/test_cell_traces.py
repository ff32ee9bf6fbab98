"""Cells traced to codings, and theme barcodes, checked against plain loops."""

import pytest

from qualcode.errors import NotFoundError
from qualcode.tables import Study, barcode, codings_frame, crosstab, gather, index_source, traces
from tests.support import marked_text
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES


@pytest.fixture
def study() -> Study:
    indexes = (index_source(it.source, it.turns, it.sentences) for it in SOURCES)
    return gather(codings_frame(marked_text.listing(SOURCES)), indexes, CASES, CODEBOOK)


@pytest.mark.parametrize("name", ["case", "tier", "source", "coder", "kind", "speaker"])
def test_a_cell_counts_exactly_the_codings_that_have_both_labels(study: Study, name: str) -> None:
    traced = traces(study, ("code", name))
    table = crosstab(study, "code", name)
    for _, row in table.iloc[:-1].iterrows():
        for label in table.columns[1:-1]:
            count = sum(
                row["code"] in codes and label in traced[name].of[coding]
                for coding, codes in traced["code"].of.items()
            )
            assert count == row[label], (row["code"], label)


def test_labels_are_those_that_some_coding_has(study: Study) -> None:
    assert traces(study, ("tier",))["tier"].labels == ("local", "national", "(none)")


def test_barcode_positions_are_shares_of_the_words_of_the_source() -> None:
    marked = marked_text.interview("Int: One two three four?\nP: [Five six]{pursue} seven [eight]{harms}.\n")
    study = gather(
        codings_frame(marked_text.listing([marked])),
        [index_source(marked.source, marked.turns)],
        (),
        CODEBOOK,
    )
    rows = [tuple(row) for row in barcode(study).itertuples(index=False)]
    assert rows == [("one", "roles", 0.5, 0.75), ("one", "harms", 0.875, 1.0)]


def test_codings_of_one_theme_that_overlap_are_one_span() -> None:
    marked = marked_text.interview("P: [One [two]{pursue}]{roles@ben} [three]{arrest} four.\n")
    study = gather(
        codings_frame(marked_text.listing([marked])),
        [index_source(marked.source, marked.turns)],
        (),
        CODEBOOK,
    )
    assert [tuple(row) for row in barcode(study).itertuples(index=False)] == [("one", "roles", 0.0, 0.75)]


def test_a_barcode_of_some_sources_leaves_the_others_out(study: Study) -> None:
    assert set(barcode(study, sources=["two"])["source"]) == {"two"}
    with pytest.raises(NotFoundError, match="'twoo'"):
        barcode(study, sources=["twoo"])
