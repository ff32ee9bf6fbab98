"""Copies of one study on disk, in which coders work apart, for properties of merging."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.transcripts import turn_versions
from qualcode.workflows.project.codebook_file import text_sha256
from tests.support.random_acts import Deed, do
from tests.support.stored_studies import ANN

CODEBOOK = "codebook: T\ncodes:\n  - code: pursue\n  - code: harm\n  - code: displacement\n"


def begin(folder: Path, deeds: Sequence[Deed]) -> None:
    """Create the study in a folder, with some acts that all copies will know."""
    project = stored.create(folder, "T", CODEBOOK)
    with project:
        fast(project)
        with history.act(project.database, ANN, "codebook", undoable=False) as recorder:
            codebooks.add(recorder, ANN, CODEBOOK, text_sha256(CODEBOOK), "")
        work(project, deeds, 0)


def copy(folder: Path, target: Path) -> Path:
    """Copy a study that nobody has open; return the new folder."""
    shutil.copytree(folder, target)
    return target


def opened(folder: Path) -> Project:
    """Open a study without waiting for the disk."""
    project = open_project(folder)
    fast(project)
    return project


def fast(project: Project) -> None:
    """Do not wait for the disk: power cuts are no part of these properties."""
    project.database.rows("PRAGMA synchronous = OFF")


def work(project: Project, deeds: Sequence[Deed], copy_number: int) -> None:
    """Do these acts in a copy; what cannot be done is skipped. New ids are those of this copy."""
    for deed in deeds:
        own = replace(deed, number=deed.number + 100 * copy_number)
        try:
            if deed.kind == "undo":
                history.undo(project.database, own.coder)
            else:
                do(project.database, own)
        except ConflictError:
            continue


def all_bytes(project: Project) -> dict[str, object]:
    """Return every row of every table but the history, and the codebook file.

    Of the ways in which turns were cut only the current ones: earlier ones are kept, for undo and redo.
    """
    tables = [
        str(row[0])
        for row in project.database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if row[0] not in ("acts", "changes", "sqlite_sequence", "coders", "turn_versions")
    ]
    rows = {table: sorted(map(repr, project.database.rows(f"SELECT * FROM {table}"))) for table in tables}  # noqa: S608 - our own names
    rows["turn_versions"] = [
        f"{source}: {turn_versions.current(project.database, source)}"
        for source in sorted(sources.ids_by_name(project.database).values())
    ]
    return {**rows, "codebook.yaml": project.codebook_path.read_bytes()}


BEN, LEAD = CoderName("ben"), CoderName("lead")
