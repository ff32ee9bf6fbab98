"""Check the rows of a file from outside: types, lengths, names, hashes, and the digest of a pack."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from qualcode.errors import InvalidFileError
from qualcode.model import is_key
from qualcode.store import clock
from qualcode.store.database import Cell, Record
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.records.transcripts.turn_rows import SENTENCE_COLUMNS, TURN_COLUMNS
from qualcode.store.row_changes import TABLES
from qualcode.store.team.exchanged_tables import SPECIAL_SUBJECTS
from qualcode.text.visible import UNPRINTABLE
from qualcode.untrusted import TEXT_LIMIT

_LONGEST_NAME = 1_000
_DIGESTED_AT_ONCE = 64
"""Rows that are held in memory for a digest; how many they are makes no difference to it."""
_IDENTITY = re.compile(r"[\w .:-]{1,80}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_CELLS = 100
_LARGEST = 2**53
_CENTURY = 100 * 365 * 24 * 3600 * 1000
"""Milliseconds by which a clock may be ahead: acts made after it are later still, and must be accepted."""

ColumnType = tuple[str, bool]
"""The declared type of a column, and whether it must have a value."""


class RowCheck:
    """Checks rows of one table against its declared columns."""

    def __init__(self, table: str, columns: Mapping[str, ColumnType]) -> None:
        self.table = table
        self._tests: list[tuple[str, Test]] = [
            (name, _test(table, name, *declared)) for name, declared in columns.items()
        ]

    def check(self, row: Sequence[object]) -> None:
        """Raise InvalidFileError unless every cell has the type and the form of its column."""
        for (name, test), cell in zip(self._tests, row, strict=True):
            if not test(cell):
                raise InvalidFileError(
                    f"Its table {self.table} has a value in {name!r} that cannot be there."
                )


def pack_digest(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of all rows of a pack, in hexadecimal digits.

    A line for each table in the order of their names: a JSON array of its name and columns, then its rows in
    their order, each as a JSON array. JSON tells texts from numbers and has no line breaks; bytes, which no
    column of a sound pack has, are an object. The cell with the digest itself is left out.
    """
    digest = sha256()
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_bytes_as_object).encode
    tables = connection.execute(
        "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    for table, by_key in tables:
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        columns = [str(row[1]) for row in info if (table, row[1]) != ("pack", "digest")]
        keys = [f'"{row[1]}"' for row in sorted(info, key=lambda row: int(row[5])) if row[5]]
        digest.update(encode([table, *columns]).encode())
        names = ", ".join(f'"{column}"' for column in columns)
        order = ", ".join(keys) if by_key else "rowid"
        cursor = connection.execute(f"SELECT {names} FROM {table} ORDER BY {order}")
        while rows := cursor.fetchmany(_DIGESTED_AT_ONCE):
            digest.update(encode(rows)[1:-1].encode())
            digest.update(b",")
        digest.update(b"\n")
    return digest.hexdigest()


def _bytes_as_object(cell: object) -> dict[str, str]:
    if not isinstance(cell, bytes):
        raise TypeError(type(cell).__name__)
    return {"bytes": cell.hex()}


def check_source(record: Record, *, has_text: bool) -> None:
    """Raise InvalidFileError if the text of a source is not the one that its hash names."""
    if has_text and sha256(str(record["text"]).encode()).hexdigest() != record["sha256"]:
        raise InvalidFileError(f"The text of its source {record['name']} has been changed.")


def checked_change(
    subject: str, text: Cell, columns: Mapping[str, Mapping[str, ColumnType]]
) -> Record | None:
    """Return the row in a change; InvalidFileError if it is not one of the subject's table."""
    if text is None:
        return None
    try:
        record = json.loads(str(text))
    except (ValueError, RecursionError) as error:
        raise InvalidFileError("A change in its history cannot be read.") from error
    if not isinstance(record, dict) or len(record) > _MOST_CELLS:
        raise InvalidFileError("A change in its history is not a row.")
    if subject == turn_versions.SUBJECT:
        _check_cut(record, columns)
    if subject in SPECIAL_SUBJECTS:
        return record
    declared = columns.get(subject)
    if declared is None or subject not in TABLES:
        raise InvalidFileError(f"A change in its history is of {subject!r}, which is not known.")
    tests = _tests_of(subject, declared)
    for name, cell in record.items():
        if name not in tests or isinstance(cell, list | dict) or not tests[name](cell):
            raise InvalidFileError(f"A change of {subject} in its history has a value that cannot be there.")
    if any(name not in record for name in TABLES[subject].key):
        raise InvalidFileError(f"A change of {subject} in its history does not say which row it is of.")
    return record


def _check_cut(record: Record, columns: Mapping[str, Mapping[str, ColumnType]]) -> None:
    """Raise InvalidFileError unless the turns and sentences in a change could be rows of their tables."""
    for table, names in (("turns", TURN_COLUMNS), ("sentences", SENTENCE_COLUMNS)):
        tests = _tests_of(table, columns[table])
        try:
            rows = json.loads(str(record.get(table) or "[]"))
            fits = all(tests[name](cell) for row in rows for name, cell in zip(names, row, strict=True))
        except (ValueError, TypeError, RecursionError):
            fits = False
        if not fits:
            raise InvalidFileError(f"A change of {table} in its history has a value that cannot be there.")


def _tests_of(table: str, declared: Mapping[str, ColumnType]) -> Mapping[str, "Test"]:
    if table not in _BY_TABLE:  # the schema is the same in every file that is read
        _BY_TABLE[table] = {name: _test(table, name, *column) for name, column in declared.items()}
    return _BY_TABLE[table]


Test = Callable[[object], bool]
_BY_TABLE: dict[str, Mapping[str, Test]] = {}
_TESTS: dict[tuple[str, str, str, bool], Test] = {}
_REMEMBERED = 10_000
"""Values of a column that were checked already; ids and names recur in many rows."""


def _test(table: str, name: str, declared: str, required: bool) -> Test:
    key = (table, name, declared, required)
    if key not in _TESTS:
        _TESTS[key] = _made_test(table, name, declared, required=required)
    return _TESTS[key]


def _made_test(table: str, name: str, declared: str, *, required: bool) -> Test:
    if table == "acts" and name == "sequence":
        return lambda cell: isinstance(cell, int) and 0 <= cell < clock.milliseconds(clock.now()) + _CENTURY
    if declared == "INTEGER":
        return lambda cell: abs(cell) < _LARGEST if isinstance(cell, int) else cell is None and not required
    if declared == "REAL":
        return lambda cell: isinstance(cell, int | float) or (cell is None and not required)
    has_form, checked = _form(table, name), set[object]()

    def test(cell: object) -> bool:
        if cell in checked:
            return True
        if not isinstance(cell, str):
            return cell is None and not required
        if not has_form(cell):
            return False
        if len(cell) <= _LONGEST_NAME and len(checked) < _REMEMBERED:
            checked.add(cell)
        return True

    return test


def _form(table: str, name: str) -> Callable[[str], bool]:
    """Return whether a text has the form that a column needs."""
    if name in _HASHES and table != "codebook_versions":
        return lambda cell: bool(_HASH.fullmatch(cell))
    if name == "code" and table in ("codings", "decisions"):
        return is_key
    if name in _IDENTITIES and table != "settled_versions":
        return lambda cell: bool(_IDENTITY.fullmatch(cell))
    if name in _NAMES and table in _TABLES_OF_FILE_NAMES:
        return lambda cell: len(cell) <= _LONGEST_NAME
    if name in _NAMES:
        return lambda cell: len(cell) <= _LONGEST_NAME and not UNPRINTABLE.search(cell)
    return lambda cell: len(cell) <= TEXT_LIMIT


_HASHES = ("sha256", "file_sha256")
_IDENTITIES = ("id", "source_id", "case_id", "round_id", "coding_id", "uuid")
_TABLES_OF_FILE_NAMES = (
    "sources", "cases", "turns", "attributes", "appearances", "waiting_appearances", "rounds",
)  # fmt: skip
"""Tables whose names come from files or tables of the user, with any characters."""
_NAMES = ("name", "coder", "at", "made_at", "verb", "speaker", "closed_by", "finished_at", "copy")
