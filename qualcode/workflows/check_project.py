"""Checking: whether everything in a project is still what it was when it was written."""

import hashlib
from dataclasses import dataclass

from qualcode.errors import CodebookError
from qualcode.model import CodeKey, Coding, Source, Turn, context_of
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import current_codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFault:
    """Something that is not as it should be, and what to do."""

    where: str
    what: str
    remedy: str = ""


def check_project(project: Project) -> list[ProjectFault]:
    """Compare every coding with its text, every text with its hash, and the database with its own rules."""
    faults = [
        ProjectFault(where="database", what=what, remedy="Put back a copy from a backup.")
        for what in project.database.problems()
    ]
    keys: tuple[CodeKey, ...] = ()
    try:
        keys = current_codebook(project).codebook.keys
    except CodebookError as error:
        faults.append(
            ProjectFault(where="codebook", what=str(error).replace("\n", " "), remedy="Correct the file.")
        )
    for name in sources.ids_by_name(project.database):
        source = sources.with_name(project.database, name)
        faults += _source_faults(project, source)
        faults += _turn_faults(source, sources.turns(project.database, source.id))
        for coding in codings.of_source(project.database, source.id):
            faults += _coding_faults(source, coding)
    return faults + (missing_codes(project, keys) if keys else [])


def missing_codes(project: Project, keys: tuple[CodeKey, ...]) -> list[ProjectFault]:
    """Return the codes that codings refer to and the codebook no longer has."""
    known = set(keys)
    return [
        ProjectFault(
            where=f"code {key}",
            what=f"{count} codings have the code {key!r}, which is not in the codebook.",
            remedy="`qualcode codebook adopt` asks what became of it; the codings are kept.",
        )
        for key, count in codings.counts(project.database, "code").items()
        if key not in known
    ]


def _source_faults(project: Project, source: Source) -> list[ProjectFault]:
    faults = []
    if hashlib.sha256(source.text.encode()).hexdigest() != source.sha256:
        faults.append("the text is not the one that was imported")
    kept = project.sources_folder / source.file_name
    if not kept.is_file():
        faults.append(f"the imported file is missing: {kept}")
    elif hashlib.sha256(kept.read_bytes()).hexdigest() != source.file_sha256:
        faults.append(f"the imported file has been changed: {kept}")
    remedy = "Put the file back as it was; codings refer to the text in the database."
    return [ProjectFault(where=f"source {source.name}", what=what, remedy=remedy) for what in faults]


def _turn_faults(source: Source, turns: tuple[Turn, ...]) -> list[ProjectFault]:
    ends = [turn.span.end for turn in turns]
    starts = [turn.span.start for turn in turns[1:]]
    if turns and ends == [*starts, len(source.text)]:
        return []
    return [ProjectFault(where=f"source {source.name}", what="its turns do not tile its text")]


def _coding_faults(source: Source, coding: Coding) -> list[ProjectFault]:
    if coding.span.of(source.text) == coding.quote and context_of(source.text, coding.span) == (
        coding.context_before,
        coding.context_after,
    ):
        return []
    there = coding.span.of(source.text)
    place = f"{source.name}[{coding.span.start}:{coding.span.end}]"
    what = f"its quote is {coding.quote!r}, but {place} is {there!r}"
    return [
        ProjectFault(
            where=f"coding {coding.id[:8]}", what=what, remedy="Look for the quote and code it anew."
        )
    ]
