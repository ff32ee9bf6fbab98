"""Rename a source, remove it with its codings, or erase it for good."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import backups, sources
from qualcode.store.records.backups import KnownBackup
from qualcode.store.records.erasing.forget_cases import CaseOfSource
from qualcode.store.records.people import cases
from qualcode.workflows.cases.join_waiting import join_waiting
from qualcode.workflows.erasing import erase_source
from qualcode.workflows.rounds.hidden_work import require_nothing_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedSource:
    """What was removed with a source."""

    codings: int
    copies: tuple[Path, ...] = ()
    """Older copies of the database that contained its text; they were deleted."""
    tables: tuple[Path, ...] = ()
    """Exported tables in the project, which may contain its text and were not deleted."""
    backups: tuple[KnownBackup, ...] = ()
    """The known backups of the project, which may contain its text and were not deleted."""
    cases: tuple[str, ...] = ()
    """The cases that were erased with it, since they appear in no other source."""
    kept_cases: tuple[CaseOfSource, ...] = ()
    """The cases of the source that appear in other sources too, and stay."""
    mentions: tuple[str, ...] = ()
    """Where the names of what was erased still are."""
    was_erased: bool = False
    """Whether it was erased before, and only earlier texts of memos were left to clean."""
    cases_without_source: tuple[str, ...] = ()
    """The other cases that appear in no source."""


def rename_source(project: Project, coder: CoderName, name: str, new_name: str) -> tuple[str, ...]:
    """Rename a source, whose codings stay; return the cases that waited for the new name."""
    source = sources.with_name(project.database, name)
    if not new_name.strip():
        raise ConflictError("A source needs a name.")
    if new_name in sources.ids_by_name(project.database):
        raise ConflictError(f"There is a source {new_name!r} already.", "Choose another name.")
    with history.act(project.database, coder, "rename source", f"{source.name} to {new_name}") as recorder:
        sources.rename(recorder, source, new_name)
        return join_waiting(recorder, source.id, new_name)


def remove_source(project: Project, coder: CoderName, name: str, *, erase: bool = False) -> RemovedSource:
    """Remove a source and its codings; return what was removed with it.

    This can be undone unless `erase` is set: then its text and the imported file are deleted from the project
    for good, with the cases that appear in no other source and the copies of the database from before an
    update. For participants who withdraw.
    """
    require_nothing_hidden(project.database, coder, "remove source")
    if erase:
        erased = erase_source.erase(project, coder, name)
        tables = sorted(path for path in project.tables_folder.glob("*") if path.is_file())
        return RemovedSource(
            codings=erased.codings,
            copies=erased.copies,
            tables=tuple(tables),
            backups=tuple(backups.read_all(project.database)),
            cases=erased.cases,
            kept_cases=erased.kept_cases,
            mentions=erased.mentions,
            was_erased=erased.was_erased,
            cases_without_source=tuple(
                case.name for case in cases.read_all(project.database) if not case.sources
            ),
        )
    source = sources.with_name(project.database, name)
    with history.act(project.database, coder, "remove source", source.name) as recorder:
        return RemovedSource(codings=sources.remove(recorder, source))
