"""Pairs, sequences, progress, barcodes and saturation beside the plain program: numbers of cells."""

from functools import partial

import pytest

from qualcode.errors import UsageError
from qualcode.workflows.analysis.analyses.barcode_analysis import barcode
from qualcode.workflows.analysis.analyses.cooccurrence_analysis import cooccurrence
from qualcode.workflows.analysis.analyses.coverage_analysis import coverage
from qualcode.workflows.analysis.analyses.saturation_analysis import saturation
from qualcode.workflows.analysis.analyses.sequence_analysis import sequence
from qualcode.workflows.analysis.analyses.timeline_analysis import timeline
from tests.support.plain_program import plain_listings
from tests.support.plain_program.plain_meetings import followers, meetings
from tests.support.plain_program.table_trials import TableTrial, check_rows, is_same


def pair_cells(trial: TableTrial) -> int:
    within = trial.chance.choice(("overlap", "sentence", "turn", "1 turns", "3 turns"))
    by, per_coder = trial.chance.choice(("code", "theme")), trial.chance.random() < 0.3
    table = cooccurrence(trial.study, within=within, by=by, per_coder=per_coder, options=trial.options).table
    coders: list[str | None] = list(trial.random.coders) if per_coder else [None]
    checked = 0
    for coder in coders:
        expected = meetings(trial.counted, within, by, coder)
        rows = (table if coder is None else table[table["coder"] == coder]).to_dict("records")
        assert {frozenset((row["one"], row["other"])) for row in rows} == set(expected)
        for row in rows:
            meeting = expected[frozenset((row["one"], row["other"]))]
            numbers = {row["one"]: row["one_codings"], row["other"]: row["other_codings"]}
            assert numbers == meeting.codings
            assert row["together"] == meeting.together
            assert is_same(row["jaccard"], meeting.jaccard), (within, row, meeting)
            checked += 4
    if not per_coder and len(table):
        _check_square(trial, within, by)
    return checked


def _check_square(trial: TableTrial, within: str, by: str) -> None:
    of = trial.chance.choice(("together", "jaccard"))
    square = cooccurrence(trial.study, within=within, by=by, square=True, of=of, options=trial.options).table
    expected = meetings(trial.counted, within, by)
    for row in square.to_dict("records"):
        for name in square.columns[1:]:
            meeting = expected.get(frozenset((row["code"], name)))
            if name != row["code"]:
                figure = getattr(meeting, of) if meeting else 0
                assert is_same(row[name], figure), (of, row, name)


def follower_cells(trial: TableTrial) -> int:
    turns = trial.chance.choice((0, 1, 4))
    table = sequence(trial.study, turns=turns, options=trial.options).table
    counts = followers(trial.counted, turns)
    assert {(row.code, row.followed_by): row.count for row in table.itertuples()} == counts
    for row in table.to_dict("records"):
        earlier = sum(number for (code, _), number in counts.items() if code == row["code"])
        later = sum(number for (_, code), number in counts.items() if code == row["followed_by"])
        assert is_same(row["share"], row["count"] / earlier)
        assert is_same(row["expected"], earlier * later / counts.total())
    return 3 * len(table)


def progress_cells(trial: TableTrial) -> int:
    spoken = coverage(trial.study, options=trial.options).table
    days = timeline(trial.study, options=trial.options).table
    expected = plain_listings.day_rows(trial.random, trial.selection)
    assert all(list(row) == list(days.columns) for row in expected)
    return check_rows(spoken, plain_listings.coverage_rows(trial.counted)) + check_rows(days, expected)


def barcode_cells(trial: TableTrial) -> int:
    source = _some_sources(trial)
    table = barcode(trial.study, source=source, options=trial.options).table
    rows = sorted(table.itertuples(index=False, name=None))
    expected = [row for row in plain_listings.barcode_rows(trial.counted) if not source or row[0] in source]
    assert [row[:2] for row in rows] == [row[:2] for row in expected]
    assert all(map(is_same, (row[2] for row in rows), (row[2] for row in expected)))
    assert all(map(is_same, (row[3] for row in rows), (row[3] for row in expected)))
    return 2 * len(rows)


def saturation_cells(trial: TableTrial) -> int:
    base, run = trial.chance.randint(1, 3), trial.chance.randint(1, 2)
    documents = trial.chance.random() < 0.5
    threshold = trial.chance.choice((0, 0.05, 0.5))
    source = _some_sources(trial)
    order = "years" if trial.random.cases and not source and trial.chance.random() < 0.5 else ""
    names = plain_listings.saturation_order(trial.counted, source, order, documents=documents)
    counted = partial(saturation, trial.study, base=base, run=run, threshold=threshold, orders=1, seed=2)
    counted = partial(counted, documents=documents, source=source, order=order, options=trial.options)
    if names is None:
        with pytest.raises(UsageError, match="needs one value of 'years'"):
            counted()
        return 1
    result = counted()
    rows = plain_listings.saturation_rows(trial.counted, names, base, run)
    verdict = plain_listings.saturation_sentence(rows, base, run, threshold)
    assert any(note.startswith(verdict) for note in result.notes), (verdict, result.notes)
    for row in result.table.to_dict("records"):
        assert row["random_low"] == row["random_median"] == row["random_high"]
    return 1 + check_rows(result.table, rows)


def _some_sources(trial: TableTrial) -> list[str]:
    """Return no sources, which means all, or some in any order."""
    names = list(trial.study.source_names)
    return trial.chance.sample(names, trial.chance.randint(0, len(names)))
