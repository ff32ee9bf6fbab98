"""The tables of the codebook and of the sources, each with counts of its codings."""

from dataclasses import replace

import numpy as np
import pandas as pd

from qualcode.model import Code, SourceState
from qualcode.tables.analyses.frequencies import code_columns
from qualcode.tables.arrays.cell_measures import share, totals
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.dimensions import cases_of_turns, dimension
from qualcode.tables.arrays.source_states import source_states
from qualcode.tables.arrays.sparse_relations import Ints, count_covered, count_distinct
from qualcode.tables.frames import typed_column
from qualcode.text.time_codes import format_time_code


def codebook(study: Study, *, scope: Scope | None = None) -> pd.DataFrame:
    """Return the codes in the order of the tree with the fields of a MacQueen codebook and their codings."""
    scope = scope or Scope()
    everybody = study.within(replace(scope, with_interviewer=True))
    study = study.within(scope)
    entries = [study.codebook.entries.get(key) for key in study.keys]
    codes = [entry[0] if entry else Code(key=key) for entry, key in zip(entries, study.keys, strict=True)]
    parents = [entry[1][-1].key if entry and entry[1] else "" for entry in entries]
    rows, all_rows = dimension(study, "code"), dimension(everybody, "code")
    texts = {
        name: [getattr(code, name) for code in codes]
        for name in ("color", "brief", "definition", "when_to_use", "when_not_to_use")
    }
    return pd.DataFrame(
        {
            **code_columns(study),
            "parent": parents,
            **texts,
            "examples": ["\n".join(code.examples) for code in codes],
            "codings": totals(study, "codings", rows),
            "interviewer": totals(everybody, "codings", all_rows) - totals(study, "codings", rows),
            "sources": totals(study, "sources", rows),
        }
    )


def sources(study: Study, *, scope: Scope | None = None) -> pd.DataFrame:
    """Return the sources in scope: their turns, speakers, duration, words, and coded share.

    `words` counts all turns, `countable_words` the turns in scope (default: participants'), the denominator
    of `coded_share`. `sha256` is the hash of the text that was coded.
    """
    scope = scope or Scope()
    counted = study.within(scope)
    spans, many = counted.spans, len(study.sources)
    source = counted.turns.source[spans.turn]
    turn, case = cases_of_turns(study)
    words = _by_source(study, study.turns.words)
    countable = _by_source(study, counted.turns.words_in_scope)
    coded = count_covered(source, spans.first, spans.end, many)
    codings = count_distinct(source, spans.coding, many)
    all_spans = study.within(replace(scope, with_interviewer=True)).spans
    everybody = count_distinct(study.turns.source[all_spans.turn], all_spans.coding, many)
    states = source_states(study, replace(scope, with_interviewer=True))
    columns = {
        "source": [facts.name for facts in study.sources],
        "kind": [facts.kind.value for facts in study.sources],
        "cases": count_distinct(study.turns.source[turn], case, many),
        "turns": _by_source(study, np.array([turn.number > 0 for turn in study.turns.turns], dtype=np.int64)),
        "speakers": [len(names) for names in _speakers(study)],
        "duration": typed_column([format_time_code(seconds) or None for seconds in _durations(study)]),
        "words": words,
        "countable_words": countable,
        "codings": codings,
        "interviewer": everybody - codings,
        "state": [states.get(facts.name, SourceState.UNTOUCHED).value for facts in study.sources],
        "codes": count_distinct(source, counted.code[spans.coding], many),
        "coders": count_distinct(source, counted.coder[spans.coding], many),
        "coded_words": coded,
        "coded_share": share(coded, countable),
        "file_name": [facts.file_name for facts in study.sources],
        "sha256": [facts.sha256 for facts in study.sources],
    }
    shown = np.array([scope.has_source(facts) for facts in study.sources], dtype=bool)
    if scope.selects is not None:
        shown &= _by_source(study, counted.turns.in_scope.astype(np.int64)) > 0
    return pd.DataFrame(columns)[shown].reset_index(drop=True)


def _by_source(study: Study, figures: Ints) -> Ints:
    return np.bincount(study.turns.source, figures, len(study.sources)).astype(np.int64)


def _speakers(study: Study) -> list[set[str]]:
    speakers: list[set[str]] = [set() for _ in study.sources]
    for source, turn in zip(study.turns.source.tolist(), study.turns.turns, strict=True):
        speakers[source] |= {turn.speaker} - {""}
    return speakers


def _durations(study: Study) -> list[float | None]:
    """Return the latest end or beginning of a turn in seconds for each source; None without times."""
    durations: list[float | None] = [None for _ in study.sources]
    for source, turn in zip(study.turns.source.tolist(), study.turns.turns, strict=True):
        times = [time for time in (durations[source], turn.begins, turn.ends) if time is not None]
        durations[source] = max(times, default=None)
    return durations
