"""Erase a case for good: its name, attributes and summaries, also from the history; its sources stay."""

from typing import NamedTuple

from qualcode.errors import NotFoundError
from qualcode.model import SourceId
from qualcode.store import source_files
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records.erasing import erasures, forget_cases, forget_people, forget_texts
from qualcode.store.records.erasing.copied_words import CopiedWords
from qualcode.store.records.erasing.erasures import Erasure
from qualcode.store.records.erasing.removed_sources import SourceFile
from qualcode.store.records.people import cases
from qualcode.workflows.erasing import forget_edited_texts, remaining_mentions
from qualcode.workflows.erasing.erase_source import completed_later


class ErasedCase(NamedTuple):
    """The names of a case's sources, which stay, and where its names still are."""

    sources: tuple[str, ...]
    mentions: tuple[str, ...]
    was_erased: bool = False
    """Whether it was erased before, and only earlier texts of memos were left to clean."""


def erase_case(project: Project, name: str) -> ErasedCase:
    """Erase a case, or one that was removed before.

    Copies of the database from before a migration are deleted too. NotFoundError if no case has had this
    name; StorageError says what could not be done, and repeating the call completes it.
    """
    database = project.database
    ids = forget_cases.named(database, name)
    erasure = next(
        (each for each in erasures.under_way(database) if each.is_of_case and each.source.name == name), None
    )
    if not ids and erasure is None:
        if (mentions := forget_edited_texts.forget(project)) is not None:
            return ErasedCase((), mentions, was_erased=True)
        names = [case.name for case in cases.read_all(database)]
        raise NotFoundError.among("case", name, names, "`qualcode cases` lists the cases.")
    joined = forget_cases.source_names(database, ids)
    if erasure is None:
        identity = SourceId(min(ids))
        erasure = Erasure(source=SourceFile(id=identity, name=name, file_name="", file_sha256=""))
        erasures.begin(database, erasure)
    with completed_later(erasure) as steps:
        steps.append("older copies of the database")
        source_files.sweep(project)
        for copy in backup_copies(database.path):
            source_files.delete(copy)
        steps.append("its attributes and history")
        with database.transaction():
            erased_names = {*forget_people.forget(database, ids, ()), name}
            pattern = remaining_mentions.pattern_of(erased_names)
            forget_texts.forget(database, CopiedWords(), pattern)
        steps.append("traces in free space of the database")
        database.erase_traces()
        erasures.complete(database, erasure)
    return ErasedCase(joined, tuple(remaining_mentions.find(project, pattern)))
