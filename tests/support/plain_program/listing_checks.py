"""Listings and words beside the plain program; all return numbers of cells."""

from dataclasses import replace

import pandas as pd

from qualcode import tables
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analysis_options import scope_of
from tests.support.plain_program import plain_listings
from tests.support.plain_program.counted_spans import CountedTurn
from tests.support.plain_program.plain_cells import (
    GROUPS,
    Labels,
)
from tests.support.plain_program.table_trials import TableTrial, check_rows, is_same


def listing_cells(trial: TableTrial) -> int:
    random, selection = trial.random, trial.selection
    sources = study_tables.sources(trial.study, options=trial.options).table
    checked = check_rows(sources, plain_listings.source_rows(random, selection))
    for row in sources.to_dict("records"):
        assert row["state"] == plain_listings.state(trial.counted, row["source"])
    codebook = study_tables.codebook(trial.study, options=trial.options).table
    expected = plain_listings.codebook_rows(random, selection)
    assert set(codebook["code"]) == set(expected)
    checked += check_rows(codebook, [expected[str(code)] for code in codebook["code"]])
    codings = study_tables.codings(trial.study, options=trial.options).table
    pairs = sorted(zip(codings["coding_id"], codings["quote"], strict=True))
    assert pairs == plain_listings.coding_rows(random, selection)
    scope = scope_of(trial.study, replace(trial.options, with_interviewer=True))
    texts = [source.source for source in random.sources]
    segments = tables.segments(trial.study, texts, scope=scope)
    return checked + len(pairs) + check_rows(segments, plain_listings.turn_rows(random, selection))


def word_cells(trial: TableTrial) -> int:
    by = trial.chance.choice(["", *(name for name in trial.dimensions if name in GROUPS)])
    words = plain_listings.said_words(plain_listings.every_turn(trial.random))
    by_source = {
        name: [words[source, number] for source, number in sorted(words) if source == name]
        for name in trial.study.source_names
    }
    table = tables.word_counts(
        trial.study, by_source, by=by, scope=scope_of(trial.study, trial.options)
    ).set_index("word")
    labels = Labels(counted=trial.counted, name=by)
    groups = labels.of_speech() if by else []
    checked = _check_words(table, trial.counted.turns, words, "")
    for group in groups:
        turns = [turn for turn in trial.counted.turns if group in labels.of_turn(turn)]
        checked += _check_words(table, turns, words, f" {group}")
    return checked


def _check_words(
    table: pd.DataFrame, turns: list[CountedTurn], words: dict[tuple[str, int], list[str]], group: str
) -> int:
    said = [(turn.source_name, word) for turn in turns for word in words[turn.source_name, turn.number]]
    for word, row in table.iterrows():
        sources = [source for source, other in said if other == word]
        assert (row[f"count{group}"], row[f"sources{group}"]) == (len(sources), len(set(sources)))
        assert is_same(row[f"per_1000{group}"], 1000 * len(sources) / len(said) if said else 0)
    return 3 * len(table)
