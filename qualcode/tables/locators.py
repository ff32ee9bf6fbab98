"""Where a turn stands, in columns: source, kind, case, speaker, role, turn, time, page and heading.

A turn that belongs to several cases (a joint interview without named speakers) names them all, separated by
semicolons, and so do its attributes where they differ.
"""

from collections.abc import Sequence

import pandas as pd

from qualcode.model import Value
from qualcode.tables.arrays.coded_study import Study
from qualcode.tables.arrays.dimensions import attributes, cases_of_turns
from qualcode.tables.arrays.sparse_relations import Ints
from qualcode.tables.frames import distinct_names, parse_numbers, typed_column
from qualcode.text.time_codes import format_time_code


def turn_locators(study: Study, turns: Ints) -> dict[str, pd.Series]:
    """Return the columns that say where the turns stand, one row for each of `turns`."""
    facts = [study.sources[number] for number in study.turns.source[turns]]
    places = [study.turns.turns[turn] for turn in turns]
    cases = _case_sets(study, turns)
    found: dict[str, Sequence[Value]] = {
        "source": [fact.name for fact in facts],
        "kind": [fact.kind.value for fact in facts],
        "case": ["; ".join(study.cases[case].name for case in belongs) for belongs in cases],
        "speaker": [place.speaker for place in places],
        "role": [place.role.value for place in places],
        "turn": [place.number or None for place in places],
        "time": [format_time_code(place.begins) or None for place in places],
        "page": [place.page for place in places],
        "heading": [place.heading for place in places],
    }
    whole = ("turn", "page")  # whole numbers even where every one is missing
    return {
        name: pd.Series(values, dtype="Int64") if name in whole else typed_column(values)
        for name, values in found.items()
    }


def attribute_columns(study: Study, turns: Ints, taken: Sequence[str]) -> dict[str, pd.Series]:
    """Return a column for every attribute of the cases; names that are `taken` get ` (case)` behind them."""
    names = attributes(study.cases)
    cases = _case_sets(study, turns)
    found = {}
    for name, shown in zip(names, distinct_names(names, taken, " (case)"), strict=True):
        values = parse_numbers([case.attributes.get(name, "") for case in study.cases])
        of_set = {belongs: _join_values([values[case] for case in belongs]) for belongs in set(cases)}
        found[shown] = typed_column([of_set[belongs] for belongs in cases])
    return found


def _case_sets(study: Study, turns: Ints) -> list[tuple[int, ...]]:
    owned: dict[int, tuple[int, ...]] = {}
    for turn, case in zip(*(part.tolist() for part in cases_of_turns(study)), strict=True):
        owned[turn] = (*owned.get(turn, ()), case)
    return [owned.get(turn, ()) for turn in turns.tolist()]


def _join_values(values: Sequence[Value]) -> Value:
    given = list(dict.fromkeys(value for value in values if value is not None))
    if len(given) > 1:
        return "; ".join(str(value) for value in given)
    return given[0] if given else None
