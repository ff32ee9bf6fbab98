"""Every column with the ends of an interval is simulated in `tests.benchmarks.interval_coverage`."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode import tables
from qualcode.guide import definition_of, topic
from qualcode.tables.agreement.results.boundary_agreement import agreement_on_boundaries
from qualcode.tables.agreement.results.code_agreement import agreement_by_code, agreement_on_spans
from qualcode.tables.agreement.results.machine_agreement import agreement_with_machine
from qualcode.tables.agreement.results.overall_agreement import agreement_overall
from qualcode.tables.agreement.results.pair_agreement import agreement_by_pair
from qualcode.tables.agreement.results.segmentation_agreement import agreement_on_segmentations
from qualcode.workflows.agreement.requested_tables import ALSO, OF_BOUNDARIES
from tests.benchmarks.agreement_coverage import TEAMS, agreement_cells, simulated_sources
from tests.benchmarks.interval_coverage import NO_ESTIMATES, SIMULATED

_END = re.compile(r"(?:(.+)_)?low")


def defined_with_ends(name: str) -> bool:
    """Return whether a table's definitions have the lower end of an interval."""
    return any(_END.fullmatch(column) for column in definition_of(name).columns)


def with_ends(frames: Sequence[pd.DataFrame]) -> set[str]:
    """Return the columns of tables that have ends; `low` is that of the value or difference."""
    names = {str(name) for frame in frames for name in frame.columns}
    ends = {match[1] for match in map(_END.fullmatch, names) if match}
    return {end or ("difference" if "difference" in names else "value") for end in ends}


def test_every_table_whose_definitions_have_ends_is_simulated() -> None:
    defined = {
        name for name in topic("definitions").sections if _has_columns(name) and defined_with_ends(name)
    }
    assert defined == {*SIMULATED, *NO_ESTIMATES}
    typed = {name for name, types in tables.COLUMN_TYPES.items() if any(map(_END.fullmatch, types))}
    assert typed <= defined


def _has_columns(name: str) -> bool:
    return bool(definition_of(name).columns)


def test_every_column_of_agreement_with_ends_is_simulated_and_no_other() -> None:
    coded = simulated_sources(np.random.default_rng(1), TEAMS["three coders"], 12).coded_twice()
    layer = coded.with_codes(("0", "1"))
    also = tuple(set(ALSO) - set(OF_BOUNDARIES))
    by_code = [
        agreement_by_code(coded, {}, also=also),
        agreement_on_spans(replace(coded, unit="span"), {}),
        agreement_with_machine(coded, {}, coded.coders[-1]),
    ]
    assert with_ends(by_code) == {*SIMULATED["agreement"]}
    assert with_ends([agreement_by_pair(coded)]) == {*SIMULATED["agreement pairs"]}
    assert with_ends([agreement_overall(coded)]) == {*SIMULATED["agreement overall"]}
    assert with_ends([agreement_on_segmentations(replace(coded, unit="turn"), {})]) == set()
    assert with_ends([agreement_on_boundaries(layer, {}, with_alpha_of_2004=True)]) == {
        *SIMULATED["agreement boundaries"]
    }


def test_each_of_them_is_among_the_intervals_of_the_simulation() -> None:
    """The F1 of spans is also `overlap_f1`, and the measures of a row of `agreement overall` are named."""
    intervals = {cell.interval for cell in agreement_cells(2, sizes=(3,), pool_sources=30)}
    simulated = {name.split(" of all codes")[0].split(",")[0] for name in intervals}
    named = {name for table, names in SIMULATED.items() if table.startswith("agreement") for name in names}
    assert named - simulated == {"overlap_f1", "value"}
    assert {"f1, spans", "set-valued alpha, Jaccard", "set-valued alpha, MASI"} <= intervals
