"""The study that coders agree on: what they have finished, or the frozen state of a closed round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CoderName
from qualcode.text.plurals import counted, noun
from qualcode.workflows.agreement.machine_coder import (
    code_by_machine,
    finished_by,
    finished_in_round,
    suggester_of,
)
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.gather_study import SelectedStudy, select_study
from qualcode.workflows.chosen_coders import known_coders
from qualcode.workflows.project.chosen_codes import chosen_codes, split_names
from qualcode.workflows.suggestions.suggester_registry import SUGGESTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.model import SourceId, Turn
    from qualcode.store.project import Project
    from qualcode.tables import Scope, Study
    from qualcode.tables.agreement.coded_units import CodedUnits
    from qualcode.tables.agreement.study_units import AgreementUnit
    from qualcode.workflows.agreement.machine_coder import MachineCodings
    from qualcode.workflows.rounds.frozen_study import FrozenRound


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleCoding:
    """The codings of several coders in units, and where they come from."""

    selected: SelectedStudy
    coded: "CodedUnits"
    unit: "AgreementUnit"
    outside_turns: int = 0
    """The number of codings that have no unit, whatever the scope: on titles or speakers' labels."""
    named: tuple[str, ...] = ()
    """The people who were named; empty for all."""
    idle: tuple[str, ...] = ()
    """Coders who were named, or are of the round, and have finished none of the sources."""
    chosen_codes: tuple[str, ...] = ()
    """The codes that were named; empty for all."""
    missing_codes: tuple[str, ...] = ()
    """Codes that were named and are neither in the codebook nor used; only if those may be skipped."""
    branch: bool = False
    """Whether the codes under a code are counted as that code."""
    frozen: "FrozenRound | None" = None
    machines: "tuple[MachineCodings, ...]" = ()
    """The suggesters among the coders."""

    @property
    def people(self) -> "CodedUnits":
        """The codings of the coders who are no machines."""
        machines = [machine.coder for machine in self.machines]
        return self.coded.with_coders([coder for coder in self.coded.coders if coder not in machines])

    @property
    def labels(self) -> dict[str, str]:
        """The label of each code, or its key."""
        codebook = self.selected.study.codebook
        return {key: codebook.code(key).title if key in codebook else key for key in self.selected.study.keys}

    def notes(self) -> "Iterator[str]":
        """Yield how many sources count, and what that means."""
        yield from self.limits()
        people = self.people
        coders = ", ".join(people.coders)
        finishers = people.finished.sum(axis=1)
        twice, once = int((finishers > 1).sum()), int((finishers == 1).sum())
        if twice:
            yield (
                f"Coders {coders}: {counted(twice, 'source')} that at least two of them have finished, "
                f"{_UNITS[self.unit]}."
            )
        if once and self.machines:
            who = f"one of {coders}" if len(people.coders) > 1 else coders
            yield (
                f"{counted(once, 'source')} that only {who} has finished, beside the machine: "
                f"{_UNITS[self.unit]}."
            )
        elif once and twice:
            yield (
                f"{counted(once, 'source')} that only one has finished: left out, as what is not finished is "
                "missing, not absent."
            )
        for machine in self.machines:
            yield machine.sentence()
        if not (twice or self.machines):
            return
        if self.frozen is not None:
            yield (
                f"Round {self.frozen.round.name}, as it was when it was closed on "
                f"{self.frozen.round.closed_at[:10]}, with codebook {self.frozen.codebook}."
            )

    def shared_suggestions(self) -> "Iterator[str]":
        """Yield how many of people's codings were accepted from suggestions, which several may have seen."""
        from qualcode.tables.agreement.study_units import accepted_codings

        scope = replace(self.selected.scope, coders=())
        accepted, compared = accepted_codings(
            self.selected.study, scope, self.people.coders, self.coded.codes, branch=self.branch
        )
        if accepted:
            yield (
                f"{accepted:,} of {counted(compared, 'coding')} {noun(accepted, 'was', 'were')} accepted "
                "from suggestions of the program: coders who answered the same suggestions have not coded "
                "independently, and may agree more for it."
            )

    def limits(self) -> "Iterator[str]":
        """Yield what of the sources and coders is missing."""
        if self.frozen is not None:
            yield from (note for note in (self.frozen.hidden, self.frozen.note, self.frozen.renamed) if note)
        if self.idle:
            yield f"{', '.join(self.idle)}: no source finished that is compared here, so left out."
        if self.outside_turns:
            yield (
                f"{counted(self.outside_turns, 'coding')} only on titles or speakers' labels, which are in "
                "no turn: left out."
            )
        yield from self.shared_suggestions()


_UNITS = {
    "character": "compared character by character",
    "sentence": "compared by sentences (coded if a coding overlaps them)",
    "turn": "compared by turns (coded if a coding overlaps them)",
    "source": "compared by sources (coded if they have a coding)",
    "span": "compared by spans (equal if they share at least half of what both cover)",
}


