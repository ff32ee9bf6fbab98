"""Cross tables, frequencies, matrices and comparisons beside the plain program: numbers of cells."""

from dataclasses import replace

from qualcode import tables
from qualcode.workflows.analysis.analyses.compare_analysis import compare
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from tests.support.plain_program import plain_listings
from tests.support.plain_program.counted_spans import Counted
from tests.support.plain_program.plain_cells import (
    GROUPS,
    MEASURES,
    Labels,
    PlainCells,
    ancestors,
    free_name,
    measure,
)
from tests.support.plain_program.table_trials import TableTrial, check_rows, is_same

_ROWS = ((False, False), (True, False), (False, True))
"""Branches, each code alone, leaves."""


def crosstab_cells(trial: TableTrial) -> int:
    rows, columns = trial.chance.sample(trial.dimensions, 2)
    if {rows, columns} == {"code", "theme"}:
        rows, columns = "source", "code"
    of = trial.chance.choice(MEASURES)
    show = "counts" if of == "share" else trial.chance.choice(("counts", *tables.CELL_VALUES))
    own, leaves = trial.chance.choice(_ROWS if "code" in (rows, columns) else _ROWS[:1])
    table = crosstab(
        trial.study, rows, columns, of=of, show=show, own=own, leaves=leaves, options=trial.options
    ).table
    plain = _plain_cells(trial, rows, columns, own=own, leaves=leaves)
    row_names, column_names = table.iloc[:, 0].tolist(), list(table.columns[1:])
    down, across = plain.labels()
    assert down <= set(row_names[:-1]) <= down | plain.rows.without_codings()
    assert across <= set(column_names[:-1]) <= across | plain.columns.without_codings()
    assert row_names[-1] == free_name("total", row_names[:-1])
    assert column_names[-1] == free_name("total", [*column_names[:-1], rows])
    for row, cells in zip((*row_names[:-1], None), table.iloc[:, 1:].to_numpy().tolist(), strict=True):
        for column, cell in zip((*column_names[:-1], None), cells, strict=True):
            assert is_same(cell, plain.shown(of, show, row, column)), (row, column, of, show)
    return len(row_names) * len(column_names)


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
    table = frequencies(trial.study, by=by, all_codes=True, options=trial.options).table
    labels, counted = Labels(counted=trial.counted, name=by), trial.counted
    expected = [_frequency_row(counted, labels, str(label)) for label in table[by]]
    assert {label for span in counted.spans for label in labels.of_span(span)} <= set(table[by])
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
    long = trial.chance.random() < 0.3 and not binary
    all_codes = trial.chance.random() < 0.3
    result = matrix(
        trial.study,
        by=by,
        of=of,
        binary=binary,
        own=own,
        leaves=leaves,
        long=long,
        all_codes=all_codes,
        options=trial.options,
    )
    plain = _plain_cells(trial, by, "code", own=own, leaves=leaves)
    checked = 0
    for record in result.table.to_dict("records"):
        row = str(record[by])
        codes = [record["code"]] if long else [key for key in record if key in trial.study.keys]
        for code in codes:
            cell = record[of] if long else record[code]
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
