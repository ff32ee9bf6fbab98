"""Codebook versions of another copy: a tree by UUIDs, numbered here in the order in which they come."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qualcode.errors import InvalidFileError
from qualcode.store.database import Cell, Database, Record
from qualcode.store.records.codebook import codebooks
from qualcode.store.row_changes import Recorder, records

SUBJECT = "merged_codebook"
"""The subject of the change that a merge brought versions of the codebook: their rows and lineage."""


@dataclass(slots=True)
class VersionTree:
    """The versions of this copy after those of another one came: parents by number, and both newest ones."""

    numbers: dict[Cell, Cell] = field(default_factory=dict)
    """Number there → number here."""
    new: list[int] = field(default_factory=list)
    own_head: int = 0
    own_sha256: str = ""
    """The hash of the codebook before: what the file holds."""
    other_head: int = 0


def import_versions(recorder: Recorder, versions: Iterable[Record], fates: Iterable[Record]) -> VersionTree:
    """Insert the versions that are new here, oldest first, with the lineage of their keys.

    This is recorded before the rows that refer to them, so that undo deletes them after those rows.
    """
    database = recorder.database
    known = {
        str(row[0]): int(row[1] or 0) for row in database.rows("SELECT uuid, number FROM codebook_versions")
    }
    newest = codebooks.newest_number_and_hash(database) or (0, "")
    tree = VersionTree(own_head=newest[0], own_sha256=newest[1])
    for version in versions:
        number = known.get(str(version["uuid"]))
        if number is None:
            links = {name: _link(tree.numbers, version[name]) for name in ("parent", "joined", "restores")}
            number = database.insert(
                """INSERT INTO codebook_versions (sha256, text, parsed, made_at, coder, uuid, parent, joined,
                       restores) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?)""",
                (
                    *(version[name] for name in ("sha256", "text", "made_at", "coder", "uuid")),
                    links["parent"], links["joined"], links["restores"],
                ),
            )  # fmt: skip
            tree.new.append(number)
        tree.numbers[version["number"]] = number
        tree.other_head = number
    for fate in fates:
        number = int(tree.numbers.get(fate["version"]) or 0)
        if number in tree.new:
            database.execute("INSERT INTO code_fates VALUES (?, ?, ?)", (number, fate["old"], fate["new"]))
    record_merged(recorder, tree.new, tree.own_sha256)
    return tree


def uuids(database: Database) -> dict[int, str]:
    """Return the UUID of each version by its number."""
    rows = database.rows("SELECT number, uuid FROM codebook_versions")
    return {int(number or 0): str(uuid) for number, uuid in rows}


def ancestors(database: Database, number: int) -> set[int]:
    """Return a version with all versions that led to it, through both parents of joins."""
    parents = {
        int(row[0] or 0): [int(parent) for parent in row[1:] if parent]
        for row in database.rows("SELECT number, parent, joined FROM codebook_versions")
    }
    found: set[int] = set()
    waiting = [number]
    while waiting:
        version = waiting.pop()
        if version not in found and version in parents:
            found.add(version)
            waiting += parents[version]
    return found


def add_join(recorder: Recorder, row: Mapping[str, Cell], fates: Iterable[tuple[str, str]]) -> int:
    """Insert the version that joins two others; return its number."""
    columns = ("sha256", "text", "parsed", "made_at", "coder", "uuid", "parent", "joined")
    number = recorder.database.insert(
        f"INSERT INTO codebook_versions ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})",
        [row[column] for column in columns],
    )
    recorder.database.execute_many(
        "INSERT INTO code_fates VALUES (?, ?, ?)", ((number, old, new) for old, new in fates)
    )
    return number


def record_merged(recorder: Recorder, numbers: Iterable[int], file_sha256: str) -> None:
    """Record which versions the merge brought, and flag the file as pending if the newest is another now."""
    rows = [
        row
        for number in numbers
        for row in records(recorder.database, "codebook_versions", {"number": number})
    ]
    if not rows:
        return
    fates = [
        row for number in numbers for row in records(recorder.database, "code_fates", {"version": number})
    ]
    packed = {
        "versions": json.dumps(rows, ensure_ascii=False),
        "fates": json.dumps(fates, ensure_ascii=False),
    }
    recorder.record_change(SUBJECT, None, {**packed})
    _flag(recorder.database, file_sha256)


def restore(recorder: Recorder, before: Record | None, after: Record | None) -> None:
    """Reverse a merge's change of the versions: delete them, or insert them again."""
    database = recorder.database
    current = codebooks.newest_number_and_hash(database)
    pending = codebooks.pending_file(database)
    file_sha256 = pending.replaces if pending else current[1] if current else ""
    codebooks.clear_pending_file(database)
    side = (after if before is None else before) or {}
    versions = json.loads(str(side["versions"]))
    fates = json.loads(str(side["fates"]))
    if before is None:
        for row in reversed(versions):
            database.execute("DELETE FROM code_fates WHERE version = ?", (row["number"],))
            database.execute("DELETE FROM codebook_versions WHERE number = ?", (row["number"],))
    else:
        for table, rows in (("codebook_versions", versions), ("code_fates", fates)):
            for row in rows:
                names = ", ".join(row)
                marks = ", ".join("?" for _ in row)
                database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*row.values()])
    recorder.record_change(SUBJECT, after, before)
    _flag(database, file_sha256)


def _flag(database: Database, file_sha256: str) -> None:
    newest = codebooks.newest_number_and_hash(database)
    if newest is not None:
        codebooks.flag_pending_file(database, newest[0], newest[1], file_sha256)


def _link(numbers: Mapping[Cell, Cell], number: Cell) -> Cell:
    if number is None:
        return None
    if number not in numbers:
        raise InvalidFileError("A version of its codebook has no parent.")
    return numbers[number]