def double_coding(
    data: "Project | Study",
    *,
    round_name: str = "",
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    unit: str = "character",
    branch: bool = False,
    skip_unknown_codes: bool = False,
    options: AnalysisOptions,
) -> DoubleCoding:
    """Return the codings of coders in units; NotFoundError for an unknown coder, code, unit or round."""
    from qualcode.tables.agreement.study_units import codings_outside_turns, study_units

    chosen_unit = _unit_with_name(unit)
    frozen, selected = _selected(data, round_name, options, chosen_unit)
    named = _present_names(frozen, (*split_names(coders), *options.coders))
    suggesters = [name for name in named if name not in selected.study.coders and suggester_of(name)]
    named_people = [name for name in named if name not in suggesters]
    people = _coders(data, selected.study, named_people, frozen)
    machines: tuple[MachineCodings, ...] = ()
    if suggesters:
        machines = _machines(data, frozen, people, suggesters, with_interviewer=options.with_interviewer)
        frozen, selected = _selected(data, round_name, options, chosen_unit, machines)
    coded = study_units(
        selected.study,
        unit=chosen_unit,
        scope=replace(selected.scope, coders=()),
        coders=(*people, *(machine.coder for machine in machines)),
        branch=branch,
    )
    coded = coded.with_coders(_finishers(coded))
    codebook = selected.study.codebook
    chosen, missing = chosen_codes(codes, codebook, coded.codes, skip_unknown=skip_unknown_codes)
    coded = coded.with_codes(chosen) if chosen or missing else coded
    return DoubleCoding(
        selected=selected,
        coded=coded,
        outside_turns=codings_outside_turns(selected.study, coded.coders, coded.codes, branch=branch),
        named=tuple(named_people),
        idle=tuple(name for name in people if name not in coded.coders),
        chosen_codes=chosen,
        missing_codes=missing,
        unit=chosen_unit,
        branch=branch,
        frozen=frozen,
        machines=machines,
    )


def _unit_with_name(name: str) -> "AgreementUnit":
    from qualcode.tables.agreement.study_units import AgreementUnit

    units = [each.value for each in AgreementUnit]
    if name not in units:
        raise NotFoundError.among("unit of agreement", name, units, f"Units: {', '.join(units)}.")
    return AgreementUnit(name)


def _finishers(coded: "CodedUnits") -> list[str]:
    """Return the coders who have finished any source."""
    return [name for name, column in zip(coded.coders, coded.finished.T, strict=True) if column.any()]


def _present_names(frozen: "FrozenRound | None", names: Sequence[str]) -> tuple[str, ...]:
    """Return each name once; that of a coder of the round who was renamed since is the present one."""
    earlier = {} if frozen is None else frozen.names
    return tuple(dict.fromkeys(earlier.get(CoderName(name), name) for name in names))


def _selected(
    data: "Project | Study",
    round_name: str,
    options: AnalysisOptions,
    unit: "AgreementUnit",
    machines: "Sequence[MachineCodings]" = (),
) -> "tuple[FrozenRound | None, SelectedStudy]":
    """Return the study, that of a closed round if one is named, with the scope of the options."""
    from qualcode.store.project import Project
    from qualcode.tables.agreement.study_units import AgreementUnit

    with_sentences = unit is AgreementUnit.SENTENCE
    if not round_name:
        alone = replace(options, coders=())
        return None, select_study(data, alone, with_sentences=with_sentences, machines=machines)
    if not isinstance(data, Project):
        raise UsageError("A round needs its project.", "Open the project.")
    from qualcode.workflows.rounds.frozen_study import frozen_round, with_machines

    frozen = frozen_round(data, round_name)
    if machines:
        frozen = with_machines(data, frozen, machines)
    selected = select_study(frozen.study, replace(options, coders=()))
    return frozen, replace(selected, scope=_both(selected.scope, frozen.scope))


def _machines(
    data: "Project | Study",
    frozen: "FrozenRound | None",
    people: Sequence[str],
    names: Sequence[str],
    *,
    with_interviewer: bool,
) -> "tuple[MachineCodings, ...]":
    """Return what suggesters code in the sources that any of these people has finished."""
    from qualcode.store.project import Project
    from qualcode.workflows.project.current_codebook import current_codebook

    if not isinstance(data, Project):
        raise UsageError("A suggester reads the texts of its project.", "Open the project.")
    if not people:
        raise UsageError("A suggester stands beside people.", "Name them: --coders ann,ben,learned")
    if frozen is None:
        sources, codebook = finished_by(data, people), current_codebook(data).codebook
    else:
        sources, codebook = finished_in_round(data, frozen, people), frozen.study.codebook
    suggesters = dict.fromkeys(map(suggester_of, names))
    return tuple(
        code_by_machine(data, name, sources, codebook, with_interviewer=with_interviewer)
        for name in suggesters
    )


def _both(scope: "Scope", sample: "Scope") -> "Scope":
    """Return the scope of the turns that both select."""

    def selects(source: "SourceId", turn: "Turn") -> bool:
        return all(each.selects is None or each.selects(source, turn) for each in (scope, sample))

    return replace(scope, selects=selects)


def _coders(
    data: "Project | Study", study: "Study", names: Sequence[str], frozen: "FrozenRound | None"
) -> tuple[str, ...]:
    from qualcode.store.project import Project

    unknown = [name for name in names if name not in study.coders]
    known: Sequence[str] = study.further_coders
    if unknown and isinstance(data, Project):
        known = known_coders(data.database)
    for name in unknown:
        if name not in known:
            raise NotFoundError.among("coder", name, (*study.coders, *known, *SUGGESTERS))
    return tuple(names) or (tuple(frozen.round.coders) if frozen else ())
