"""Every cell of the tables of codes equals that of a second, plain program, on random studies."""

from itertools import permutations

import pandas as pd
import pytest

from qualcode.model import SourceKind
from qualcode.tables import NONE, Scope, Study, attributes, crosstab, frequencies, matrix
from tests.support import plain_figures, plain_tables
from tests.support.plain_tables import DIMENSIONS, MEASURES, RandomStudy, random_study

OPTIONS: tuple[tuple[tuple[str, ...], SourceKind | None, bool], ...] = (
    ((), None, False),
    ((), None, True),
    (("ann",), None, False),
    (("ben",), SourceKind.INTERVIEW, True),
    ((), SourceKind.DOCUMENT, False),
)
_LONG_CELLS = 100_000


def checked_cells(seed: int) -> int:
    """Compare all tables of one random study with the plain program; return the number of cells."""
    random = random_study(seed)
    study = plain_figures.study(random.sources, random.codebook, random.cases)
    coders, kind, with_interviewer = OPTIONS[seed % len(OPTIONS)]
    coders = tuple(coder for coder in coders if coder in study.coders)
    scope = Scope(coders=coders, kind=kind, with_interviewer=with_interviewer)
    spans = plain_tables.spans_in_scope(random, coders=coders, kind=kind, with_interviewer=with_interviewer)
    dimensions = [name for name in DIMENSIONS if name != "tier" or "tier" in attributes(random.cases)]
    pairs = [pair for pair in permutations(dimensions, 2) if set(pair) != {"code", "theme"}]
    rows, columns = pairs[seed % len(pairs)]
    counted = 0
    expected = plain_tables.cells(random, spans, rows, columns)
    for measure in MEASURES:
        table = crosstab(study, rows, columns, of=measure, scope=scope)
        counted += _compare(table, {cell: figures[measure] for cell, figures in expected.items()})
    counted += _frequencies(study, random, spans, scope)
    return counted + _matrix(study, random, spans, scope)


def _compare(table: pd.DataFrame, expected: dict[tuple[str, str], int]) -> int:
    table = table.set_index(table.columns[0])
    actual = {
        (str(row), str(column)): table.loc[row, column] for row in table.index for column in table.columns
    }
    assert {cell: value for cell, value in actual.items() if value} == {
        cell: value for cell, value in expected.items() if value
    }
    return len(actual)


def _frequencies(study: Study, random: RandomStudy, spans: list[plain_figures.TurnSpan], scope: Scope) -> int:
    table = frequencies(study, all_codes=True, scope=scope).set_index("code")
    expected = plain_tables.cells(random, spans, "code", "kind")
    everything = expected.get(("total", "total"), {"codings": 0})
    empty = dict.fromkeys(MEASURES, 0)
    for code, figures in table.iterrows():
        cell = expected.get((str(code), "total"), empty)
        assert {measure: figures[measure] for measure in MEASURES} == cell
        assert figures["direct_codings"] == len({it.coding.id for it in spans if it.coding.code == code})
        share = cell["codings"] / everything["codings"] if everything["codings"] else 0
        assert figures["share_of_codings"] == pytest.approx(share)
    assert set(expected) <= {(str(code), kind) for code in (*table.index, "total") for kind in
                             ("interview", "document", "total")}  # fmt: skip
    return len(table) * (len(MEASURES) + 2)


def _matrix(study: Study, random: RandomStudy, spans: list[plain_figures.TurnSpan], scope: Scope) -> int:
    by = "case" if random.cases else "source"
    counted = 0
    for measure in MEASURES:
        table = matrix(study, of=measure, scope=scope)
        expected = plain_tables.cells(random, spans, by, "code")
        codes = [column for column in table.columns if column in study.keys]
        for row in table.to_dict("records"):
            if row[by] != NONE:
                for code in codes:
                    assert row[code] == expected.get((str(row[by]), code), {measure: 0})[measure]
                    counted += 1
    return counted


def test_random_studies_have_the_numbers_of_the_plain_program() -> None:
    assert sum(checked_cells(seed) for seed in range(60)) > 1000


@pytest.mark.long
def test_a_hundred_thousand_cells_have_the_numbers_of_the_plain_program() -> None:
    cells, seed = 0, 1000
    while cells < _LONG_CELLS:
        cells += checked_cells(seed)
        seed += 1
