"""A closed round as a coded study: its frozen codings, turns, roles and attributes, for every coefficient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from qualcode.model import Case, CoderName, Coding, Listing, Round, Sentence, Source, SourceId, Span, Turn
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.rounds import frozen_sources, renamed_coders, rounds
from qualcode.store.records.rounds.frozen_sources import FrozenSource
from qualcode.workflows.project.codebook_file import parse_version
from qualcode.workflows.rounds.close_round import closed_round
from qualcode.workflows.rounds.hidden_work import hidden_state_note
from qualcode.workflows.rounds.list_rounds import erasure_note, renamed_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.model import Codebook
    from qualcode.tables import Scope, Study
    from qualcode.tables.arrays.source_index import SourceIndex
    from qualcode.workflows.agreement.machine_coder import MachineCodings

_COLUMNS = ("source", "start", "end", "code", "coder", "memo", "made_at", "origin", "codebook_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRound:
    """The state of a closed round when it was closed."""

    round: Round
    sources: tuple[FrozenSource, ...]
    study: "Study"
    """Only the round's sources and its coders' codings; finished is who had finished the sample."""
    scope: "Scope"
    """Selects the turns of the sample and the round's coders."""
    note: str
    """What was taken out since because participants were erased; empty if nothing was."""
    hidden: str
    """What is hidden from the viewer, whose open round has it too; empty if nothing is."""
    renamed: str
    """Who had another name when the round was closed; empty if nobody had."""
    names: Mapping[CoderName, CoderName]
    """The present name of each coder by that of the time when it was closed."""
    drawn_version: int
    """The version of the codebook when the round was drawn."""

    @property
    def codebook(self) -> str:
        """The version of the codebook, and that of the drawing if it was another one."""
        version = f"version {self.round.codebook_version}"
        drawn = (
            "" if self.drawn_version == self.round.codebook_version else f" ({self.drawn_version} when drawn)"
        )
        return version + drawn

    @property
    def lengths(self) -> Mapping[SourceId, int]:
        """Number of code points of each source's text."""
        return {source.id: source.length for source in self.sources}

    @property
    def spans(self) -> Mapping[SourceId, tuple[Span, ...]]:
        """The spans of the sample by source."""
        return {source.id: source.spans for source in self.sources}

    @property
    def sentences(self) -> Mapping[SourceId, tuple[Sentence, ...]]:
        """The sentences by source."""
        return {source.id: source.sentences for source in self.sources}

    @property
    def codings(self) -> tuple[Coding, ...]:
        """All frozen codings; their quotes are empty."""
        return tuple(coding for source in self.sources for coding in source.codings)


def frozen_round(project: Project, name: str) -> FrozenRound:
    """Return the frozen state of a closed round; ConflictError if it is still open."""
    from qualcode.tables import Scope

    database = project.database
    closed = closed_round(database, name)
    frozen = tuple(frozen_sources.of_round(database, closed.id))
    study = _study(project, closed, frozen)
    spans = {source.id: source.spans for source in frozen}
    members = tuple(coder for coder in closed.coders if coder in study.coders)
    return FrozenRound(
        round=closed,
        sources=frozen,
        study=study,
        scope=Scope(coders=members, selects=lambda source, turn: _is_in(turn, spans[source])),
        note=erasure_note(database, name),
        hidden=hidden_state_note(database, closed),
        renamed=renamed_note(database, closed),
        names=renamed_coders.names_since_closing(database, closed.id),
        drawn_version=rounds.drawn_version(database, closed.id),
    )


def with_machines(project: Project, frozen: FrozenRound, machines: "Sequence[MachineCodings]") -> FrozenRound:
    """Return the round with suggesters beside its coders."""
    return replace(frozen, study=_study(project, frozen.round, frozen.sources, machines))


def _study(
    project: Project,
    closed: Round,
    frozen: tuple[FrozenSource, ...],
    machines: "Sequence[MachineCodings]" = (),
) -> "Study":
    from qualcode.tables import codings_frame, gather

    listing = _listing(frozen)
    finished: Mapping[SourceId, Sequence[str]] = {source.id: source.finished_by for source in frozen}
    for machine in machines:
        listing, finished = machine.added_to(listing), machine.finished(finished)
    return gather(
        codings_frame(listing),
        _indexes(project, frozen),
        _cases(frozen),
        closing_codebook(project, closed),
        finished,
    )


def closing_codebook(project: Project, closed: Round) -> "Codebook":
    """Return the codebook with which a round was closed: its codings have the keys of this version."""
    version = codebooks.with_number(project.database, closed.codebook_version)
    if version is None:
        raise AssertionError("a round refers to a stored version of the codebook")
    return parse_version(version)


def _is_in(turn: Turn, spans: tuple[Span, ...]) -> bool:
    return any(span.start <= turn.span.start and turn.span.end <= span.end for span in spans)


def _listing(frozen: tuple[FrozenSource, ...]) -> Listing:
    rows = (
        (
            source.name, coding.span.start, coding.span.end, coding.code, coding.coder, coding.memo,
            coding.made_at, coding.origin.value, coding.codebook_version,
        )
        for source in frozen
        for coding in source.codings
    )  # fmt: skip
    return Listing(columns=_COLUMNS, rows=tuple(rows))


def _indexes(project: Project, frozen: tuple[FrozenSource, ...]) -> "Iterator[SourceIndex]":
    """Yield the index of each source; one that was removed since has no words to count."""
    from qualcode.tables import index_source

    existing = set(sources.ids_by_name(project.database).values())
    for each in frozen:
        is_here = each.id in existing
        text = sources.with_id(project.database, each.id).text if is_here else " " * each.length
        source = Source(
            id=each.id,
            name=each.name,
            kind=each.kind,
            text=text,
            sha256=sha256(text.encode()).hexdigest(),
            file_name="",
            file_sha256="",
            imported_at="",
            words=0,
        )
        yield index_source(source, each.turns, each.sentences)


def _cases(frozen: tuple[FrozenSource, ...]) -> list[Case]:
    """Return each case once, with all its appearances in the round."""
    merged: dict[str, Case] = {}
    for source in frozen:
        for case in source.cases:
            earlier = merged.get(case.id)
            merged[case.id] = Case(
                id=case.id,
                name=case.name,
                attributes=case.attributes,
                sources=(*(earlier.sources if earlier else ()), *case.sources),
            )
    return list(merged.values())
