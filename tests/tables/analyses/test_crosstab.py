"""Cross tables are checked against plain loops, and their tests against scipy and published values."""

import math
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qualcode.errors import NotFoundError, UsageError
from qualcode.tables import Study, association, crosstab, independence
from tests.support import marked_text, plain_figures
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES
from tests.support.plain_figures import TurnSpan

if TYPE_CHECKING:
    from qualcode.model import Case
    from tests.support.marked_text import Marked


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
    # With Bergsma's correction: phi^2 = 138.29/592 - 9/591, r = c = 4 - 9/591, V = sqrt(phi^2 / (r - 1)).
    assert test.corrected_v == pytest.approx(math.sqrt((138.29 / 592 - 9 / 591) / (3 - 9 / 591)), abs=0.0005)
    assert test.summary == "chi-square(9) = 138.29, p < 0.001, Cramér's V (bias-corrected) = 0.27, n = 592"


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


def test_the_test_is_of_the_table_that_is_printed(study: Study) -> None:
    for of in ("codings", "words", "sources"):
        printed = crosstab(study, "code", "speaker", of=of)
        cells = printed.iloc[:-1, 1:-1].drop(columns="(none)").to_numpy()
        expected = stats.chi2_contingency(cells[cells.sum(axis=1) > 0], correction=False)
        test = association(study, "code", "speaker", of=of)
        assert test.independence.n == cells.sum()
        assert test.independence.statistic == pytest.approx(expected.statistic)
        assert test.independence.cramers_v == pytest.approx(math.sqrt(expected.statistic / cells.sum() / 2))
    with pytest.raises(UsageError, match="A share is no count"):
        association(study, "code", "speaker", of="share")


def test_codings_that_hang_together_get_no_p_value_where_labels_cannot_be_permuted(study: Study) -> None:
    test = association(study, "theme", "coder")
    assert test.permutation_p is None
    assert " p = " not in test.summary
    assert any("not independent" in warning for warning in test.warnings)
    by_source = association(study, "theme", "source")
    assert by_source.permutation_p is None, "each source is a value of its own"


def talks(codes_by_tier: dict[str, list[str]]) -> Study:
    """Return a study of one interview for each text, its case in the tier."""
    marked: list[Marked] = []
    cases: list[Case] = []
    for tier, texts in codes_by_tier.items():
        for text in texts:
            name = f"s{len(marked)}"
            marked.append(marked_text.interview(f"P1: {text}\n", name=name))
            cases.append(marked_text.case(f"c{name}", [name], tier=tier))
    return plain_figures.study(marked, CODEBOOK, cases)


def test_p_is_the_share_of_permutations_of_whole_sources_that_differ_as_much() -> None:
    one, other = "[a]{protect} [b]{protect} [c]{protect}", "[a]{unused} [b]{unused} [c]{unused}"
    test = association(talks({"local": [one] * 3, "national": [other] * 3}), "code", "tier")
    # Of the 20 ways to deal three labels of each kind to six sources, two separate the codes completely.
    assert test.permutation_p == pytest.approx(2 / 20)
    assert test.warnings[-1] == "With 6 sources, p could not be smaller than 0.100."
    assert test.units == 6
    assert test.independence.p < 0.001
    assert f"p = {test.permutation_p:.3f} by all 20 permutations of 6 whole sources" in test.summary


def test_p_of_many_sources_is_drawn_and_near_that_of_all_ways() -> None:
    texts = ["[a]{protect} [b]{protect}", "[a]{unused} [b]{protect}", "[a]{unused} [b]{unused}"]
    study = talks({"local": texts[:2] * 3, "national": texts[1:] * 3})
    drawn, exact = (association(study, "code", "tier", permutations=number) for number in (900, 924))
    assert (drawn.is_exact, exact.is_exact, exact.permutations) == (False, True, 924)
    assert drawn.permutation_p == pytest.approx(exact.permutation_p, abs=0.05)
    assert "by 900 permutations of 12 whole sources" in drawn.summary


def test_sources_of_one_case_are_permuted_together() -> None:
    text = "[a]{protect} [b]{unused}"
    marked = [marked_text.interview(f"P1: {text}\n", name=f"s{number}") for number in range(8)]
    cases = [
        marked_text.case(f"c{number}", [f"s{number}", f"s{number + 4}"], tier="ab"[number % 2])
        for number in range(4)
    ]
    assert association(plain_figures.study(marked, CODEBOOK, cases), "code", "tier").units == 4


def test_where_each_source_has_one_coding_chi_square_has_its_p_value() -> None:
    texts = {"local": ["[a]{protect}"] * 3 + ["[a]{unused}"], "national": ["[a]{unused}"] * 4}
    study = talks(texts)
    test = association(study, "theme", "tier")
    assert test.are_units_independent
    assert test.summary == test.independence.summary
    assert test.independence.p == pytest.approx(stats.fisher_exact(np.array([[3, 0], [1, 4]])).pvalue)


def test_a_coding_without_a_value_does_not_make_up_for_two_in_one_source() -> None:
    two, one = "[a]{protect} [b]{protect}", "[a]{unused}"
    study = talks({"local": [two, "[a]{protect}"], "national": [one, one], "": [one]})
    test = association(study, "theme", "tier")
    assert test.independence.n == 5, "as many as sources, but two of them are of one source"
    assert not test.are_units_independent
    assert "by all 6 permutations of 4 whole sources" in test.summary


def test_a_value_with_the_name_of_a_total_keeps_it() -> None:
    study = talks({"total": ["[a]{protect}"], "(none)": ["[a]{unused}"], "Local": ["[b]{unused}"]})
    table = crosstab(study, "code", "tier")
    assert table.columns.tolist() == ["code", "(none)", "Local", "total", "(total)"]
    turned = crosstab(study, "tier", "code")
    assert turned["tier"].tolist() == ["(none)", "Local", "total", "(total)"]
    assert turned["total"].tolist()[-1] == 3


def test_values_in_another_letter_case_are_one_value() -> None:
    study = talks({"Local": ["[a]{protect}"], "local ": ["[a]{protect}"], "LOCAL": ["[b]{unused}"]})
    assert crosstab(study, "code", "tier").columns.tolist() == ["code", "Local", "total"]


def test_shares_of_shares_are_refused(study: Study) -> None:
    for show in ("row", "column", "total", "per_1000"):
        with pytest.raises(UsageError, match="A share is divided by words already"):
            crosstab(study, "code", "tier", of="share", show=show)


def test_a_coder_has_a_share_of_what_they_coded() -> None:
    marked = [marked_text.interview("P1: [one two three]{protect@ann}\n", name="s0")]
    marked += [marked_text.interview("P1: one two three\n", name=f"s{number}") for number in range(1, 6)]
    study = plain_figures.study(marked, CODEBOOK)
    assert crosstab(study, "code", "coder", of="share")["ann"].tolist() == [1, 1, 1]
    by_source = crosstab(study, "code", "source", of="share")
    assert by_source["s0"].tolist() == [1, 1, 1]
    assert by_source["s3"].isna().all(), "nobody has coded it, so that 0 would be wrong"
    finished = plain_figures.study(marked, CODEBOOK, finished={"s1": ["ann"], "s2": ["ben"]})
    table = crosstab(finished, "code", "coder", of="share")
    assert table["ann"].tolist() == [1 / 2] * 3
    assert table["total"].tolist() == [1 / 3] * 3


def test_one_row_alone_cannot_be_tested() -> None:
    with pytest.raises(UsageError, match="fewer than two rows"):
        independence([[4, 5, 6]])
