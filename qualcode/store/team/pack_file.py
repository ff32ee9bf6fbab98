"""Write a pack: an SQLite file with the schema of a project and what a colleague needs.

A pack has the study (sources, cases, codebook, rounds), one coder's codings and memos or everybody's, and the
acts that made them. Without texts it has no words of the interviews, only the hashes of their texts.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from qualcode.files import require_replaceable, staging_folder, storage_errors, sync_folder
from qualcode.model import CoderName, RoundId
from qualcode.store import act_order, migrations
from qualcode.store.clock import now
from qualcode.store.connection import create_private_file
from qualcode.store.database import Cell, Database, Row
from qualcode.store.records.rounds import frozen_sources, rounds
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.sqlite_errors import translated
from qualcode.store.team.checked_rows import pack_digest
from qualcode.store.team.exchanged_tables import (
    OF_A_CODER,
    PACK_ID,
    PACK_TABLE,
    SHARED,
    SPECIAL_SUBJECTS,
)

_ACT_COLUMNS = (
    "number, at, coder, verb, summary, undoable, undoes, undone_by, uuid, origin, sequence, copy, knows"
)
_WORDS = ("quote", "context_before", "context_after")
_OF_TEXTS = ("turns", "sentences", "turn_versions")
"""Tables that are left out without texts: who has the texts has cut them already."""


class PackCounts(NamedTuple):
    """The numbers of rows in a pack."""

    sources: int
    codings: int
    memos: int
    acts: int
    open_rounds: tuple[str, ...]
    """Names of the closed rounds that are open in the pack, as their frozen state cannot be in it."""


def write_pack(
    database: Database, path: Path, coder: CoderName, *, everybody: bool = False, with_texts: bool = True
) -> PackCounts:
    """Write a pack of this coder, or of everybody whose work the viewer may see; return what is in it.

    StorageError, and nothing is left, if it cannot be written.
    """
    require_replaceable(path)
    with storage_errors(path), staging_folder(path.absolute().parent) as staging:
        partial = staging / path.name
        create_private_file(partial)
        with translated(path), closing(sqlite3.connect(partial, isolation_level=None)) as pack:
            migrations.create(pack)
            pack.execute("PRAGMA journal_mode = DELETE").fetchone()
            pack.execute("PRAGMA foreign_keys = OFF")
            pack.execute("BEGIN")
            counts = _Writer(database, pack, None if everybody else coder, with_texts=with_texts).write()
            pack.execute(PACK_TABLE)
            pack.execute("INSERT INTO pack VALUES (?, ?, ?, '')", (coder, now(), int(with_texts)))
            pack.execute("UPDATE pack SET digest = ?", (pack_digest(pack),))
            pack.execute(f"PRAGMA application_id = {PACK_ID}")
            pack.execute("COMMIT")
        partial.replace(path)
        sync_folder(path.absolute().parent)
    return counts


class _Writer:
    """Copies the rows of one pack."""

    def __init__(
        self, database: Database, pack: sqlite3.Connection, coder: CoderName | None, *, with_texts: bool
    ) -> None:
        self.database, self.pack, self.coder, self.with_texts = database, pack, coder, with_texts
        self._own_ids: dict[str, set[Cell]] = {}
        self._without_state = self._rounds_without_state()

    def write(self) -> PackCounts:
        """Copy everything; return the counts."""
        self.pack.execute("DELETE FROM study")
        self._copy("study", self.database.records("SELECT * FROM study"))
        for table in SHARED:
            self._copy(table, self._records(table))
        for table in OF_A_CODER:
            rows = self.database.records(f"SELECT * FROM {table}")
            self._copy(table, (row for row in rows if self.coder in (None, row["coder"])))
        ids = {str(row[0]) for row in self.pack.execute("SELECT id FROM codings")}
        stays = self.database.records("SELECT * FROM stays")
        self._copy("stays", (row for row in stays if row["coding_id"] in ids))
        self._copy_history()
        sources, codings, memos, acts = (
            int(self.pack.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("sources", "codings", "memos", "acts")
        )
        names = self.database.rows("SELECT id, name FROM rounds ORDER BY made_at, id")
        open_rounds = tuple(str(name) for identity, name in names if identity in self._without_state)
        return PackCounts(sources, codings, memos, acts, open_rounds)

    def _rounds_without_state(self) -> set[Cell]:
        """Return the closed rounds whose frozen state is not packed: it needs texts, or some is hidden.

        In the pack they are open, and the act that closed them is not in it: so a later pack brings both.
        """
        if not self.with_texts:
            rows = self.database.rows("SELECT DISTINCT round_id FROM main.frozen_sources")
            return {row[0] for row in rows}
        return set(frozen_sources.hidden_counts(self.database))

    def _records(self, table: str) -> Iterator[dict[str, Cell]]:
        """Yield the rows of a table that are packed."""
        for row in self.database.records(f"SELECT * FROM {table}"):
            if table == "rounds" and row["id"] in self._without_state:
                drawn = rounds.drawn_version(self.database, RoundId(str(row["id"])))
                yield {**row, "closed_at": "", "closed_by": "", "codebook_version": drawn}
            elif table != "frozen_sources" or row["round_id"] not in self._without_state:
                yield row

    def _closing_acts(self) -> set[Cell]:
        """Return the acts that closed the rounds whose frozen state is not packed."""
        rows = self.database.rows(
            """SELECT act, json_extract(after, '$.id') FROM changes
               WHERE subject = 'rounds' AND json_extract(after, '$.closed_at') <> ''"""
        )
        return {act for act, round_id in rows if round_id in self._without_state}

    def _copy(self, table: str, rows: Iterable[dict[str, Cell]]) -> None:
        if not self.with_texts and table in _OF_TEXTS:
            return
        emptied = () if self.with_texts else _columns_with_words(table)
        batch = [{name: "" if name in emptied else cell for name, cell in row.items()} for row in rows]
        if batch:
            columns = ", ".join(f'"{column}"' for column in batch[0])
            marks = ", ".join("?" for _ in batch[0])
            self.pack.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", ([*row.values()] for row in batch)
            )

    def _copy_history(self) -> None:
        self._find_own_ids()
        closings = self._closing_acts()
        acts = [
            row
            for row in self.database.rows(
                f"SELECT {_ACT_COLUMNS} FROM acts WHERE origin IN ('here', 'merged') ORDER BY number"
            )
            if row[0] not in closings
        ]
        numbers = {row[0] for row in acts}
        packed: set[Cell] = set()
        rows = self.database.rows(
            "SELECT act, position, subject, before, after FROM changes ORDER BY act, position"
        )
        own = {row[0] for row in acts if row[2] == self.coder}
        for batch in _batches(self._packed_changes(rows, numbers, own)):
            packed.update(row[0] for row in batch)
            self.pack.executemany("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", batch)
        kept = [
            (*row[:6], *(number if number in numbers else None for number in row[6:8]), *row[8:])
            for row in acts
            if row[0] in packed or self.coder in (None, row[2])
        ]
        kept_numbers = {row[0] for row in kept}
        knowledge = act_order.knowledge_to_carry(
            self.database, [(str(row[11]), int(row[10] or 0)) for row in kept]
        )
        marks = ", ".join("?" for _ in _ACT_COLUMNS.split(","))
        self.pack.executemany(
            f"INSERT INTO acts ({_ACT_COLUMNS}) VALUES ({marks})",
            (
                (
                    *row[:4],
                    self._summary(str(row[4])),
                    row[5],
                    *(number if number in kept_numbers else None for number in row[6:8]),
                    *row[8:-1],
                    knows,
                )
                for row, knows in zip(kept, knowledge, strict=True)
            ),
        )

    def _summary(self, summary: str) -> str:
        """Return what an act says of itself, without quotes if the pack has no texts."""
        return summary if self.with_texts else re.sub("«[^»]*»", "«…»", summary)

    def _packed_changes(self, rows: Sequence[Row], numbers: set[Cell], own: set[Cell]) -> Iterator[Row]:
        """Yield the changes of these acts that are packed: of one's own acts all, also of others' rows."""
        for act, position, subject, before, after in rows:
            if act in numbers and self._is_packed(str(subject), before, after, of_own_act=act in own):
                yield (
                    act,
                    position,
                    subject,
                    self._side(str(subject), before),
                    self._side(str(subject), after),
                )

    def _side(self, subject: str, text: Cell) -> Cell:
        if self.with_texts or text is None:
            return text
        words = _columns_with_words(subject)
        record = json.loads(str(text))
        if not any(column in record for column in words):
            return text
        return json.dumps({name: "" if name in words else cell for name, cell in record.items()})

    def _find_own_ids(self) -> None:
        """Remember the ids of all rows that have been this coder's, also of deleted ones."""
        if self.coder is None:
            return
        for table in ("codings", "memos", "summaries"):
            rows = self.database.rows(
                f"""SELECT id FROM {table} WHERE coder = ?1
                    UNION SELECT json_extract(coalesce(before, after), '$.id') FROM changes
                    WHERE subject = '{table}' AND ?1 IN (
                        json_extract(before, '$.coder'), json_extract(after, '$.coder'))""",
                (self.coder,),
            )
            self._own_ids[table] = {row[0] for row in rows}

    def _is_packed(self, subject: str, before: Cell, after: Cell, *, of_own_act: bool) -> bool:
        if self.coder is None or subject in SHARED or subject in SPECIAL_SUBJECTS:
            return True
        if subject not in OF_A_CODER and subject not in ("stays", "acts"):
            return False
        if of_own_act:
            return True
        record = json.loads(str(after if before is None else before))
        if subject in self._own_ids:
            return record["id"] in self._own_ids[subject]
        if subject == "stays":
            return record["coding_id"] in self._own_ids["codings"]
        return bool(record.get("coder") == self.coder)


def _columns_with_words(table: str) -> tuple[str, ...]:
    if table == "sources":
        return ("text",)
    if table == turn_versions.SUBJECT:
        return turn_versions.RECORDED
    return _WORDS if table in ("codings", "memos") else ()


def _batches(rows: Iterator[Row], size: int = 2_000) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
