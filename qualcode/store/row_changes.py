"""Writing rows so that every one leaves a change in the history: the only way anything is written.

A `Recorder` belongs to one act. It knows each table's key and which rows are part of another (a source's
turns and sentences go with it), so that undo is the same few lines for everything.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice, repeat

from qualcode.errors import ConflictError
from qualcode.store.database import Cell, Database, Record, Row

_AT_ONCE = 2_000
"""How many rows are written at once, so that memory does not grow with an act."""

_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the history has to know of a table."""

    key: tuple[str, ...]
    parts: tuple[str, ...] = ()
    """Tables whose rows are made and removed with a row of this one, by its id."""
    fleeting: tuple[str, ...] = ()
    """Tables whose rows are dropped with a row of this one and need no way back."""
    bulky: frozenset[str] = frozenset()
    """Columns left out of the history while the row itself still has them."""
    replaceable: bool = False
    """Whether a machine may replace the rows at any time: undo passes over those that are no longer so."""


TABLES = {
    "sources": Table(
        key=("id",),
        parts=("turns", "sentences"),
        fleeting=("suggestions", "vectors"),
        bulky=frozenset({"text"}),
    ),
    "turns": Table(key=("source_id", "number")),
    "sentences": Table(key=("source_id", "number")),
    "suggestions": Table(key=("id",), replaceable=True),
    "cases": Table(key=("id",)),
    "attributes": Table(key=("case_id", "name")),
    "appearances": Table(key=("case_id", "source_id", "speaker")),
    "codings": Table(key=("id",), bulky=frozenset({"quote", "context_before", "context_after"})),
    "decisions": Table(key=("source_id", "start", "end", "code", "coder")),
    "memos": Table(key=("id",)),
    "summaries": Table(key=("id",)),
    "stays": Table(key=("coding_id", "version")),
}


@dataclass(slots=True)
class Recorder:
    """Writes the rows of one act, and a change for each."""

    database: Database
    act: int
    summary: str = ""
    written: int = field(default=0, init=False)
    waiting: list[Row] = field(default_factory=list, init=False)

    def insert(self, table: str, record: Record) -> None:
        """Add one row."""
        self.insert_many(table, tuple(record), [tuple(record.values())])

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Add rows of these columns; the source of the rows is drawn from as they are written."""
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            self.insert_parts(table, columns, some)
            self._remember(table, repeat(None), _light(columns, some, TABLES[table].bulky))

    def insert_parts(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Add rows that are part of another, whose own change stands for them."""
        marks = ", ".join("?" for _ in columns)
        self.database.execute_many(f"INSERT INTO {table} ({_named(columns)}) VALUES ({marks})", rows)

    def update(self, table: str, before: Record, changed: Mapping[str, Cell]) -> None:
        """Change some columns of the row that now is `before`; nothing is written where they are so."""
        if all(before[column] == cell for column, cell in changed.items()):
            return
        key = TABLES[table].key
        settings = ", ".join(f'"{column}" = ?' for column in changed)
        _one(
            self.database.execute(
                f"UPDATE {table} SET {settings} WHERE {_where(key)}",
                [*changed.values(), *(before[column] for column in key)],
            )
        )
        self.note(table, *_before_and_after(key, before, changed))

    def update_many(self, table: str, before: Sequence[Record], changed: Mapping[str, Cell]) -> None:
        """Change some columns alike in rows of which `before` has the keys, the sources and these columns."""
        key = TABLES[table].key
        settings = ", ".join(f'"{column}" = ?' for column in changed)
        done = self.database.execute_many(
            f"UPDATE {table} SET {settings} WHERE {_where(key)}",
            ([*changed.values(), *(one[column] for column in key)] for one in before),
        )
        if before and done != len(before):
            raise _gone()
        for start in range(0, len(before), _AT_ONCE):
            pairs = [_before_and_after(key, one, changed) for one in before[start : start + _AT_ONCE]]
            was, became = (
                _light(tuple(side[0]), [tuple(one.values()) for one in side], ())
                for side in zip(*pairs, strict=True)
            )
            self._remember(table, was, became)

    def note(self, subject: str, before: Record | None, after: Record | None) -> None:
        """Keep in the history what was done to something that is more than a row."""
        self._remember(subject, [_json(before)], [_json(after)])

    def delete(self, table: str, record: Record) -> None:
        """Remove the row that now is `record`, and its parts; the history keeps all of them whole."""
        for part in TABLES[table].parts:
            for row in records(self.database, part, {"source_id": record["id"]}):
                self.delete(part, row)
        for opinions in TABLES[table].fleeting:
            self.database.execute(f"DELETE FROM {opinions} WHERE source_id = ?", [record["id"]])
        key = TABLES[table].key
        _one(
            self.database.execute(
                f"DELETE FROM {table} WHERE {_where(key)}", [record[column] for column in key]
            )
        )
        self.note(table, record, None)

    def reverse(self, table: str, before: Record | None, after: Record | None) -> None:
        """Take one earlier change back; ConflictError where the row has changed since."""
        if after is None:
            self.insert(table, before or {})
            return
        key = {column: after[column] for column in TABLES[table].key}
        now = next(iter(records(self.database, table, key)), None)
        if now is None or any(now[column] != cell for column, cell in after.items()):
            if TABLES[table].replaceable:
                return
            raise ConflictError(
                "What this act did has been changed since.",
                "Undo the later acts first (see `qualcode history`).",
            )
        if before is None:
            self.delete(table, now)
        else:
            self.update(table, now, before)

    def flush(self) -> None:
        """Write the changes that are waiting; an act does so at its end."""
        self.database.execute_many("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", self.waiting)
        self.waiting.clear()

    def _remember(self, subject: str, before: Iterable[str | None], after: Iterable[str | None]) -> None:
        known = len(self.waiting)
        self.waiting.extend(
            zip(repeat(self.act), count(self.written), repeat(subject), before, after, strict=False)
        )
        self.written += len(self.waiting) - known
        if len(self.waiting) >= _AT_ONCE:
            self.flush()


