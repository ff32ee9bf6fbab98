"""Change cases by hand: set attributes, join sources and speakers, rename, remove; each one act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.errors import ConflictError, NotFoundError, UsageError
from qualcode.model import Case, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.people import cases
from qualcode.text.name_matches import same_name

_RESERVED = ("case", "source", "sources", "speaker")


def parse_attributes(assignments: Sequence[str]) -> dict[str, str]:
    """Return attributes written as `name=value`; UsageError for any that is not."""
    attributes: dict[str, str] = {}
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        name = name.strip()
        if not sign or not name:
            raise UsageError(f"{assignment!r} is not an attribute with its value.", "Write attribute=value.")
        if name in _RESERVED:
            raise UsageError(
                f"{name!r} cannot be the name of an attribute.",
                "`qualcode cases join` joins sources and speakers.",
            )
        attributes[name] = value.strip()
    return attributes


def set_attributes(
    project: Project, coder: CoderName, name: str, attributes: Mapping[str, str], *, create: bool = False
) -> list[str]:
    """Set attributes of a case, an empty value removes one; return those that no case had before.

    NotFoundError if there is no such case, unless `create` is set.
    """
    all_cases = cases.read_all(project.database)
    case = _case(project, all_cases, name, create=create)
    merged = {key: value for key, value in {**case.attributes, **attributes}.items() if value}
    existing = {key for each in all_cases for key in each.attributes}
    summary = f"{name}: {', '.join(f'{key}={value}' for key, value in attributes.items())}"
    with history.act(project.database, coder, "set case", summary) as recorder:
        cases.replace(recorder, [replace(case, attributes=merged)])
    return [key for key, value in attributes.items() if value and key not in existing]


def join_case(
    project: Project,
    coder: CoderName,
    name: str,
    source_name: str,
    speaker: str = "",
    *,
    create: bool = False,
) -> None:
    """Join a case to a source, or to one speaker of it; NotFoundError where one of them does not exist."""
    case = _case(project, cases.read_all(project.database), name, create=create)
    source = sources.with_name(project.database, source_name)
    speakers = {turn.speaker for turn in sources.turns(project.database, source.id)} - {""}
    speaker = same_name(speaker, speakers) or speaker
    if speaker and speaker not in speakers:
        raise NotFoundError.among(
            f"speaker in {source_name}", speaker, speakers, f"Speakers: {', '.join(sorted(speakers))}."
        )
    if (source.id, speaker) in case.sources:
        raise ConflictError(
            f"{name} is joined to {_joined(source_name, speaker)} already.", "Nothing was changed."
        )
    summary = f"{name} to {_joined(source_name, speaker)}"
    with history.act(project.database, coder, "join case", summary) as recorder:
        cases.replace(recorder, [replace(case, sources=(*case.sources, (source.id, speaker)))])


def rename_case(project: Project, coder: CoderName, name: str, new_name: str) -> None:
    """Rename a case with the summaries on it."""
    all_cases = cases.read_all(project.database)
    _case(project, all_cases, name)
    if not new_name.strip():
        raise UsageError("A case needs a name.", "Give the new name.")
    if any(case.name == new_name for case in all_cases):
        raise ConflictError(f"There is a case {new_name!r} already.", "Choose another name.")
    with history.act(project.database, coder, "rename case", f"{name} to {new_name}") as recorder:
        cases.rename(recorder, name, new_name)


def remove_case(project: Project, coder: CoderName, name: str) -> None:
    """Remove a case with its attributes; its sources and their codings stay."""
    _case(project, cases.read_all(project.database), name)
    with history.act(project.database, coder, "remove case", name) as recorder:
        cases.remove(recorder, name)


def _case(project: Project, all_cases: Sequence[Case], name: str, *, create: bool = False) -> Case:
    case = next((case for case in all_cases if case.name == name), None)
    if case:
        return case
    if create and name.strip():
        return Case(id=cases.id_for(project.database, name), name=name)
    raise NotFoundError.among(
        "case", name, [case.name for case in all_cases], "`qualcode cases` lists the cases; --new makes one."
    )


def _joined(source_name: str, speaker: str) -> str:
    return f"{speaker} in {source_name}" if speaker else source_name
