"""The tables that list: codings, segments, codes by case, the codebook, the sources."""

from typing import Any

import pandas as pd
import pytest

from qualcode.errors import NotFoundError
from qualcode.model import Role, SourceKind
from qualcode.tables import (
    Scope,
    Study,
    codebook,
    codings,
    codings_without_unit,
    matrix,
    segments,
    sources,
)
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES

TEXTS = {marked.source.name: marked.source.text for marked in SOURCES}
ISSUED = [
    "coding_id", "source", "case", "speaker", "role", "turn", "time", "start", "end", "quote",
    "context_before", "context_after", "theme", "code", "label", "coder", "made_at", "origin", "suggester",
    "score", "codebook_version", "memo", "starred", "tier", "years",
]  # fmt: skip


@pytest.fixture(scope="module")
def study() -> Study:
    return plain_figures.study(SOURCES, CODEBOOK, CASES)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def test_every_coding_has_a_row_with_the_quote_at_its_offsets(study: Study) -> None:
    table = codings(study)
    assert [name for name in table.columns if name in ISSUED] == ISSUED
    assert {"kind", "page", "heading"} < set(table.columns)
    assert sorted(table["coding_id"]) == sorted(it.id for marked in SOURCES for it in marked.codings)
    for row in records(table):
        assert TEXTS[row["source"]][row["start"] : row["end"]] == row["quote"]


def test_codings_are_in_the_order_of_the_text(study: Study) -> None:
    rows = [(row["source"], row["start"], -row["end"]) for row in records(codings(study))]
    names = [marked.source.name for marked in SOURCES]
    assert rows == sorted(rows, key=lambda row: (names.index(row[0]), *row[1:]))


def test_a_coding_has_the_locators_and_the_case_of_the_turn_in_which_it_begins(study: Study) -> None:
    by_quote = {(row["quote"], row["code"]): row for row in records(codings(study))}
    first = by_quote["took out a line", "roles"]
    assert (first["speaker"], first["role"], first["turn"], first["time"]) == (
        "P1",
        "participant",
        2,
        "00:00:30",
    )
    assert (first["case"], first["tier"], first["years"], first["theme"]) == ("Alex", "local", 10, "roles")
    kim = by_quote["the kids.\nKim: I'd say", "displacement"]
    assert (kim["speaker"], kim["case"], kim["years"]) == ("Sam", "Sam", 2)
    gone = by_quote["vanished", "gone"]
    assert (gone["theme"], gone["label"]) == ("(not in the codebook)", "gone")
    assert pd.isna(gone["years"])
    assert pd.isna(by_quote["back office", "harms"]["turn"])


def test_a_source_of_two_cases_names_both_and_keeps_what_they_agree_on() -> None:
    cases = [
        marked_text.case("A", ["one"], tier="local", years="3", role="Chief"),
        marked_text.case("B", ["one"], tier="local", years="5"),
    ]
    row = records(codings(plain_figures.study(SOURCES, CODEBOOK, cases)))[0]
    assert (row["case"], row["tier"], row["years"], row["role (case)"]) == ("A; B", "local", "3; 5", "Chief")


def test_each_turn_is_a_segment_with_its_text_and_the_codes_on_it(study: Study) -> None:
    table = segments(study, [marked.source for marked in SOURCES])
    turns = [(marked, turn) for marked in SOURCES for turn in marked.turns]
    spans = list(plain_figures.turn_spans(SOURCES, with_interviewer=True))
    order = [*CODEBOOK.keys, "gone"]
    for row, (marked, turn) in zip(records(table), turns, strict=True):
        inside = [span for span in spans if span.source == marked.source.name and span.turn == turn]
        assert (
            row["text"] == TEXTS[row["source"]][row["start"] : row["end"]] == turn.body.of(marked.source.text)
        )
        assert row["words"] == len(plain_figures.turn_words(marked, turn))
        assert row["coded_words"] == len({word for span in inside for word in span.words})
        assert row["codings"] == len({span.coding.id for span in inside})
        codes = sorted({span.coding.code for span in inside}, key=order.index)
        assert row["codes"] == "; ".join(codes)


