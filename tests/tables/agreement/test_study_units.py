"""The units of a study: what a coding covers of each turn, sentence and source, counted one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Coding, Role, SourceId, Turn
from qualcode.tables import Scope
from qualcode.tables.agreement.study_units import AgreementUnit, study_units
from tests.support import plain_figures
from tests.support.marked_text import Marked
from tests.support.random_studies import CODEBOOK, CODES, studies

Unit = tuple[str, int]
"""A source's name and the number of a unit in it."""


def units_of(source: Marked, unit: AgreementUnit, *, with_interviewer: bool) -> list[set[int]]:
    """Return the offsets of the characters of each unit in scope, in the order of the text."""
    turns = [turn for turn in source.turns if with_interviewer or turn.role is not Role.INTERVIEWER]
    bodies = {turn.number: set(range(turn.body.start, turn.body.end)) for turn in turns if len(turn.body)}
    if unit is AgreementUnit.CHARACTER:
        return [{offset} for number in sorted(bodies) for offset in sorted(bodies[number])]
    if unit is AgreementUnit.TURN:
        return [bodies[number] for number in sorted(bodies)]
    if unit is AgreementUnit.SENTENCE:
        return [
            set(range(sentence.span.start, sentence.span.end))
            for sentence in source.sentences
            if sentence.turn in {turn.number for turn in turns}
        ]
    return [set().union(*bodies.values())] if bodies else []


def coded_by(source: Marked, coding: Coding, unit: AgreementUnit, *, with_interviewer: bool) -> set[int]:
    """Return the numbers of the units that a coding overlaps."""
    own = set(range(coding.span.start, coding.span.end))
    units = units_of(source, unit, with_interviewer=with_interviewer)
    return {number for number, characters in enumerate(units) if characters & own}


@pytest.mark.parametrize("unit", [unit for unit in AgreementUnit if unit is not AgreementUnit.SPAN])
@given(sources=studies(), with_interviewer=st.booleans(), branch=st.booleans())
def test_a_coding_covers_the_units_that_it_overlaps(
    unit: AgreementUnit, sources: tuple[Marked, ...], *, with_interviewer: bool, branch: bool
) -> None:
    finished = {str(source.source.name): ("ann", "ben") for source in sources}
    study = plain_figures.study(sources, CODEBOOK, finished=finished)
    coded = study_units(
        study, unit=unit, scope=Scope(with_interviewer=with_interviewer), coders=("ann", "ben"), branch=branch
    )
    by_name = {source.source.name: source for source in sources}
    counts = [len(units_of(by_name[name], unit, with_interviewer=with_interviewer)) for name in coded.sources]
    assert coded.units.tolist() == counts
    assert (coded.finished.any(axis=1) == (coded.units > 0)).all()
    covered: dict[tuple[str, str, str], set[int]] = {}
    for source, code, coder, first, end in zip(
        coded.source, coded.code, coded.coder, coded.first, coded.end, strict=True
    ):
        key = (coded.sources[source], coded.codes[code], coded.coders[coder])
        covered.setdefault(key, set()).update(range(first, end))
    expected: dict[tuple[str, str, str], set[int]] = {}
    for source in sources:
        for coding in source.codings:
            above = [each.key for each in CODEBOOK.ancestors(coding.code)] if coding.code in CODEBOOK else []
            for code in (coding.code, *(above if branch else ())):
                key = (source.source.name, str(code), str(coding.coder))
                units = coded_by(source, coding, unit, with_interviewer=with_interviewer)
                expected.setdefault(key, set()).update(units)
    assert {key: units for key, units in covered.items() if units} == {
        key: units for key, units in expected.items() if units
    }
    assert set(coded.codes) >= {str(code) for code in CODES if any(code == key for _, key, _ in covered)}


@given(sources=studies())
def test_a_turn_that_is_not_selected_has_no_units(sources: tuple[Marked, ...]) -> None:
    finished = {str(source.source.name): ("ann", "ben") for source in sources}
    study = plain_figures.study(sources, CODEBOOK, finished=finished)

    def selects(_: SourceId, turn: Turn) -> bool:
        return turn.speaker == "P2"

    coded = study_units(study, unit=AgreementUnit.TURN, scope=Scope(selects=selects))
    turns = [sum(turn.speaker == "P2" and len(turn.body) > 0 for turn in source.turns) for source in sources]
    assert sorted(coded.units.tolist()) == sorted(turns)
    assert np.all(coded.end <= coded.units[coded.source])
