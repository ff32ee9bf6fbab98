"""The tables of agreement: degenerate codes, missing coders, intervals, pooled rows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.jackknife import jackknife_interval
from qualcode.tables.agreement.results.boundary_agreement import agreement_on_boundaries
from qualcode.tables.agreement.results.code_agreement import agreement_by_code, agreement_on_spans
from qualcode.tables.agreement.results.confusion_table import confusion_table
from qualcode.tables.agreement.results.overall_agreement import agreement_overall
from qualcode.tables.agreement.results.pair_agreement import agreement_by_pair
from tests.support.coded_units import Ranges, coded_units


def two_coders(*sources: tuple[int, Ranges], codes: tuple[str, ...] = ("a", "b", "c")) -> CodedUnits:
    return coded_units(sources, codes, ("ann", "ben"))


def many(code: str, count: int, start: int = 0) -> list[tuple[int, int, str]]:
    return [(start + 3 * number, start + 3 * number + 2, code) for number in range(count)]


def test_what_limits_the_figures_of_a_code_is_said() -> None:
    study = two_coders(
        (99, {"ann": [(0, 99, "all"), *many("few", 2), *many("ok", 9)],
              "ben": [(0, 99, "all"), *many("ok", 8)]}),
        (99, {"ann": [(0, 99, "all"), *many("ok", 9), *many("here", 9)],
              "ben": [(0, 99, "all"), *many("ok", 9), *many("here", 8), *many("ann", 1)]}),
        codes=("all", "few", "ok", "here", "none", "ann"),
    )  # fmt: skip
    table = agreement_by_code(study, {}, all_codes=True).set_index("label")
    assert table["flag"].to_dict() == {
        "all": "no variation", "few": "one coder only", "ok": "", "here": "in one source", "none": "not used",
        "ann": "one coder only", "all codes": "",
    }  # fmt: skip
    assert table.loc[["all", "none"], ["alpha", "kappa"]].isna().all(axis=None)
    assert table["alpha"].to_dict()["few"] <= 0
    assert table.loc[["here"], ["alpha_low", "alpha_high"]].isna().all(axis=None)
    assert "none" not in agreement_by_code(study, {})["code"].tolist()
    pooled = agreement_by_code(study.with_codes(["few", "ok", "here", "ann"]), {}).iloc[-1]
    assert table.loc["all codes", "alpha"] == pytest.approx(pooled["alpha"])


def test_a_source_that_one_coder_has_not_finished_is_missing_and_not_absent() -> None:
    both: tuple[int, Ranges] = (50, {"ann": many("a", 5), "ben": many("a", 5, 1)})
    unfinished: tuple[int, Ranges] = (50, {"ann": many("a", 12)})
    table, alone = (agreement_by_code(two_coders(*study), {}) for study in ([both, unfinished], [both]))
    assert table.equals(alone)
    assert table["n_ann"].tolist() == [5, 5]


def test_one_source_has_no_intervals_and_no_source_no_rows() -> None:
    table = agreement_by_code(two_coders((50, {"ann": many("a", 12), "ben": many("a", 12, 1)})), {})
    assert table["flag"].tolist() == ["one source", ""]
    assert table.filter(regex="_(low|high)$").isna().all(axis=None)
    empty = two_coders((50, {"ann": many("a", 12)}), (20, {"ben": []}))
    for function in (agreement_by_code, agreement_on_spans, agreement_on_boundaries):
        assert not set(function(empty, {})["code"]) & {"a", "b", "c"}
    assert agreement_overall(empty).empty
    assert confusion_table(empty).empty
    assert agreement_by_pair(empty)["sources"].tolist() == [0]


def test_order_of_coders_and_names_of_codes_change_nothing() -> None:
    sources: list[tuple[int, Ranges]] = [
        (60, {"ann": many("a", 6) + many("b", 3, 30), "ben": many("a", 5, 1), "cho": many("b", 4, 31)}),
        (40, {"ann": many("a", 3), "ben": many("b", 4), "cho": many("a", 4, 2)}),
        (30, {"ann": many("b", 2), "ben": many("b", 2)}),
    ]
    figures = ["percent", "f1", "alpha", "alpha_low", "alpha_high", "kappa", "fleiss"]
    tables = [
        agreement_by_code(coded_units(sources, ("a", "b"), coders), {})[figures].to_numpy()
        for coders in (("ann", "ben", "cho"), ("cho", "ann", "ben"))
    ]
    assert np.allclose(tables[0], tables[1], equal_nan=True)
    swapped = agreement_by_code(coded_units(sources, ("b", "a"), ("ann", "ben", "cho")), {})[
        figures
    ].to_numpy()
    assert np.allclose(tables[0][[1, 0, 2]], swapped, equal_nan=True)


def test_identical_coders_agree_fully_and_an_interval_would_say_nothing() -> None:
    ranges = many("a", 12) + many("b", 4, 40)
    study = two_coders((60, {"ann": ranges, "ben": ranges}), (60, {"ann": ranges, "ben": ranges}))
    table = agreement_by_code(study, {})
    assert (table[["percent", "f1", "alpha", "kappa"]] == 1).all(axis=None)
    assert table.filter(regex="_(low|high)$").isna().all(axis=None)
    spans = agreement_on_boundaries(study, {})
    assert spans.loc[spans["code"] == "", ["u_alpha", "cu_alpha", "overlap_f1"]].to_numpy().tolist() == [
        [1, 1, 1]
    ]
    assert spans["start_distance"].tolist() == [0, 0, 0]


@pytest.mark.parametrize(("is_widened", "factor"), [(False, 1), (True, 17 / 15)])
def test_the_interval_is_that_of_the_definition(is_widened: bool, factor: float) -> None:
    """The variance is 19/20 of the squared deviations; 8 sources have 2 units and 8 have 1: t(13.4)."""
    value, without_each = np.array([0.5]), np.tile([[0.49], [0.51]], (10, 1))
    amounts = np.array([2.0] * 8 + [1.0] * 8 + [0.0] * 4)[:, np.newaxis]
    error = np.sqrt(factor * 19 / 20 * 20 * 0.01**2) / (1 - 0.25)
    low, high = jackknife_interval(value, without_each, amounts, is_widened=is_widened)
    reach = stats.t.ppf(0.975, 24**2 / 40 - 1) * error
    assert np.arctanh(0.5) - np.arctanh(low) == pytest.approx(reach, rel=1e-6)
    assert np.arctanh(high) - np.arctanh(0.5) == pytest.approx(reach, rel=1e-6)


def sources_with_code(having: int, unit: str = "character") -> CodedUnits:
    """Return twenty sources, `having` of which have the code `a`, and all have `b`; coders differ on both."""
    sources: list[tuple[int, Ranges]] = []
    for number in range(20):
        first, moved = many("b", 4, 40), many("b", 4, 40 + number % 2)
        if number < having:
            first, moved = first + many("a", 4), moved + many("a", 4, number % 3 % 2)
        sources.append((60, {"ann": first, "ben": moved}))
    return replace(two_coders(*sources, codes=("a", "b")), unit=unit)


def with_intervals(table: pd.DataFrame) -> dict[str, list[str]]:
    """Return the coefficients that have an interval, by code."""
    ends = [str(name) for name in table.columns if str(name).endswith("_low")]
    rows = zip(table["code"].tolist(), table[ends].notna().to_numpy(), strict=True)
    return {
        str(code): [name.removesuffix("_low") for name, has in zip(ends, shown, strict=True) if has]
        for code, shown in rows
    }


def test_a_code_needs_fifteen_sources_for_an_interval_and_percent_has_one_over_all_codes_only() -> None:
    single, pooled = ["f1", "alpha", "kappa"], ["percent", "f1", "alpha", "kappa"]
    assert with_intervals(agreement_by_code(sources_with_code(14), {})) == {"a": [], "b": single, "": pooled}
    assert with_intervals(agreement_by_code(sources_with_code(15), {})) == {
        "a": single,
        "b": single,
        "": pooled,
    }
    also = agreement_by_code(sources_with_code(15), {}, also=["max", "ac1", "pi"])
    assert "max_low" not in also
    assert {*with_intervals(also)["a"]} == {*single, "pi"}
    assert {*with_intervals(also)[""]} == {*pooled, "pi", "ac1"}


def test_units_that_are_few_have_intervals_over_all_codes_only_or_none() -> None:
    by_turn = agreement_by_code(sources_with_code(20, "turn"), {})
    assert with_intervals(by_turn) == {"a": [], "b": [], "": ["percent", "f1", "alpha", "kappa"]}
    by_source = agreement_by_code(sources_with_code(20, "source"), {})
    assert with_intervals(by_source) == {"a": [], "b": [], "": []}
    assert agreement_overall(sources_with_code(20, "source"))["low"].isna().all()


def test_spans_and_boundaries_follow_the_same_rule() -> None:
    assert with_intervals(agreement_on_spans(sources_with_code(14, "span"), {})) == {
        "a": [],
        "b": ["f1"],
        "": ["f1"],
    }
    study = sources_with_code(14)
    apart = [*study.coder, 0], [*study.source, 0], [*study.code, 1], [*study.first, 58], [*study.end, 60]
    coder, source, code, first, end = (np.array(column) for column in apart)
    study = replace(study, coder=coder, source=source, code=code, first=first, end=end)
    assert with_intervals(agreement_on_boundaries(study, {}))["a"] == []
    assert "bar_u_alpha" in with_intervals(agreement_on_boundaries(study, {}))["b"]


def test_confusion_lists_only_codes_that_were_confused() -> None:
    study = two_coders(
        (60, {"ann": [(0, 9, "a"), (20, 25, "c")], "ben": [(0, 4, "a"), (4, 9, "b"), (20, 22, "c")]})
    )
    table = confusion_table(study)
    assert table.to_dict("list") == {"code": ["a", "b"], "a": [4, 5], "b": [5, 0], "(no other code)": [0, 0]}


def test_spans_are_matched_one_to_one() -> None:
    study = two_coders((60, {"ann": [(0, 10, "a"), (20, 30, "a")], "ben": [(2, 10, "a"), (26, 50, "a")]}))
    [row, pooled] = agreement_on_spans(study, {"a": "Label"}).to_dict("records")
    assert (row["label"], row["matched"], row["f1"]) == ("Label", 1, 0.5)
    assert (pooled["label"], pooled["matched"], pooled["f1"]) == ("all codes", 1, 0.5)
    [row, _] = agreement_on_boundaries(study, {}).to_dict("records")
    assert (row["spans"], row["start_distance"], row["end_distance"]) == (4, 2, 0)