def test_codes_by_case_says_whether_a_code_or_one_below_it_occurs(study: Study) -> None:
    finished = plain_figures.study(SOURCES, CODEBOOK, CASES, {"one": ["ann"], "two": ["ben"]})
    present, counts = matrix(finished), matrix(study, of="codings")
    spans = list(plain_figures.turn_spans(SOURCES))
    assert present["case"].tolist() == counts["case"].tolist() == ["Alex", "Sam", "Kim"]
    assert list(present.columns[:3]) == ["case", "tier", "years"]
    assert "unused" not in present.columns
    for row, counted in zip(records(present), records(counts), strict=True):
        for key in present.columns[3:]:
            inside = [p for p in spans if row["case"] in plain_figures.cases_of(p, CASES)]
            expected = plain_figures.figures(filter(plain_figures.under(CODEBOOK, key), inside))["codings"]
            assert (row[key], counted[key]) == (int(expected > 0), expected)


def test_a_code_is_absent_only_from_cases_whose_sources_are_all_finished() -> None:
    cases = [marked_text.case("A", ["one", "two"]), marked_text.case("B", ["two"])]
    finished = {"two": ["ben"]}
    study = plain_figures.study(SOURCES, CODEBOOK, cases, finished)

    def cells(scope: Scope | None = None) -> dict[object, list[object]]:
        return {row["case"]: list(row.values())[1:] for row in records(matrix(study, scope=scope))}

    assert cells() == {"A": [1, 1, 1, 1, 1, 1, 1], "B": [0, 0, 0, 0, 1, 1, 1]}
    assert cells(Scope(coders=("ann",)))["B"] == [None] * 5, "ann has not finished it"
    assert cells(Scope(finished=True)) == {"A": [1, 1, 1], "B": [1, 1, 1]}


def test_a_matrix_says_how_many_codings_have_no_row(study: Study) -> None:
    spans = list(plain_figures.turn_spans(SOURCES))
    without = {span.coding.id for span in spans} - {
        span.coding.id for span in spans if plain_figures.cases_of(span, CASES)
    }
    assert codings_without_unit(study, "case") == len(without) > 0


def test_a_long_matrix_has_the_cells_of_the_wide_one(study: Study) -> None:
    wide, long = matrix(study, of="words"), matrix(study, of="words", long=True)
    assert list(long.columns) == ["case", "tier", "years", "code", "words"]
    cells = {(row["case"], key): row[key] for row in records(wide) for key in wide.columns[3:]}
    assert {(row["case"], row["code"]): row["words"] for row in records(long)} == cells


def test_a_study_without_cases_takes_its_sources_as_cases() -> None:
    assert matrix(plain_figures.study(SOURCES, CODEBOOK))["source"].tolist() == ["one", "two", "paper"]


def test_a_matrix_of_an_unknown_measure_is_refused(study: Study) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'present'"):
        matrix(study, of="presence")


def test_the_codebook_lists_every_code_with_its_parent_and_its_use(study: Study) -> None:
    rows = {row["code"]: row for row in records(codebook(study))}
    assert list(rows) == [*CODEBOOK.keys, "gone"]
    assert [rows[key]["parent"] for key in ("roles", "pursue", "arrest", "gone")] == [
        "",
        "roles",
        "pursue",
        "",
    ]
    assert rows["unused"]["codings"] == 0
    assert rows["arrest"]["sources"] == 2


def test_sources_tell_how_much_of_them_is_coded(study: Study) -> None:
    spans = list(plain_figures.turn_spans(SOURCES))
    for row, marked in zip(records(sources(study)), SOURCES, strict=True):
        inside = [span for span in spans if span.source == marked.source.name]
        words = [plain_figures.turn_words(marked, turn) for turn in marked.turns]
        by_interviewer = [turn.role is Role.INTERVIEWER for turn in marked.turns]
        countable = sum(len(some) for some, out in zip(words, by_interviewer, strict=True) if not out)
        assert (row["turns"], row["words"]) == (len(marked.turns), sum(map(len, words)))
        assert (row["countable_words"], row["codings"]) == (
            countable,
            plain_figures.figures(inside)["codings"],
        )
        assert row["coded_words"] == plain_figures.figures(inside)["words"]
        assert row["coded_share"] == pytest.approx(row["coded_words"] / countable)
    assert sources(study)["duration"].tolist() == ["00:02:00", None, None]
    assert sources(study)["cases"].tolist() == [1, 2, 0]


def test_lists_of_an_empty_study_have_their_columns_and_no_rows() -> None:
    empty = plain_figures.study((), CODEBOOK)
    assert [name for name in codings(empty).columns if name in ISSUED] == ISSUED[:-2]
    assert len(codings(empty)) == len(segments(empty, [])) == len(matrix(empty)) == len(sources(empty)) == 0


def test_codings_can_be_listed_for_one_kind_of_source(study: Study) -> None:
    assert set(codings(study, scope=Scope(kind=SourceKind.DOCUMENT))["source"]) == {"paper"}
