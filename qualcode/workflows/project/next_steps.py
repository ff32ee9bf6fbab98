"""Where a project stands and the likely next steps, without reading a text or computing a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.model import CoderName
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.store.records.people import cases
from qualcode.store.records.transcripts import reading_places
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted, noun
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_NAMED = 3
"""Maximum number of sources that a step names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A fact on the project, and the command that follows from it."""

    fact: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview:
    """The project in one line, and what to do next, the most urgent first."""

    summary: str
    steps: tuple[NextStep, ...]


def project_overview(project: Project, coder: CoderName) -> ProjectOverview:
    """Return where the project stands for a coder; an empty name if it is not known who codes."""
    current = current_codebook(project)
    summaries = sources.summaries(project.database)
    by_coder = codings.counts(project.database, "coder")
    made = counted(sum(by_coder.values()), "coding")
    if by_coder:
        made += f" ({', '.join(f'{name} {count:,}' for name, count in by_coder.items())})"
    facts = (counted(len(summaries), "source"), made, counted(len(current.codebook), "code"))
    name = project.settings.name or project.folder.name
    return ProjectOverview(
        summary=f"{name}: {', '.join(facts)}", steps=tuple(_steps(project, current, summaries, coder))
    )


def _steps(
    project: Project, current: CurrentCodebook, summaries: list[sources.SourceSummary], coder: CoderName
) -> Iterator[NextStep]:
    if not coder:
        yield NextStep(fact="It is not known who codes.", command="export QUALCODE_CODER=NAME")
    yield from _codebook_steps(current)
    if not summaries:
        yield NextStep(fact="There are no sources yet.", command="qualcode import FILES")
        return
    yield from _source_steps(project, summaries, coder)
    if coder:
        yield from _suggestion_steps(project, current, coder)
    if not cases.read_all(project.database):
        yield NextStep(
            fact="There are no cases yet, so nothing can be compared by tier, rank or site.",
            command="qualcode cases import participants.csv",
        )
    if any(source.codings for source in summaries):
        yield NextStep(fact="There are codings to count.", command="qualcode frequencies")


def _codebook_steps(current: CurrentCodebook) -> Iterator[NextStep]:
    from qualcode.codebook import check

    if not len(current.codebook):
        yield NextStep(fact="The codebook has no codes yet.", command="qualcode codebook edit")
    elif warnings := len(check(current.codebook)):
        yield NextStep(
            fact=f"The codebook has {counted(warnings, 'warning')}.", command="qualcode codebook check"
        )


def _source_steps(
    project: Project, summaries: list[sources.SourceSummary], coder: CoderName
) -> Iterator[NextStep]:
    if unassigned := sources.names_without_interviewer(project.database):
        where = f"{counted(len(unassigned), 'interview')}: {_named(unassigned)}"
        yield NextStep(
            fact=f"Nobody is the interviewer in {where}. Every speaker's words count as a participant's.",
            command="qualcode sources speakers --interviewer NAME",
        )
    if speakerless := sources.names_without_speakers(project.database):
        where = f"{counted(len(speakerless), 'interview')}: {_named(speakerless)}"
        yield NextStep(
            fact=f"No speaker was recognised in {where}. Texts in which nobody speaks are documents.",
            command=f"qualcode sources kind {argument(speakerless[0])} document",
        )
    opened = reading_places.read_all(project.database, coder)
    names = {source.id: source.name for source in summaries}
    last = reading_places.marked_or_latest(project.database, coder)
    if last is not None and last.source in names:
        yield NextStep(fact=f"You stopped in {names[last.source]}.", command="qualcode code")
    untouched = [source.name for source in summaries if not source.codings and source.id not in opened]
    if untouched:
        yield NextStep(
            fact=f"{counted(len(untouched), 'source')} {noun(len(untouched), 'is', 'are')} untouched: "
            f"{_named(untouched)}.",
            command=f"qualcode code {argument(untouched[0])}",
        )


def _suggestion_steps(project: Project, current: CurrentCodebook, coder: CoderName) -> Iterator[NextStep]:
    if waiting := len(suggestions.pending(project.database, coder, current.codebook)):
        yield NextStep(
            fact=f"{counted(waiting, 'suggestion')} {noun(waiting, 'waits', 'wait')} for your decision.",
            command="qualcode review",
        )
    elif not suggestions.has_runs(project.database):
        yield NextStep(fact="No suggestions have been made yet.", command="qualcode suggest")


def _named(names: list[str]) -> str:
    """Return the first names, with an ellipsis if there are more."""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
