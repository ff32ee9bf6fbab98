"""A random study with random options, in arrays and in plain objects, and the comparison of their tables."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

import pandas as pd

from qualcode.tables import Study
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from tests.support import plain_figures
from tests.support.plain_program.counted_spans import Counted, count_study
from tests.support.plain_program.plain_cells import DIMENSIONS
from tests.support.plain_program.random_table_studies import (
    RandomStudy,
    Selection,
    random_selection,
    random_study,
)


@dataclass(frozen=True, kw_only=True)
class TableTrial:
    """A study, what is counted of it, and a source of random options."""

    random: RandomStudy
    selection: Selection
    study: Study
    counted: Counted
    chance: Random

    @property
    def options(self) -> AnalysisOptions:
        """The options as analyses take them."""
        return AnalysisOptions(
            kind=self.selection.kind,
            coders=self.selection.coders,
            with_interviewer=self.selection.with_interviewer,
            where=self.selection.where,
            finished=self.selection.finished,
        )

    @property
    def dimensions(self) -> list[str]:
        """The dimensions that this study has."""
        return [name for name in DIMENSIONS if name not in ("tier", "years") or self.random.cases]


def table_trial(seed: int) -> TableTrial:
    """Return the trial of a seed."""
    return trial_of(random_study(seed), seed)


def trial_of(random: RandomStudy, seed: int) -> TableTrial:
    """Return the trial of a study with random options of a seed."""
    selection = random_selection(random, seed)
    return TableTrial(
        random=random,
        selection=selection,
        study=plain_figures.study(random.sources, random.codebook, random.cases, random.finished),
        counted=count_study(random, selection),
        chance=Random(seed),  # noqa: S311 - options of tests, not secrets
    )


def is_same(actual: object, expected: object) -> bool:
    """Return whether two cells are equal; missing ones are, too."""
    if pd.isna(actual) or pd.isna(expected):  # type: ignore[call-overload]
        return bool(pd.isna(actual) and pd.isna(expected))  # type: ignore[call-overload]
    if isinstance(actual, str) or isinstance(expected, str):
        return actual == expected
    return math.isclose(float(str(actual)), float(str(expected)), rel_tol=1e-9, abs_tol=1e-12)


def check_rows(table: pd.DataFrame, expected: Iterable[Mapping[str, object]]) -> int:
    """Compare the columns of plain rows with those of a table; return the number of cells."""
    expected_rows, actual_rows = list(expected), table.to_dict("records")
    assert len(actual_rows) == len(expected_rows), (actual_rows, expected_rows)
    for actual, row in zip(actual_rows, expected_rows, strict=True):
        for name, value in row.items():
            assert is_same(actual[name], value), (name, actual, row)
    return sum(map(len, expected_rows))