def records(database: Database, table: str, where: Mapping[str, Cell]) -> list[Record]:
    """Return the rows of a table whose columns have these values, each as a mapping."""
    condition = f" WHERE {_where(where)}" if where else ""
    return database.records(f"SELECT * FROM {table}{condition}", list(where.values()))


def current(database: Database, table: str, key: Mapping[str, Cell]) -> Record:
    """Return the row with this key as it is now; ConflictError where somebody has removed it."""
    found = records(database, table, key)
    if not found:
        raise _gone()
    return found[0]


def _before_and_after(
    key: Iterable[str], before: Record, changed: Mapping[str, Cell]
) -> tuple[Record, Record]:
    """Return what the history keeps of a row that is changed."""
    # The source stands in every change that is about one, so that all can be found when it is erased.
    about = [column for column in ("source_id",) if column in before]
    kept = {column: before[column] for column in (*key, *about, *changed)}
    return kept, {**kept, **changed}


def _one(changed: int) -> None:
    if changed != 1:
        raise _gone()


def _gone() -> ConflictError:
    return ConflictError(
        "It has been removed in the meantime.", "Look at what is there now (see `qualcode history`)."
    )


def _where(columns: Iterable[str]) -> str:
    return " AND ".join(f'"{column}" = ?' for column in columns)


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _light(columns: Sequence[str], rows: Sequence[Row], bulky: Collection[str]) -> Iterator[str]:
    """Yield each row as JSON without its bulky columns.

    Most columns of many rows say one thing, which is encoded once and becomes part of the form of them all.
    """
    form: list[str] = []
    differing: list[tuple[int, dict[Cell, str]]] = []
    for position, column in enumerate(columns):
        if column in bulky:
            continue
        encoded = {cell: _cell(cell) for cell in {row[position] for row in rows}}
        cells = list(encoded.values())
        form.append(f"{_encoded(column)}:{'%s' if len(cells) > 1 else cells[0].replace('%', '%%')}")
        if len(cells) > 1:
            differing.append((position, encoded))
    whole = "{" + ",".join(form) + "}"
    for row in rows:
        yield whole % tuple([encoded[row[position]] for position, encoded in differing])


def _cell(cell: Cell) -> str:
    return str(cell) if type(cell) is int else _encoded(cell)  # the encoder is slow at single numbers


def _json(record: Record | None) -> str | None:
    return None if record is None else _encoded(record)
