"""Writes rows and records a change in the history for each; only caches are written without it.

A `Recorder` belongs to one act. `TABLES` tells it each table's key and which rows are part of another row (a
source's turns and sentences), so that undo works the same way for every table.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice, repeat

from qualcode.errors import ConflictError
from qualcode.store.database import Cell, Database, Record, Row

_BATCH = 2_000
"""Number of rows written at a time, so that memory does not grow with the size of an act."""

_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How rows of a table are identified, recorded and deleted."""

    key: tuple[str, ...]
    parts: tuple[str, ...] = ()
    """Tables with rows that are inserted, deleted and restored with a row of this one, by `source_id`."""
    unrecorded_parts: tuple[str, ...] = ()
    """Tables whose rows are deleted with a row of this one; undo does not restore them."""
    bulky: frozenset[str] = frozenset()
    """Columns that the change of an insert leaves out, since the row has them."""
    replaceable: bool = False
    """Whether suggesters replace the rows: undo skips a row that has changed since."""
    of_source: bool = False
    """Whether the rows have a `source_id`, which the history then keeps of every change."""

    def recorded_columns(self, *changed: str) -> tuple[str, ...]:
        """Return the columns that the history needs of a row in which these columns change."""
        source = ("source_id",) if self.of_source else ()
        return tuple(dict.fromkeys((*self.key, *source, *changed)))


TABLES = {
    "sources": Table(
        key=("id",),
        parts=("turns", "sentences", "turn_versions"),
        unrecorded_parts=("suggestions", "vectors"),
        bulky=frozenset({"text"}),
    ),
    "turns": Table(key=("source_id", "number"), of_source=True),
    "sentences": Table(key=("source_id", "number"), of_source=True),
    "turn_versions": Table(key=("source_id", "number"), of_source=True),
    "suggestions": Table(key=("id", "coder"), replaceable=True, of_source=True),
    "cases": Table(key=("id",)),
    "attributes": Table(key=("case_id", "name")),
    "appearances": Table(key=("case_id", "source_id", "speaker"), of_source=True),
    "waiting_appearances": Table(key=("case_id", "source_name", "speaker")),
    "acts": Table(key=("number",)),
    "codings": Table(
        key=("id",), bulky=frozenset({"quote", "context_before", "context_after"}), of_source=True
    ),
    "decisions": Table(key=("source_id", "start", "end", "code", "coder"), of_source=True),
    "finished_sources": Table(key=("source_id", "coder"), of_source=True),
    "memos": Table(key=("id",)),
    "summaries": Table(key=("id",)),
    "guids": Table(key=("kind", "name")),
    "stays": Table(key=("coding_id", "version")),
    "settled_versions": Table(key=("id",)),
    "rounds": Table(key=("id",)),
    "round_coders": Table(key=("round_id", "coder")),
    "round_spans": Table(key=("round_id", "source_id", "start"), of_source=True),
    "round_finished": Table(key=("round_id", "source_id", "coder"), of_source=True),
    "frozen_sources": Table(
        key=("round_id", "source_id"),
        bulky=frozenset({"turns", "sentences", "cases", "codings"}),
        of_source=True,
    ),
}


