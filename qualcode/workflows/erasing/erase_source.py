"""Erase a source for good, for a participant who withdraws: its files, its rows, its cases, its history.

The erasure is recorded before anything is deleted, and each step can be repeated: if it is interrupted, the
same command completes it. Cases that appear in no other source are erased with it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.model import CoderName
from qualcode.store import history, source_files
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.erasing import (
    erasures,
    forget_cases,
    forget_people,
    forget_source,
    forget_texts,
    removed_sources,
)
from qualcode.store.records.erasing.copied_words import CopiedWords
from qualcode.store.records.erasing.erasures import Erasure
from qualcode.store.records.erasing.forget_cases import CaseOfSource
from qualcode.store.records.erasing.removed_sources import SourceFile
from qualcode.store.records.rounds import frozen_sources
from qualcode.workflows.erasing import forget_edited_texts, remaining_mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedSource:
    """What was erased with a source."""

    codings: int
    copies: tuple[Path, ...]
    """The copies of the database from before a migration."""
    cases: tuple[str, ...]
    """The cases that appeared in no other source."""
    kept_cases: tuple[CaseOfSource, ...]
    """The cases that stay, with their other sources."""
    mentions: tuple[str, ...]
    """Where the names of the source, its cases and participants, or its words, are and were not erased."""
    was_erased: bool = False
    """Whether it was erased before, and only earlier texts of memos were left to clean."""


def erase(project: Project, coder: CoderName, name: str) -> ErasedSource:
    """Erase a source, and the cases that appear in no other source; return what was erased with it.

    A source of this name that was only removed before, or erased incompletely, is erased too. After an
    erasure it takes names out of the earlier texts of memos that have been edited since. StorageError says
    what could not be done; repeating the call completes it.
    """
    erasure = _under_way(project, name)
    if erasure is None and _is_missing(project, name):
        mentions = forget_edited_texts.forget(project)
        if mentions is not None:
            return ErasedSource(
                codings=0, copies=(), cases=(), kept_cases=(), mentions=mentions, was_erased=True
            )
    erasure = erasure or _begin(project, name)
    copies = backup_copies(project.database.path)
    with completed_later(erasure) as steps:
        steps.append("its file and older copies of the database")
        source_files.sweep(project)
        for file in (*_files(project, erasure.source), *copies):
            source_files.delete(file)
        steps.append("its text, codings, cases and history")
        erasure, kept_cases, names, copied = _erase_rows(project, coder, erasure)
        steps.append("traces in free space of the database")
        project.database.erase_traces()
        erasures.complete(project.database, erasure)
    return ErasedSource(
        codings=erasure.codings,
        copies=copies,
        cases=erasure.cases,
        kept_cases=kept_cases,
        mentions=tuple(remaining_mentions.find(project, names, copied)),
    )


@contextmanager
def completed_later(erasure: Erasure) -> Iterator[list[str]]:
    """Run the steps of an erasure; an error names the last one begun, and the command that completes it."""
    steps: list[str] = []
    try:
        yield steps
    except (StorageError, OSError) as error:
        message, hint = (
            (error.message, error.hint) if isinstance(error, StorageError) else (str(error.strerror), "")
        )
        raise StorageError(
            f"{erasure.source.name} is not erased completely, there remain at least {steps[-1]}: {message}",
            f"{hint.replace('nothing was changed', 'what was erased before stays erased')}\n"
            f"Then complete it: {erasure.command}".strip(),
        ) from error


def _under_way(project: Project, name: str) -> Erasure | None:
    return next(
        (
            erasure
            for erasure in erasures.under_way(project.database)
            if erasure.source.name == name and not erasure.is_of_case
        ),
        None,
    )


def _is_missing(project: Project, name: str) -> bool:
    database = project.database
    return name not in sources.ids_by_name(database) and not removed_sources.in_history(database, name=name)


def _begin(project: Project, name: str) -> Erasure:
    database = project.database
    removed = removed_sources.in_history(database, name=name)
    if name not in sources.ids_by_name(database) and removed:
        erasure = Erasure(source=removed[0])
    else:
        source = sources.with_name(database, name)
        codings = next(summary.codings for summary in sources.summaries(database) if summary.id == source.id)
        erasure = Erasure(
            source=SourceFile(
                id=source.id, name=source.name, file_name=source.file_name, file_sha256=source.file_sha256
            ),
            codings=codings,
        )
    erasures.begin(database, erasure)
    return erasure


def _files(project: Project, source: SourceFile) -> list[Path]:
    """Return the source's file, and the files of its removed versions and copies."""
    other_files = {
        summary.file_name for summary in sources.summaries(project.database) if summary.id != source.id
    }
    versions = (source, *_versions(project, source))
    names = dict.fromkeys(version.file_name for version in versions)
    files = [project.sources_folder / name for name in names if name not in other_files]
    return [*files, *source_files.copies_of(project, source.file_sha256)]


def _versions(project: Project, source: SourceFile) -> list[SourceFile]:
    """Return the removed sources with the same name or file, whose text undo could restore."""
    return removed_sources.in_history(project.database, name=source.name, file_sha256=source.file_sha256)


def _erase_rows(
    project: Project, coder: CoderName, erasure: Erasure
) -> tuple[Erasure, tuple[CaseOfSource, ...], re.Pattern[str] | None, CopiedWords]:
    """Erase the rows of a source and of its cases, and its words in texts of coders.

    Return the erasure with its cases, the cases that stay, a pattern of all erased names, and the words
    that coders had copied.
    """
    database, source = project.database, erasure.source
    with database.transaction():
        all_versions = {version.id: version for version in (source, *_versions(project, source))}
        is_current = source.id in sources.ids_by_name(database).values()
        names = {source.name}.union(*(forget_source.names(database, version) for version in all_versions))
        erased_texts = forget_texts.texts_of(database, all_versions)
        cases = forget_cases.of_sources(database, all_versions, names)
        leaving = {case.id for case in cases if not case.other_sources}
        removed_cases = forget_cases.in_history(database, all_versions, names)
        if is_current:
            with history.act(database, coder, "remove source", source.name) as recorder:
                sources.remove(recorder, sources.with_id(database, source.id))
        speakers: set[str] = set()
        for version in all_versions.values():
            speakers |= forget_source.participants(database, version.id)
            forget_source.forget(database, version.id)
            frozen_sources.forget(database, version.id)
        if leaving or is_current:
            erasure = erasure._replace(cases=tuple(case.name for case in cases if not case.other_sources))
            erasures.record_cases(database, erasure)
        erased_names = forget_people.forget(database, leaving | removed_cases, names, speakers)
        pattern = remaining_mentions.pattern_of({*erased_names, *erasure.cases})
        copied = forget_texts.copied_words(database, erased_texts)
        forget_texts.forget(database, copied, pattern)
    return erasure, tuple(case for case in cases if case.other_sources), pattern, copied
