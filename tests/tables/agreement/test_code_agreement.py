"""The tables of agreement: degenerate codes, missing coders, intervals, pooled rows."""

import numpy as np
import pytest

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
    assert np.allclose(tables[0], tables[1])
    swapped = agreement_by_code(coded_units(sources, ("b", "a"), ("ann", "ben", "cho")), {})[
        figures
    ].to_numpy()
    assert np.allclose(tables[0][[1, 0, 2]], swapped)


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


def test_the_interval_is_that_of_the_definition() -> None:
    """t(2) = 4.3027, the jackknife variance 2/3 times the squared deviations, on Fisher's z."""
    value, without_each = np.array([0.5]), np.array([[0.4], [0.5], [0.6]])
    error = np.sqrt(2 / 3 * 0.02) / (1 - 0.25)
    low, high = jackknife_interval(value, without_each)
    assert np.arctanh(0.5) - np.arctanh(low) == pytest.approx(4.302653 * error, rel=1e-6)
    assert np.arctanh(high) - np.arctanh(0.5) == pytest.approx(4.302653 * error, rel=1e-6)


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
