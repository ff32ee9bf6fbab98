"""Columns that locate turns: source, kind, case, speaker, role, turn, time, page and heading.

A turn of several cases (a joint interview without named speakers) has all their names, separated by
semicolons, and all values of their attributes where they differ.
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
    """Return the locating columns, one row for each of `turns`."""
    facts = [study.sources[number] for number in study.turns.source[turns]]
    located = [study.turns.turns[turn] for turn in turns]
    cases = _case_sets(study, turns)
    columns: dict[str, Sequence[Value]] = {
        "source": [fact.name for fact in facts],
        "kind": [fact.kind.value for fact in facts],
        "case": ["; ".join(study.cases[case].name for case in case_set) for case_set in cases],
        "speaker": [turn.speaker for turn in located],
        "role": [turn.role.value for turn in located],
        "turn": [turn.number or None for turn in located],
        "time": [format_time_code(turn.begins) or None for turn in located],
        "page": [turn.page for turn in located],
        "heading": [turn.heading for turn in located],
    }
    integers = ("turn", "page")  # even where all of them are missing
    return {
        name: pd.Series(values, dtype="Int64") if name in integers else typed_column(values)
        for name, values in columns.items()
    }


def attribute_columns(study: Study, turns: Ints, taken: Sequence[str]) -> dict[str, pd.Series]:
    """Return a column for each attribute of the cases; ` (case)` is appended to `taken` names."""
    names = attributes(study.cases)
    cases = _case_sets(study, turns)
    columns = {}
    for name, shown in zip(names, distinct_names(names, taken, " (case)"), strict=True):
        values = parse_numbers([case.attributes.get(name, "") for case in study.cases])
        joined = {case_set: _join_values([values[case] for case in case_set]) for case_set in set(cases)}
        columns[shown] = typed_column([joined[case_set] for case_set in cases])
    return columns


def _case_sets(study: Study, turns: Ints) -> list[tuple[int, ...]]:
    case_sets: dict[int, tuple[int, ...]] = {}
    for turn, case in zip(*(numbers.tolist() for numbers in cases_of_turns(study)), strict=True):
        case_sets[turn] = (*case_sets.get(turn, ()), case)
    return [case_sets.get(turn, ()) for turn in turns.tolist()]


def _join_values(values: Sequence[Value]) -> Value:
    different = list(dict.fromkeys(value for value in values if value is not None))
    if len(different) > 1:
        return "; ".join(str(value) for value in different)
    return different[0] if different else None
