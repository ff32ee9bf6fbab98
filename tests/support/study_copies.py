"""Copies of one study on disk, in which coders work apart, for properties of merging."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.project import Project, open_project
from qualcode.store.records.codebook import codebooks
from qualcode.store.team import rival_versions
from qualcode.workflows.project.codebook_file import text_sha256
from qualcode.workflows.project.current_codebook import current_codebook
from tests.support.random_acts import Deed, do
from tests.support.stored_studies import ANN

CODEBOOK = "codebook: T\ncodes:\n  - code: pursue\n  - code: harm\n  - code: displacement\n"
Facts = dict[str, object]


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


def facts(project: Project) -> Facts:
    """Return what a copy holds, in terms that are the same in all copies: no numbers of its own."""
    database = project.database
    hashes = {str(row[0]): str(row[1]) for row in database.rows("SELECT id, sha256 FROM sources")}
    cases = {str(row[0]): str(row[1]) for row in database.rows("SELECT id, name FROM cases")}
    names = {**hashes, **{f"case {key}": name for key, name in cases.items()}}

    def rows(query: str) -> list[str]:
        found = (
            [names.get(str(cell), names.get(f"case {cell}", cell)) for cell in row]
            for row in database.rows(query)
        )
        return sorted(json.dumps(row) for row in found)

    return {
        "sources": rows("SELECT sha256, name, kind, words FROM sources"),
        "turns": rows("SELECT source_id, number, start, speaker, role FROM turns"),
        "codings": rows(
            'SELECT id, source_id, start, "end", quote, code, coder, made_at, memo, starred FROM codings'
        ),
        "decisions": rows('SELECT source_id, start, "end", code, coder, verdict, decided_at FROM decisions'),
        "memos": rows('SELECT id, about, target, text, coder, start, "end", quote FROM memos'),
        "summaries": rows("SELECT id, unit, code, text, coder FROM summaries"),
        "finished": rows("SELECT source_id, coder, finished_at FROM finished_sources"),
        "rounds": rows("SELECT id, name, coder, settings, closed_at, closed_by FROM rounds"),
        "round parts": rows(
            """SELECT 'coder', round_id, coder FROM round_coders
               UNION SELECT source_id, round_id, start || '-' || "end" FROM round_spans
               UNION SELECT source_id, round_id, coder FROM round_finished"""
        ),
        "frozen": rows("SELECT round_id, source_id, spans, finished_by, codings FROM frozen_sources"),
        "settled": rows("SELECT id, coder FROM settled_versions"),
        "rivals": rivals(project),
        "cases": rows("SELECT name FROM cases"),
        "attributes": rows("SELECT case_id, name, value FROM attributes"),
        "appearances": rows("SELECT case_id, source_id, speaker FROM appearances"),
        "acts": rows("SELECT uuid, at, coder, verb, summary FROM acts WHERE origin IN ('here', 'merged')"),
        "codebook": project.codebook_path.read_text(encoding="utf-8"),
    }


def rivals(project: Project) -> list[str]:
    """Return the versions that are to be decided on."""
    codes = current_codebook(project).codebook.keys
    return sorted(
        json.dumps([rival.settled_id, rival.row["id"], str(rival.rival.value)])
        for rival in rival_versions.unsettled(project.database, codes)
    )


def all_bytes(project: Project) -> dict[str, object]:
    """Return every row of every table but the history, and the codebook file."""
    tables = [
        str(row[0])
        for row in project.database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if row[0] not in ("acts", "changes", "sqlite_sequence", "coders")
    ]
    rows = {table: sorted(map(repr, project.database.rows(f"SELECT * FROM {table}"))) for table in tables}  # noqa: S608 - our own names
    return {**rows, "codebook.yaml": project.codebook_path.read_bytes()}


BEN, LEAD = CoderName("ben"), CoderName("lead")
