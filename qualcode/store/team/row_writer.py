"""Write the merged rows of one table after another: each deletion, update and insertion is recorded."""

from collections import Counter
from dataclasses import dataclass, field

from qualcode.store.database import Record
from qualcode.store.row_changes import TABLES, Recorder, records
from qualcode.store.team.merge_sources import MergedSources
from qualcode.store.team.row_chains import DERIVED, Key
from qualcode.store.team.unique_names import NAMED_TABLES, provisional_name
from qualcode.text.plurals import counted

CODING_KEY = ("source_id", "start", "end", "code", "coder")
"""The columns in which two codings are equal: a copy has one of them, with the words of both."""

Desired = dict[Key, Record | None]
"""Key → what the row is to be, None for one that is to be deleted."""

REFERRING = {
    "cases": (("attributes", "case_id"), ("appearances", "case_id"), ("waiting_appearances", "case_id")),
    "rounds": (
        ("round_coders", "round_id"), ("round_spans", "round_id"), ("round_finished", "round_id"),
        ("frozen_sources", "round_id"),
    ),
}  # fmt: skip
"""Table → tables and columns that refer to its id."""


@dataclass(slots=True)
class MergeCounts:
    """What a merge brought from one copy."""

    acts: int = 0
    withheld_acts: int = 0
    """Number of acts that a pack with texts has to bring, since texts of their sources are not here."""
    completed_acts: int = 0
    """Number of acts that were here in part, and of which further changes came."""
    sources: list[str] = field(default_factory=list)
    """Names of the sources that are new here."""
    new: Counter[str] = field(default_factory=Counter)
    """Table → number of new rows; `changed` and `removed` likewise."""
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    rivals: int = 0
    """Number of codings, memos and summaries that both copies changed in different ways."""
    same: int = 0
    """Number of codings that their coder made in both copies, on the same words; one of each is kept."""
    erased_again: bool = False
    """Whether it has words of participants who were erased here."""
    notes: list[str] = field(default_factory=list)
    """What was not taken as it is, and what to do."""


