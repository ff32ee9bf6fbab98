"""Draw a round: a sample for several coders, or of own sources for one coder to code again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Case, CoderName, Round, RoundId, RoundSettings, RoundUnit, SourceId, new_id
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.people import cases
from qualcode.store.records.people import coders as people
from qualcode.store.records.rounds import rounds
from qualcode.store.records.transcripts import finished_sources
from qualcode.text.plurals import counted
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds import draw_sample
from qualcode.workflows.rounds.sample_size import ExpectedCodings, expected_codings

_FEWEST_CODERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRound:
    """A new round, the names of its sources, its number of words, and what it is expected to give."""

    round: Round
    sources: tuple[str, ...]
    stretches: int
    """How many sources, or stretches of turns, were drawn."""
    population: int
    """How many there were to draw from."""
    strata: int
    spans: int
    words: int
    expected: tuple[ExpectedCodings, ...]
    finished: Mapping[CoderName, tuple[str, ...]]
    """The names of sources that coders have finished already, without those that they are to code again."""
    look_alikes: Mapping[CoderName, CoderName]
    """Its coders who are new to the study → a coder of the study whose name differs in upper case only."""


def draw_round(
    project: Project, coder: CoderName, name: str, coders: Sequence[str], settings: RoundSettings
) -> DrawnRound:
    """Draw a sample and store the round in one act.

    UsageError for too few coders or a share that is none, ConflictError if there is a round of this name,
    NotFoundError if there is nothing to draw from.
    """
    members = _members(project.database, coders, settings)
    if not 0 < settings.share <= 1:
        raise UsageError("The share must be more than 0 % and at most 100 %.", "For example: --share 20%")
    if not name.strip():
        raise UsageError("A round needs a name.", "For example: qualcode rounds draw pilot --coders ann,ben")
    stretches = _stretches(project.database, settings)
    strata = _strata(project.database, settings.by) if settings.by else {}
    drawn = draw_sample.draw(stretches, strata, settings.share, settings.seed)
    sample = draw_sample.joined_spans(drawn)
    current = current_codebook(project)
    words = sum(stretch.words for stretch in drawn)
    expected = expected_codings(project.database, current.codebook.keys, words, len(members))
    ids = sources.ids_by_name(project.database)
    summary = f"{name}: {counted(len(sample), 'source')} for {', '.join(members)}"
    known = people.names(project.database)
    with history.act(project.database, coder, "draw round", summary) as recorder:
        if any(each.name == name for each in rounds.read_all(project.database)):
            raise ConflictError(f"There is a round {name!r} already.", "Give another name.")
        new = Round(
            id=RoundId(new_id()),
            name=name,
            made_at=now(),
            coder=coder,
            codebook_version=current.keep(recorder, coder),
            settings=settings,
            coders=tuple(sorted(members)),
        )
        rounds.add(recorder, new, sample)
    return DrawnRound(
        round=new,
        sources=tuple(each for each, identity in ids.items() if identity in sample),
        stretches=len(drawn),
        population=len(stretches),
        strata=len({strata.get(stretch.source, ()) for stretch in stretches}),
        spans=sum(map(len, sample.values())),
        words=words,
        expected=tuple(expected),
        finished=_finished(project.database, new, sample),
        look_alikes=_look_alikes(new.coders, known),
    )


def _finished(
    database: Database, drawn: Round, sample: Collection[SourceId]
) -> dict[CoderName, tuple[str, ...]]:
    """Return the sources of the sample that coders of the round have finished before it was drawn."""
    finishers = finished_sources.coders_by_source(database)
    names = sources.ids_by_name(database)
    finished = {
        coder: tuple(
            name for name, source in names.items() if source in sample and coder in finishers.get(source, ())
        )
        for coder in drawn.coders
        if coder != drawn.settings.again_of
    }
    return {coder: of_coder for coder, of_coder in finished.items() if of_coder}


def _look_alikes(members: Sequence[CoderName], known: Collection[CoderName]) -> dict[CoderName, CoderName]:
    spelled = {name.casefold(): name for name in known}
    return {
        member: spelled[member.casefold()]
        for member in members
        if member not in known and member.casefold() in spelled
    }


def _members(database: Database, coders: Sequence[str], settings: RoundSettings) -> list[CoderName]:
    members = [CoderName(coder) for coder in dict.fromkeys(each.strip() for each in coders) if coder]
    if settings.again_of:
        if [str(member) for member in members] not in ([], [settings.again_of]):
            raise UsageError("With --again, one coder codes own sources again.", "Name one coder.")
        return [CoderName(settings.again_of), _second_name(database, settings.again_of)]
    if len(members) < _FEWEST_CODERS:
        raise UsageError(
            "A round needs at least two coders.", "For example: --coders ann,ben (or --again for one coder)"
        )
    spelled: dict[str, CoderName] = {}
    for member in members:
        other = spelled.setdefault(member.casefold(), member)
        if other != member:
            raise UsageError(
                f"{other} and {member} differ in upper case only, so they may be one person.",
                "Name each coder once, as in `qualcode coders`.",
            )
    return members


def _second_name(database: Database, coder: str) -> CoderName:
    """Return a name under which nobody has coded a round yet."""
    taken = {member for each in rounds.read_all(database) for member in each.coders}
    names = (f"{coder}-again{'' if number == 1 else f'-{number}'}" for number in range(1, len(taken) + 2))
    return CoderName(next(name for name in names if name not in taken))


def _stretches(database: Database, settings: RoundSettings) -> list[draw_sample.Stretch]:
    population = list(sources.ids_by_name(database).values())
    if settings.again_of:
        finished = finished_sources.coders_by_source(database)
        population = [source for source in population if settings.again_of in finished.get(source, ())]
    cut = draw_sample.turn_stretches if settings.unit is RoundUnit.TURNS else draw_sample.whole_sources
    stretches = cut(database, population)
    if stretches:
        return stretches
    if settings.again_of:
        raise NotFoundError(
            f"{settings.again_of} has finished no source yet.", "Mark one: qualcode sources finish SOURCE"
        )
    raise NotFoundError("There are no sources to draw from.", "Import some: qualcode import FILES")


def _strata(database: Database, attributes: Sequence[str]) -> dict[SourceId, draw_sample.Stratum]:
    """Return each source's value of each attribute, joined where its cases differ, empty for none."""
    every_case = cases.read_all(database)
    names = {name for case in every_case for name in case.attributes}
    for attribute in attributes:
        if attribute not in names:
            raise NotFoundError.among(
                "attribute", attribute, sorted(names), "`qualcode cases` lists the attributes."
            )
    of_sources: dict[SourceId, list[Case]] = {source: [] for source in sources.ids_by_name(database).values()}
    for case in every_case:
        for source, _ in case.sources:
            of_sources[source].append(case)
    return {
        source: tuple(
            ", ".join(sorted({case.attributes.get(attribute, "") for case in of_source}))
            for attribute in attributes
        )
        for source, of_source in of_sources.items()
    }
