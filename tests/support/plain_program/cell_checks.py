"""Cross tables, frequencies, matrices and comparisons beside the plain program: numbers of cells."""

import math
import re
from dataclasses import replace
from functools import partial

import pandas as pd

from qualcode import tables
from qualcode.model import Codebook
from qualcode.workflows.analysis.analyses.compare_analysis import compare
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from tests.support.plain_program import plain_listings
from tests.support.plain_program.counted_spans import Counted
from tests.support.plain_program.plain_cells import (
    GONE,
    GROUPS,
    MEASURES,
    Labels,
    PlainCells,
    ancestors,
    free_name,
    measure,
)
from tests.support.plain_program.table_trials import TableTrial, check_rows, is_same

_SHOWN = (*tables.CELL_VALUES, "n_row", "n_column", "n_total")
"""What cells can have instead of counts."""
_ROWS = ((False, False), (True, False), (False, True))
"""Branches, each code alone, leaves."""


def crosstab_cells(trial: TableTrial) -> int:
    rows, columns = trial.chance.sample(trial.dimensions, 2)
    if {rows, columns} == {"code", "theme"}:
        rows, columns = "source", "code"
    of = trial.chance.choice(MEASURES)
    show = "counts" if of == "share" else trial.chance.choice(("counts", *_SHOWN))
    own, leaves = trial.chance.choice(_ROWS if "code" in (rows, columns) else _ROWS[:1])
    all_codes = trial.chance.random() < 0.3
    counted = partial(crosstab, trial.study, rows, columns, of=of, show=show, own=own, leaves=leaves)
    table = counted(all_codes=all_codes, options=trial.options).table
    if trial.chance.random() < 0.5:
        sort = trial.chance.choice([str(name) for name in table.columns])
        table = counted(all_codes=all_codes, options=trial.options, sort=sort).table
        check_order(table, sort, trial.random.codebook, has_totals=True)
    plain = _plain_cells(trial, rows, columns, own=own, leaves=leaves)
    row_names, column_names = table.iloc[:, 0].tolist(), list(table.columns[1:])
    down, across = plain.labels()
    for labels, used, names in ((plain.rows, down, row_names), (plain.columns, across, column_names)):
        every = _every_code(trial, labels.name, leaves=leaves) if all_codes else set()
        assert used | every <= set(names[:-1]) <= used | every | labels.without_codings()
    assert row_names[-1] == free_name("total", row_names[:-1])
    assert column_names[-1] == free_name("total", [*column_names[:-1], rows])
    for row, cells in zip((*row_names[:-1], None), table.iloc[:, 1:].to_numpy().tolist(), strict=True):
        for column, cell in zip((*column_names[:-1], None), cells, strict=True):
            assert is_same(cell, plain.shown(of, show, row, column)), (row, column, of, show)
    return len(row_names) * len(column_names)


def _every_code(trial: TableTrial, dimension: str, *, leaves: bool) -> set[str]:
    """Return the codes or themes of the codebook and of any coding, which a table of all codes has."""
    above = ancestors(trial.random.codebook)
    gone = {str(it.code) for source in trial.random.sources for it in source.codings} - set(above)
    if dimension == "theme":
        return {key for key, path in above.items() if not path} | ({GONE} if gone else set())
    branches = {key for path in above.values() for key in path} if leaves else set()
    return (set(above) | gone) - branches if dimension == "code" else set()


