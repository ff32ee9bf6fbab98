"""What a copy of a study holds, table by table, in terms that are the same in all copies of it.

Every table of the schema is compared, or it says here why not: a test fails for a table that does neither.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from qualcode.model import CodeKey, TurnSettings
from qualcode.store.database import Cell, Database, Record
from qualcode.store.project import Project
from qualcode.store.records.codebook import codebooks
from qualcode.store.team.conflicts import rival_versions
from qualcode.workflows.project.current_codebook import current_codebook

Facts = dict[str, object]

LEFT_OUT = {
    "suggestions": "replaced by every run of a suggester, and for one coder",
    "suggestion_runs": "as suggestions",
    "vectors": "a cache",
    "places": "where a coder reads, on this machine",
    "codebook_unwritten": "a file of this copy that is still to be written",
    "erasures": "files of this copy that are still to be erased",
    "backups": "copies that were made of this copy",
    "tombstones": "what was erased here: each copy is erased by its owner",
    "frozen_erasures": "as tombstones",
    "sqlite_sequence": "SQLite's own",
}
"""Tables that may differ between copies, and why."""

OWN_COLUMNS: Mapping[str, frozenset[str]] = {
    "coders": frozenset({"made_at"}),  # when the coder was first named in this copy
    "sources": frozenset({"id", "file_name", "file_sha256", "encoding"}),  # of the file in this copy
    "cases": frozenset({"id"}),
    "codebook_versions": frozenset({"number", "parsed", "made_at", "coder"}),  # who stored it first here
    "acts": frozenset({"number", "undoable", "origin"}),  # an act is undone where it was done
    "turn_versions": frozenset({"number", "made_at"}),  # when the turns were cut here
}
"""Columns that are of one copy: numbers, what is on its disk, and ids that texts and names stand for."""

_ACTS_THAT_TRAVEL = "origin IN ('here', 'merged')"
_CONDITIONS = {
    "coders": "name <> 'lead'",  # who merges in these tests
    "acts": _ACTS_THAT_TRAVEL,
    "changes": f"act IN (SELECT number FROM acts WHERE {_ACTS_THAT_TRAVEL})",  # noqa: S608 - our own names
    # earlier ones are kept where they were in use, and a source that was never cut anew may have none
    "turn_versions": f"is_current AND settings <> '{json.dumps(asdict(TurnSettings()))}'",
}


def facts(project: Project) -> Facts:
    """Return what a copy holds."""
    database = project.database
    names = _Names(database)
    compared: Facts = {
        table: sorted(
            json.dumps(names.of_row(table, row), sort_keys=True)
            for row in database.records(
                f"SELECT * FROM {table} WHERE {_CONDITIONS.get(table, 'true')}"  # noqa: S608 - our own names
            )
        )
        for table in tables(database)
        if table not in {*LEFT_OUT, "codebook_versions", "code_fates"}
    }
    compared |= _versions(database, names)
    compared["rivals"] = _rivals(project)
    compared["codebook.yaml"] = project.codebook_path.read_text(encoding="utf-8")
    return compared


def _versions(database: Database, names: "_Names") -> Facts:
    """Return the versions of the codebook that coders made, with the lineage of their keys.

    Which versions join or complete others depends on the order of merges; the newest text does not.
    """
    rows = database.records("SELECT * FROM codebook_versions")
    fates = database.records("SELECT * FROM code_fates ORDER BY rowid")
    coders = {row["number"] for row in rows if _is_of_a_coder(row, names.versions, fates)}
    return {
        "codebook_versions": sorted(
            json.dumps(names.of_row("codebook_versions", row), sort_keys=True)
            for row in rows
            if row["number"] in coders
        ),
        "code_fates": sorted(
            json.dumps(names.of_row("code_fates", row)) for row in fates if row["version"] in coders
        ),
    }


def _is_of_a_coder(version: Record, uuids: Mapping[Cell, Cell], fates: Sequence[Record]) -> bool:
    parent, restored = (str(uuids.get(version[column], "")) for column in ("parent", "restores"))
    pairs = [
        (CodeKey(str(fate["old"])), CodeKey(str(fate["new"])))
        for fate in fates
        if fate["version"] == version["number"]
    ]
    return str(version["uuid"]) == codebooks.version_uuid(parent, restored, str(version["sha256"]), pairs)


def tables(database: Database) -> list[str]:
    """Return the names of all tables."""
    return [str(row[0]) for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _rivals(project: Project) -> list[str]:
    """Return the versions that are to be decided on."""
    codes = current_codebook(project).codebook.keys
    return sorted(
        json.dumps([rival.settled_id, rival.row["id"], str(rival.rival.value)])
        for rival in rival_versions.unsettled(project.database, codes)
    )


class _Names:
    """The names, the same in all copies, of what a copy knows by ids and numbers of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.texts = self._pairs(
            """SELECT json_extract(after, '$.id'), json_extract(after, '$.sha256') FROM changes
               WHERE subject = 'sources' AND before IS NULL AND after IS NOT NULL
               UNION SELECT id, sha256 FROM sources"""
        )
        self.cases = self._pairs("SELECT id, name FROM cases")
        self.versions = self._pairs("SELECT number, uuid FROM codebook_versions")
        self.acts = self._pairs("SELECT number, uuid FROM acts")

    def _pairs(self, query: str) -> dict[Cell, Cell]:
        return {row[0]: row[1] for row in self._database.rows(query)}

    def of_row(self, table: str, row: Record) -> Record:
        """Return a row without its copy's own columns, with names for ids."""
        kept = {name: cell for name, cell in row.items() if name not in OWN_COLUMNS.get(table, ())}
        return {name: self._cell(table, name, cell, row) for name, cell in kept.items()}

    def _cell(self, table: str, column: str, cell: Cell, row: Record) -> Cell:
        if table == "changes" and column in ("before", "after"):
            return self._side(str(row["subject"]), cell)
        names = self._names(table, column, row)
        return names.get(cell, cell) if names else cell

    def _names(self, table: str, column: str, row: Record) -> Mapping[Cell, Cell] | None:
        by_column: dict[str, Mapping[Cell, Cell]] = {
            "source_id": self.texts,
            "case_id": self.cases,
            "codebook_version": self.versions,
            "version": self.versions,
        }
        if table == "codebook_versions":
            by_column |= dict.fromkeys(("parent", "joined", "restores"), self.versions)
        if table == "changes":
            by_column["act"] = self.acts
        if table == "acts":
            by_column |= dict.fromkeys(("undoes", "undone_by"), self.acts)
        if table == "memos" and row.get("about", "source") == "source":
            by_column["target"] = self.texts
        return by_column.get(column)

    def _side(self, subject: str, text: Cell) -> Cell:
        """Return one side of a change of the history; versions of the codebook and marks have numbers."""
        if text is None or subject in _SUBJECTS_OF_NUMBERS:
            return None if text is None else "…"
        return json.dumps(self.of_row(subject, json.loads(str(text))), sort_keys=True)


_SUBJECTS_OF_NUMBERS = ("codebook_versions", "current_turns", "acts")
"""Subjects of changes that name rows by numbers of their copy alone."""
