"""The codings of a study as ranges of units: characters, sentences, turns or sources."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from qualcode.model import SUGGESTION_ORIGINS
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.sparse_relations import Flags, Ints, expand_ranges, int_array


class AgreementUnit(StrEnum):
    """What coders agree or disagree on; a larger unit is coded if a coding overlaps it at all."""

    CHARACTER = "character"
    SENTENCE = "sentence"
    TURN = "turn"
    SOURCE = "source"
    SPAN = "span"
    """The codings themselves; their ends are counted in characters."""


class _Ranges(NamedTuple):
    """Half-open ranges of units of each coding, over all sources, and the units of each source."""

    first: Ints
    end: Ints
    units: Ints


def study_units(
    study: Study,
    *,
    unit: AgreementUnit = AgreementUnit.CHARACTER,
    scope: Scope | None = None,
    coders: Sequence[str] = (),
    branch: bool = False,
) -> CodedUnits:
    """Return the codings in scope of these coders (default: all who have finished a source) in units.

    Characters are those in the bodies of turns in scope. With `branch`, a code's codings include those of the
    codes below. A source without units in scope is finished by nobody. Sentences need a study with them.
    """
    study = study.within(scope or Scope())
    chosen = [
        number
        for number, name in enumerate(study.coders)
        if (name in coders if coders else study.finished[number].any())
    ]
    position = np.full(len(study.coders) + 1, -1)
    position[chosen] = np.arange(len(chosen))
    ranges = _ranges(study, unit)
    before = np.cumsum(ranges.units) - ranges.units
    row, code = _codes(study, branch=branch)
    kept = position[study.coder[row]] >= 0
    row, code = row[kept], code[kept]
    source = study.source[row]
    return CodedUnits(
        coders=tuple(study.coders[number] for number in chosen),
        codes=tuple(study.keys),
        sources=study.source_names,
        units=ranges.units,
        finished=study.finished[chosen].T & (ranges.units > 0)[:, np.newaxis],
        source=source,
        code=code,
        coder=position[study.coder[row]],
        first=ranges.first[row] - before[source],
        end=ranges.end[row] - before[source],
        unit=unit.value,
    )


def codings_outside_turns(
    study: Study, coders: Sequence[str], codes: Sequence[str], *, branch: bool = False
) -> int:
    """Return how many codings of finished sources have no unit, being on words before or between turns.

    These are titles before the first turn, and labels of speakers. The study is not restricted to a scope.
    """
    ranges, _, _ = _character_ranges(study)
    row, code = _codes(study, branch=branch)
    of_coders = np.array([name in coders for name in study.coders], dtype=bool)[study.coder[row]]
    of_codes = np.array([key in codes for key in study.keys], dtype=bool)[code]
    finished = study.finished[study.coder[row], study.source[row]]
    return len(np.unique(row[(ranges.first == ranges.end)[row] & finished & of_coders & of_codes]))


class AcceptedCodings(NamedTuple):
    """How many of the codings that are compared were accepted from suggestions of the program."""

    accepted: int
    compared: int


def accepted_codings(
    study: Study, scope: Scope, coders: Sequence[str], codes: Sequence[str], *, branch: bool = False
) -> AcceptedCodings:
    """Count the codings in scope of these coders and codes, in sources that at least two of them finished."""
    study = study.within(scope)
    of_coders = np.array([name in coders for name in study.coders], dtype=bool)
    compared = study.finished[of_coders].sum(axis=0) > 1
    row, code = _codes(study, branch=branch)
    of_codes = np.array([key in codes for key in study.keys], dtype=bool)[code]
    rows = np.intersect1d(row[of_codes], study.spans.codings)
    coder, source = study.coder[rows], study.source[rows]
    rows = rows[of_coders[coder] & compared[source] & study.finished[coder, source]]
    origins = study.codings["origin"].iloc[rows]
    return AcceptedCodings(int(origins.isin(SUGGESTION_ORIGINS).sum()), len(rows))


def _codes(study: Study, *, branch: bool) -> tuple[Ints, Ints]:
    """Return the row and code of each coding; with `branch` also that of each code above."""
    rows = np.arange(len(study.code))
    if not branch:
        return rows, study.code
    position = {key: number for number, key in enumerate(study.keys)}
    above = [
        [number, *(position[each.key] for each in study.codebook.ancestors(key))]
        if key in study.codebook
        else [number]
        for number, key in enumerate(study.keys)
    ]
    count = int_array(map(len, above))
    first = np.cumsum(count) - count
    owner, member = expand_ranges(first[study.code], (first + count)[study.code])
    return rows[owner], int_array(code for codes in above for code in codes)[member]


def _ranges(study: Study, unit: AgreementUnit) -> _Ranges:
    if unit is AgreementUnit.SENTENCE:
        return _sentence_ranges(study)
    characters, turn_ends, turn_sources = _character_ranges(study)
    if unit in (AgreementUnit.CHARACTER, AgreementUnit.SPAN):
        return characters
    is_coded = characters.end > characters.first
    if unit is AgreementUnit.TURN:
        first = np.searchsorted(turn_ends, characters.first, side="right")
        end = np.searchsorted(turn_ends, characters.end, side="left") + 1
        units = np.bincount(turn_sources, minlength=len(study.sources)).astype(np.int64)
    else:
        units = (characters.units > 0).astype(np.int64)
        first = (np.cumsum(units) - units)[study.source]
        end = first + 1
    return _Ranges(first, np.where(is_coded, end, first), units)


def _character_ranges(study: Study) -> tuple[_Ranges, Ints, Ints]:
    """Return the ranges of characters, and the end and source of each turn in scope that has any.

    The bodies of all turns in scope follow each other on one axis; an offset outside them is moved to the
    end of the body before it.
    """
    turns = [study.turns.turns[number] for number in np.flatnonzero(study.turns.in_scope)]
    source = study.turns.source[study.turns.in_scope]
    start, end = int_array(turn.body.start for turn in turns), int_array(turn.body.end for turn in turns)
    filled: Flags = end > start
    start, end, source = start[filled], end[filled], source[filled]
    ends = np.cumsum(end - start)
    units = np.bincount(source, end - start, len(study.sources)).astype(np.int64)
    offsets = [study.codings[column].to_numpy(dtype=np.int64) for column in ("start", "end")]
    width = max(int(values.max(initial=0)) for values in (end, *offsets)) + 1
    starts = start + source * width

    def on_axis(offset: Ints) -> Ints:
        turn = np.searchsorted(starts, offset + study.source * width, side="right") - 1
        at = np.maximum(turn, 0)
        inside = np.minimum(offset + study.source * width - starts[at], (end - start)[at])
        return np.where(turn < 0, 0, (ends - (end - start))[at] + inside)

    if not len(starts):
        nothing = np.zeros(len(study.source), dtype=np.int64)
        return _Ranges(nothing, nothing, units), ends, source
    return _Ranges(on_axis(offsets[0]), on_axis(offsets[1]), units), ends, source


def _sentence_ranges(study: Study) -> _Ranges:
    in_scope = study.turns.in_scope[study.sentence_turns]
    number = np.concatenate(([0], np.cumsum(in_scope)))
    source = study.turns.source[study.sentence_turns[in_scope]]
    units = np.bincount(source, minlength=len(study.sources)).astype(np.int64)
    return _Ranges(number[study.sentence_first], number[study.sentence_end], units)