def association_cells(trial: TableTrial) -> int:
    """Compare chi-square of `--test` with one by loops over the cells of the plain program."""
    rows, columns = trial.chance.sample([name for name in trial.dimensions if name != "theme"], 2)
    of = trial.chance.choice(("codings", "sources", "cases", "words"))
    own, leaves = trial.chance.choice(_ROWS if "code" in (rows, columns) else _ROWS[:1])
    plain = _plain_cells(trial, rows, columns, own=own, leaves=leaves)
    down, across = (
        sorted(labels - {side.none})
        for labels, side in zip(plain.labels(), (plain.rows, plain.columns), strict=True)
    )
    counts = [[plain.cell(of, row, column) or 0 for column in across] for row in down]
    counts = [row for row in counts if sum(row)]
    counts = [list(column) for column in zip(*counts, strict=True) if sum(column)]
    if len(counts) < 2 or len(counts[0]) < 2:
        return 0
    crossed = partial(crosstab, trial.study, rows, columns, of=of, own=own, leaves=leaves)
    notes = crossed(test=True, seed=trial.chance.randint(1, 9), options=trial.options).notes
    whole = sum(map(sum, counts))
    totals = [sum(row) for row in zip(*counts, strict=True)]
    expected = [[sum(row) * total / whole for total in totals] for row in counts]
    chi_square = sum(
        (count - mean) ** 2 / mean
        for row, means in zip(counts, expected, strict=True)
        for count, mean in zip(row, means, strict=True)
    )
    freedom = (len(counts) - 1) * (len(totals) - 1)
    [note] = [note for note in notes if "Cramér's V" in note]
    assert f"n = {whole:,.0f}" in note, (note, whole)
    if shown := re.match(r"chi-square\((\d+)\) = ([\d.,]+)", note):
        assert int(shown[1]) == freedom
        assert math.isclose(float(shown[2].replace(",", "")), chi_square, abs_tol=0.00501), note
    else:
        assert freedom == 1, note
        assert min(map(min, expected)) < 5, note
    return len(counts) * len(totals)


def check_order(table: pd.DataFrame, column: str, codebook: Codebook, *, has_totals: bool) -> None:
    """Check that rows are sorted by a column, and that codes are under those above them in the table."""
    rows = table.iloc[: len(table) - has_totals]
    names = [str(name) for name in rows.iloc[:, 0]]
    values = rows.iloc[:, list(map(str, table.columns)).index(column)].tolist()
    above = ancestors(codebook) if table.columns[0] == "code" else {}
    path_of = {name: [key for key in above.get(name, ()) if key in names] for name in names}
    last_of: dict[tuple[str, ...], object] = {}
    path: list[str] = []
    for name, value in zip(names, values, strict=True):
        own_path = path_of[name]
        assert path[: len(own_path)] == own_path, names
        path = [*own_path, name]
        before = last_of.get(tuple(own_path))
        last_of[tuple(own_path)] = value
        if before is None:
            continue
        assert pd.isna(value) or not _is_before(value, before), (names, values)


def _is_before(value: object, before: object) -> bool:
    """Return whether a value should stand above the one before it."""
    if pd.isna(before):  # type: ignore[call-overload]
        return True
    if not isinstance(value, str):
        return bool(value > before)  # type: ignore[operator]
    with_shares = [re.fullmatch(r"([\d.,]+) \([\d.]+\)", str(it)) for it in (value, before)]
    if all(with_shares):
        number, number_before = (float(match[1].replace(",", "")) for match in with_shares if match)
        return number > number_before
    return str(value) < str(before)


def _plain_cells(
    trial: TableTrial, rows: str, columns: str, *, own: bool = False, leaves: bool = False
) -> PlainCells:
    counted, has_codes = trial.counted, "code" in (rows, columns)
    if leaves and has_codes:
        above = ancestors(trial.random.codebook)
        branches = {key for path in above.values() for key in path}
        counted = replace(counted, spans=counted.of(lambda span: str(span.coding.code) not in branches))
    alone = has_codes and (own or leaves)
    down, across = (Labels(counted=counted, name=name, alone=alone) for name in (rows, columns))
    return PlainCells(counted=counted, rows=down, columns=across)


def frequency_cells(trial: TableTrial) -> int:
    by = trial.chance.choice(("code", "theme"))
    all_codes = trial.chance.random() < 0.5
    table = frequencies(trial.study, by=by, all_codes=all_codes, options=trial.options).table
    labels, counted = Labels(counted=trial.counted, name=by), trial.counted
    expected = [_frequency_row(counted, labels, str(label)) for label in table[by]]
    every = _every_code(trial, by, leaves=False) if all_codes else set()
    used = {label for span in counted.spans for label in labels.of_span(span)}
    assert used | every == set(table[by])
    return check_rows(table, expected)


