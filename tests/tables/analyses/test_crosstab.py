"""Cross tables are checked against plain loops, and their tests against scipy and published values."""

import math
from itertools import product
from typing import Any

import pandas as pd
import pytest
from scipy import stats

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables import Study, association, crosstab, independence
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES
from tests.support.plain_figures import TurnSpan


@pytest.fixture(scope="module")
def study() -> Study:
    return plain_figures.study(SOURCES, CODEBOOK, CASES)


def labels(span: TurnSpan, name: str) -> set[str]:
    names = plain_figures.cases_of(span, CASES)
    values = {case.attributes["tier"] for case in CASES if case.name in names}
    key = span.coding.code
    line = [code.key for code in CODEBOOK.ancestors(key)] if key in CODEBOOK else []
    vanished = "(not in the codebook)"
    labels_by: dict[str, set[str]] = {
        "code": {*line, key},
        "theme": {[*line, key][0] if key in CODEBOOK else vanished},
        "source": {span.source},
        "coder": {span.coding.coder},
        "speaker": {(span.turn and span.turn.speaker) or "(none)"},
        "case": names or {"(none)"},
        "tier": values or {"(none)"},
    }
    return labels_by[name]


def table_of(frame: pd.DataFrame) -> dict[tuple[str, str], Any]:
    return {
        (row[0], str(name)): row[position]
        for row in frame.itertuples(index=False)
        for position, name in enumerate(frame.columns)
        if position
    }


@pytest.mark.parametrize("of", ["codings", "sources", "words"])
@pytest.mark.parametrize(
    ("rows", "columns"),
    [("code", "tier"), ("theme", "source"), ("case", "code"), ("coder", "speaker"), ("tier", "source")],
)
def test_every_cell_and_total_equals_a_count_by_plain_loops(
    study: Study, rows: str, columns: str, of: str
) -> None:
    cells = table_of(crosstab(study, rows, columns, of=of))
    spans = list(plain_figures.turn_spans(SOURCES))
    for row, column in cells:
        inside = [
            span
            for span in spans
            if (row == "total" or row in labels(span, rows))
            and (column == "total" or column in labels(span, columns))
        ]
        assert cells[row, column] == plain_figures.figures(inside, CASES)[of], (row, column)


def test_shares_are_of_the_row_the_column_or_everything(study: Study) -> None:
    counts = table_of(crosstab(study, "theme", "source"))
    for show, total in (
        ("row", lambda row, _: counts[row, "total"]),
        ("column", lambda _, column: counts["total", column]),
        ("total", lambda _, __: counts["total", "total"]),
    ):
        shares = table_of(crosstab(study, "theme", "source", show=show))
        for cell in counts:
            assert shares[cell] == pytest.approx(counts[cell] / total(*cell))


def test_a_rate_is_by_the_thousand_words_that_were_spoken_there(study: Study) -> None:
    counts = table_of(crosstab(study, "code", "source"))
    rates = table_of(crosstab(study, "code", "source", show="per_1000"))
    turned = table_of(crosstab(study, "source", "code", show="per_1000"))
    for code, source in product(("roles", "harms", "arrest"), ("one", "two", "paper")):
        words = plain_figures.words_in_scope([marked for marked in SOURCES if marked.source.name == source])
        assert (
            rates[code, source] == turned[source, code] == pytest.approx(1000 * counts[code, source] / words)
        )
    both = table_of(crosstab(study, "tier", "source", show="per_1000"))
    sam = sum(
        len(plain_figures.turn_words(SOURCES[1], turn)) for turn in SOURCES[1].turns if turn.speaker == "Sam"
    )
    codings = table_of(crosstab(study, "tier", "source"))["national", "two"]
    assert both["national", "two"] == pytest.approx(1000 * codings / sam)


def test_a_dimension_by_itself_is_refused(study: Study) -> None:
    for rows, columns in (("code", "code"), ("code", "theme"), ("theme", "code"), ("tier", "tier")):
        with pytest.raises(UsageError, match="cooccurrence"):
            crosstab(study, rows, columns)
    with pytest.raises(NotFoundError, match="Did you mean 'column'"):
        crosstab(study, "code", "tier", show="columns")


def test_chi_square_and_cramers_v_equal_the_published_hair_and_eye_example() -> None:
    # Hair by eye colour of 592 students: Snee (1974), The American Statistician 28(1), 9-12.
    test = independence([[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]])
    assert (test.test, test.degrees, test.n) == ("chi-square", 9, 592)
    assert test.statistic == pytest.approx(138.29, abs=0.005)
    assert test.cramers_v == pytest.approx(0.279, abs=0.0005)
    assert test.warnings == ()
    assert test.summary == "chi-square(9) = 138.29, p < 0.001, Cramér's V = 0.28, n = 592"


def test_small_two_by_two_tables_get_fishers_exact_test() -> None:
    # The lady tasting tea: Fisher (1935), The Design of Experiments; one-sided 17/70, two-sided 34/70.
    test = independence([[3, 1], [1, 3]])
    assert test.test == "Fisher"
    assert test.p == pytest.approx(34 / 70)
    assert test.statistic == pytest.approx(9)
    assert test.cramers_v == pytest.approx(0.5)


def test_small_counts_in_a_larger_table_are_warned_of() -> None:
    test = independence([[1, 2, 0], [3, 1, 0], [2, 2, 0], [0, 0, 0]])
    assert test.degrees == 2
    assert test.warnings == ("100% of the cells have expected counts under 5: chi-square is rough.",)


def test_the_test_of_a_study_counts_each_coding_under_its_own_code(study: Study) -> None:
    test = association(study, "theme", "coder")
    counts = crosstab(study, "theme", "coder").iloc[:-1, 1:-1].to_numpy()
    expected = stats.chi2_contingency(counts, correction=False)
    assert test.n == counts.sum()
    assert test.p == pytest.approx(expected.pvalue)
    assert test.cramers_v == pytest.approx(math.sqrt(expected.statistic / counts.sum()))
    assert any("not independent" in warning for warning in test.warnings)
    own = association(study, "code", "coder")
    assert own.n == len({span.coding.id for span in plain_figures.turn_spans(SOURCES)})


def test_codings_in_two_cells_are_warned_of() -> None:
    cases = [marked_text.case("A", ["one"]), marked_text.case("B", ["one"]), marked_text.case("C", ["two"])]
    test = association(plain_figures.study(SOURCES, CODEBOOK, cases), "theme", "case")
    assert any("more than one cell" in warning for warning in test.warnings)


def test_one_row_alone_cannot_be_tested() -> None:
    with pytest.raises(UsageError, match="fewer than two rows"):
        independence([[4, 5, 6]])