@dataclass(slots=True)
class Recorder:
    """Writes the rows of one act and a change for each."""

    database: Database
    act: int
    summary: str = ""
    change_count: int = field(default=0, init=False)
    unwritten: list[Row] = field(default_factory=list, init=False)

    def insert(self, table: str, record: Record) -> None:
        """Insert one row."""
        self.insert_many(table, tuple(record), [tuple(record.values())])

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows of these columns; the iterable is consumed in batches."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            self.insert_parts(table, columns, batch)
            self._record(table, repeat(None), _rows_as_json(columns, batch, TABLES[table].bulky))

    def insert_parts(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows that are part of another row, without a change of their own."""
        marks = ", ".join("?" for _ in columns)
        self.database.execute_many(f"INSERT INTO {table} ({_quoted(columns)}) VALUES ({marks})", rows)

    def update(self, table: str, before: Record, changed: Mapping[str, Cell]) -> None:
        """Change columns of the row `before`; nothing is written if it has these values already."""
        if all(before[column] == cell for column, cell in changed.items()):
            return
        key = TABLES[table].key
        if _moves(table, before, changed):
            self._move(table, before, changed)
            return
        settings = ", ".join(f'"{column}" = ?' for column in changed)
        _require_one(
            self.database.execute(
                f"UPDATE {table} SET {settings} WHERE {_where(key)}",
                [*changed.values(), *(before[column] for column in key)],
            )
        )
        self.record_change(table, *_before_and_after(table, before, changed))

    def update_many(self, table: str, before: Sequence[Record], changed: Mapping[str, Cell]) -> None:
        """Set columns to the same values in many rows.

        `before` holds of each row its key, its `source_id` if it has one, and the columns that change
        (`Table.recorded_columns`).
        """
        key = TABLES[table].key
        if any(_moves(table, one, changed) for one in before):
            for one in before:
                self._move(table, one, changed)
            return
        settings = ", ".join(f'"{column}" = ?' for column in changed)
        updated = self.database.execute_many(
            f"UPDATE {table} SET {settings} WHERE {_where(key)}",
            ([*changed.values(), *(one[column] for column in key)] for one in before),
        )
        if before and updated != len(before):
            raise _row_missing()
        for start in range(0, len(before), _BATCH):
            pairs = [_before_and_after(table, one, changed) for one in before[start : start + _BATCH]]
            old_rows, new_rows = (
                _rows_as_json(tuple(side[0]), [tuple(one.values()) for one in side], ())
                for side in zip(*pairs, strict=True)
            )
            self._record(table, old_rows, new_rows)

    def _move(self, table: str, before: Record, changed: Mapping[str, Cell]) -> None:
        """Give a row another key: in the history one row is deleted and another inserted.

        So a merge, which compares the changes of each key, finds both.
        """
        row = current(self.database, table, {column: before[column] for column in TABLES[table].key})
        self.delete(table, row)
        self.insert(table, {**row, **changed})

    def record_change(self, subject: str, before: Record | None, after: Record | None) -> None:
        """Record a change; `subject` is a table or what the history treats like one."""
        self._record(subject, [as_json(before)], [as_json(after)])

    def delete(self, table: str, record: Record) -> None:
        """Delete the row `record` and its parts; the history keeps all their columns."""
        for part in TABLES[table].parts:
            for row in records(self.database, part, {"source_id": record["id"]}):
                self.delete(part, row)
        for part in TABLES[table].unrecorded_parts:
            self.database.execute(f"DELETE FROM {part} WHERE source_id = ?", [record["id"]])
        key = TABLES[table].key
        _require_one(
            self.database.execute(
                f"DELETE FROM {table} WHERE {_where(key)}", [record[column] for column in key]
            )
        )
        self.record_change(table, record, None)

    def reverse(self, table: str, before: Record | None, after: Record | None) -> None:
        """Reverse one change; ConflictError if the row has changed since."""
        if after is None:
            self.insert(table, before or {})
            return
        key = {column: after[column] for column in TABLES[table].key}
        row = next(iter(records(self.database, table, key)), None)
        if row is None or any(row[column] != cell for column, cell in after.items()):
            if TABLES[table].replaceable:
                return
            raise ConflictError(
                "A later act changed what this act did.",
                "Undo the later acts first (see `qualcode history`).",
            )
        if before is None:
            self.delete(table, row)
        else:
            self.update(table, row, before)

    def flush(self) -> None:
        """Write the changes not yet written; called at the end of an act."""
        self.database.execute_many("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", self.unwritten)
        self.unwritten.clear()

    def _record(self, subject: str, before: Iterable[str | None], after: Iterable[str | None]) -> None:
        unwritten_before = len(self.unwritten)
        self.unwritten.extend(
            zip(repeat(self.act), count(self.change_count), repeat(subject), before, after, strict=False)
        )
        self.change_count += len(self.unwritten) - unwritten_before
        if len(self.unwritten) >= _BATCH:
            self.flush()


def records(database: Database, table: str, where: Mapping[str, Cell]) -> list[Record]:
    """Return the rows of a table whose columns have these values."""
    condition = f" WHERE {_where(where)}" if where else ""
    return database.records(f"SELECT * FROM {table}{condition}", list(where.values()))


def current(database: Database, table: str, key: Mapping[str, Cell]) -> Record:
    """Return the row with this key; ConflictError if it has been deleted."""
    rows = records(database, table, key)
    if not rows:
        raise _row_missing()
    return rows[0]


def _moves(table: str, before: Record, changed: Mapping[str, Cell]) -> bool:
    """Whether this gives a row another key; suggestions, which no other copy gets, are only changed."""
    key = TABLES[table].key
    return not TABLES[table].replaceable and any(
        column in changed and changed[column] != before[column] for column in key
    )


def _before_and_after(table: str, before: Record, changed: Mapping[str, Cell]) -> tuple[Record, Record]:
    """Return the columns that the history keeps of a changed row, before and after."""
    # Every change of a source's row has its source_id, so that all can be found when the source is erased.
    recorded = {column: before[column] for column in TABLES[table].recorded_columns(*changed)}
    return recorded, {**recorded, **changed}


def _require_one(row_count: int) -> None:
    if row_count != 1:
        raise _row_missing()


def _row_missing() -> ConflictError:
    return ConflictError(
        "It has been removed in the meantime.", "`qualcode history` lists the latest changes."
    )


def _where(columns: Iterable[str]) -> str:
    return " AND ".join(f'"{column}" = ?' for column in columns)


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _rows_as_json(columns: Sequence[str], rows: Sequence[Row], bulky: Collection[str]) -> Iterator[str]:
    """Yield each row as a JSON object without its bulky columns.

    A column with one value in all rows is encoded once, as part of the template of all objects.
    """
    fields: list[str] = []
    differing: list[tuple[int, dict[Cell, str]]] = []
    for position, column in enumerate(columns):
        if column in bulky:
            continue
        encoded = {cell: _cell(cell) for cell in {row[position] for row in rows}}
        cells = list(encoded.values())
        fields.append(f"{_encoded(column)}:{'%s' if len(cells) > 1 else cells[0].replace('%', '%%')}")
        if len(cells) > 1:
            differing.append((position, encoded))
    template = "{" + ",".join(fields) + "}"
    for row in rows:
        yield template % tuple([encoded[row[position]] for position, encoded in differing])


def _cell(cell: Cell) -> str:
    return str(cell) if type(cell) is int else _encoded(cell)  # the encoder is slow for single numbers


def as_json(record: Record | None) -> str | None:
    """Return a row as the history stores it."""
    return None if record is None else _encoded(record)