class RowWriter:
    """Writes the rows that come from one copy."""

    def __init__(self, recorder: Recorder, copy_name: str, sources: MergedSources) -> None:
        self.recorder, self.database = recorder, recorder.database
        self.counts = MergeCounts()
        self._copy_name, self._sources = copy_name, sources
        self.left_out: Counter[str] = Counter()
        """Name of a source that is not here → number of rows on it."""
        self.left_out_rows: set[tuple[str, Key]] = set()
        """Table and key of the rows that wait for the text of their source; none of erased sources."""

    def delete(self, table: str, desired: Desired) -> None:
        """Delete rows that nothing refers to."""
        for key, row in desired.items():
            if row is not None:
                continue
            for existing in records(self.database, table, dict(zip(TABLES[table].key, key, strict=True))):
                if any(
                    records(self.database, child, {column: existing["id"]})
                    for child, column in REFERRING.get(table, ())
                ):
                    self.say_stays(table, existing)
                    continue
                self.recorder.delete(table, existing)
                self.counts.removed[table] += 1

    def say_stays(self, table: str, existing: Record) -> None:
        """Say of a case or a round that it was removed in the other copy, and is still here."""
        self.counts.notes.append(
            f"The {table[:-1]} {existing['name']} was removed in {self._copy_name} and stays: "
            "something here still refers to it."
        )

    def write(self, table: str, desired: Desired) -> None:
        """Update and insert rows."""
        wanted = {key: row for key, row in desired.items() if row is not None}
        existing = self._existing(table, wanted)
        inserts: list[Record] = []
        for key, row in wanted.items():
            if not self._can_be_here(table, key, row):
                continue
            complete = self._with_derived(table, row, existing.get(key))
            if key in existing:
                self._update(table, existing[key], complete)
            else:
                inserts.append(complete)
        if table == "codings":
            inserts = self._without_duplicates(inserts)
        if table in NAMED_TABLES:
            inserts = [{**row, "name": provisional_name(self.recorder, table, row)} for row in inserts]
        if inserts:
            columns = tuple(inserts[0])
            self.recorder.insert_many(
                table, columns, [tuple(row[column] for column in columns) for row in inserts]
            )
            self.counts.new[table] += len(inserts)

    def say_left_out(self) -> None:
        """Name the sources on which rows were left out."""
        for name, count in sorted(self.left_out.items()):
            if name in self._sources.erased_names:
                self.counts.notes.append(
                    f"{name} was erased here and stays so: {count} rows on it were left out. "
                    "Erase it there too."
                )
            else:
                what = (
                    f"{counted(count, 'row')} on it {'was' if count == 1 else 'were'}" if count else "it was"
                )
                self.counts.notes.append(
                    f"{name} is not here and its text is not in {self._copy_name}: {what} left out. "
                    "Merge a pack with texts to bring what was left out."
                )

    def _update(self, table: str, existing: Record, row: Record) -> None:
        changed = {name: cell for name, cell in row.items() if name in existing and existing[name] != cell}
        if table in NAMED_TABLES:
            changed.pop("name", None)
        if not changed:
            return
        if table == "codings" and changed.keys() & set(CODING_KEY):
            same = records(self.database, table, {name: row[name] for name in CODING_KEY})
            if same and same[0]["id"] != existing["id"]:
                kept, dropped = sorted((same[0], {**existing, **row}), key=age)
                self._count_equal(dropped, kept)
                if kept is same[0]:
                    self.recorder.delete(table, existing)
                    return
                self.recorder.delete(table, same[0])
        self.recorder.update(table, existing, changed)
        self.counts.changed[table] += 1

    def _existing(self, table: str, wanted: dict[Key, Record]) -> dict[Key, Record]:
        names = TABLES[table].key
        if not wanted:
            return {}
        marks = ", ".join(f'"{name}"' for name in names)
        keys = {tuple(row) for row in self.database.rows(f"SELECT {marks} FROM {table}")}
        return {
            key: records(self.database, table, dict(zip(names, key, strict=True)))[0]
            for key in wanted
            if key in keys
        }

    def _can_be_here(self, table: str, key: Key, row: Record) -> bool:
        """Whether what a row refers to is here; else it is counted as left out."""
        source = row.get("source_id") if TABLES[table].of_source else None
        if table == "memos" and row["about"] == "source" and row["target"] in self._sources.there:
            source = row["target"]
        if table == "frozen_sources" or source is None or source in self._sources.present:
            return True
        name = self._sources.name_there(source)
        self.left_out[name] += 1
        if name not in self._sources.erased_names:
            self.left_out_rows.add((table, key))
        return False

    def _with_derived(self, table: str, row: Record, existing: Record | None) -> Record:
        """Return the row with the quote and context that its span has in the text here."""
        complete = {**(existing or {}), **row}
        source = complete.get("target" if table == "memos" else "source_id")
        if not DERIVED & complete.keys() or complete.get("start") is None:
            return complete
        if source not in self._sources.present:  # a memo outlives a source whose import was undone
            return complete
        return {
            **complete,
            **self._sources.words(self.database, str(source), complete, DERIVED & complete.keys()),
        }

    def _without_duplicates(self, inserts: list[Record]) -> list[Record]:
        """Keep one of the codings that a coder made in both copies: the older one."""
        owners = {(row["source_id"], row["coder"]) for row in inserts}
        here: dict[Key, Record] = {}
        for source, coder in owners:
            rows = self.database.records(
                'SELECT id, made_at, memo, starred, source_id, start, "end", code, coder FROM codings '
                "WHERE source_id = ? AND coder = ?",
                (source, coder),
            )
            here.update({tuple(row[name] for name in CODING_KEY): row for row in rows})
        kept: dict[Key, Record] = {}
        for row in sorted(inserts, key=age):
            key = tuple(row[name] for name in CODING_KEY)
            equal = kept.get(key) or here.get(key)
            if equal is None:
                kept[key] = row
            elif age(equal) < age(row):
                self._count_equal(row, equal)
            else:
                self._count_equal(equal, row)
                self.recorder.delete("codings", records(self.database, "codings", {"id": equal["id"]})[0])
                kept[key] = row
        return list(kept.values())

    def _count_equal(self, dropped: Record, kept: Record) -> None:
        self.counts.same += 1
        self.counts.rivals += bool(differing_words(dropped, kept))


def age(coding: Record) -> tuple[str, str]:
    """Return the key by which codings sort, the oldest first: of equal ones it is kept."""
    return str(coding["made_at"]), str(coding["id"])


def differing_words(dropped: Record, kept: Record) -> list[str]:
    """Return the columns in which a coding that is dropped says something that the kept one does not."""
    return [column for column in ("memo", "starred") if dropped[column] and dropped[column] != kept[column]]