def _frequency_row(counted: Counted, labels: Labels, label: str) -> dict[str, object]:
    spans = counted.of(lambda span: label in labels.of_span(span))
    figures = {of: measure(of, spans, counted.coded_turns) for of in MEASURES}
    codings = len({span.coding.id for span in counted.spans})
    sources = {turn.source_name for turn in counted.coded_turns if turn.words}
    sources |= {span.turn.source_name for span in counted.spans}
    words = sum(len(turn.words) for turn in counted.coded_turns)
    cases = {case.name for turn in counted.coded_turns if turn.words for case in turn.cases}
    cases |= {case.name for span in counted.spans for case in span.turn.cases}
    row: dict[str, object] = {
        **figures,
        "share_of_cases": (figures["cases"] or 0) / len(cases) if cases else None,
        "share_of_codings": (figures["codings"] or 0) / codings if codings else 0,
        "share_of_sources": (figures["sources"] or 0) / len(sources) if sources else 0,
        "per_1000": 1000 * (figures["codings"] or 0) / words if words else 0,
    }
    if labels.name == "code":
        row["direct_codings"] = len({span.coding.id for span in spans if span.coding.code == label})
    return row


def frequency_cells_by_dimension(trial: TableTrial) -> int:
    by = trial.chance.choice([name for name in trial.dimensions if name not in ("code", "theme")])
    of = trial.chance.choice(MEASURES)
    table = frequencies(trial.study, by=by, of=of, options=trial.options).table
    plain = _plain_cells(trial, "code", by)
    values = [str(name) for name in table.columns[4:-1]]
    across = plain.labels()[1]
    assert across <= set(values) <= across | plain.columns.without_codings()
    for row in table.itertuples(index=False):
        for column, cell in zip((*values, None), row[4:], strict=True):
            assert is_same(cell, plain.cell(of, str(row[0]), column)), (row, column, of)
    return len(table) * (len(values) + 1)


def matrix_cells(trial: TableTrial) -> int:
    by = trial.chance.choice([name for name in trial.dimensions if name not in ("code", "theme", "coder")])
    by = "source" if by == "case" and not trial.random.cases else by
    of, binary = trial.chance.choice(MEASURES), trial.chance.random() < 0.4
    own, leaves = trial.chance.choice(_ROWS)
    long = trial.chance.random() < 0.3
    all_codes = trial.chance.random() < 0.3
    counted = partial(matrix, trial.study, by=by, of=of, binary=binary, own=own, leaves=leaves, long=long)
    result = counted(all_codes=all_codes, options=trial.options)
    if trial.chance.random() < 0.4 and not long:
        sort = trial.chance.choice([str(name) for name in result.table.columns])
        result = counted(all_codes=all_codes, sort=sort, options=trial.options)
        check_order(result.table, sort, trial.random.codebook, has_totals=False)
    plain = _plain_cells(trial, by, "code", own=own, leaves=leaves)
    checked = 0
    for record in result.table.to_dict("records"):
        row = str(record[by])
        codes = [record["code"]] if long else [key for key in record if key in trial.study.keys]
        for code in codes:
            cell = record["present" if binary else of] if long else record[code]
            expected = plain.cell(of, row, str(code))
            if binary:
                expected = _presence(plain, row, str(code))
            assert is_same(cell, expected), (row, code, of, binary)
            checked += 1
    rows = {str(row) for row in result.table[by]}
    assert plain.labels()[0] - {plain.rows.none} <= rows
    return checked


def _presence(plain: PlainCells, row: str, code: str) -> int | None:
    """Return 1 for a code that occurs, 0 if all sources of the row are finished, else nothing."""
    if plain.cell("codings", row, code):
        return 1
    turns = [turn for turn in plain.counted.turns if turn.number]
    sources = {turn.source_name for turn in turns if row in plain.rows.of_turn(turn)}
    return 0 if sources <= plain.counted.finished else None


def comparison_cells(trial: TableTrial) -> int:
    dimension = trial.chance.choice([name for name in trial.dimensions if name in GROUPS])
    labels = Labels(counted=trial.counted, name=dimension)
    groups = labels.of_speech()
    if len(groups) < 2:
        return 0
    first, second = trial.chance.sample(groups, 2)
    table = compare(trial.study, dimension, first, second, draws=2, options=trial.options).table
    for row in table.to_dict("records"):
        rates = []
        for group in (first, second):
            codings, sources, rate = plain_listings.group_row(trial.counted, dimension, group, row["code"])
            assert (row[f"codings {group}"], row[f"sources {group}"]) == (codings, sources)
            assert is_same(row[f"per_1000 {group}"], rate)
            rates.append(rate)
        assert is_same(row["difference"], rates[0] - rates[1])
    codes = {str(span.coding.code) for span in trial.counted.spans}
    for code in codes - set(table["code"]):
        for group in (first, second):
            assert plain_listings.group_row(trial.counted, dimension, group, code)[0] == 0
    return 7 * len(table)
