"""Sources of another copy: matched by their texts, inserted where they are new, their names kept apart."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from qualcode.errors import InvalidFileError
from qualcode.model import Source, SourceId, Span, context_of
from qualcode.store.act_order import KnownActs, Order
from qualcode.store.database import Cell, Database, Record
from qualcode.store.records import sources
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.records.transcripts.turn_rows import turn_of_row
from qualcode.store.row_changes import Recorder, records
from qualcode.store.team.act_exchange import local_changes
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import RowChange, chains_by, lasting_row, merge_row
from qualcode.store.team.unique_names import provisional_name

_COLUMNS = ("kind", "words", "imported_at")
"""The columns of a source that may change, but for its name (`unique_names`)."""
_PARTS = ("turns", "sentences", "turn_versions")


@dataclass(slots=True)
class MergedSources:
    """How the sources of another copy correspond to those here."""

    here: dict[Cell, Cell] = field(default_factory=dict)
    """Id there → id here, by the hash of the text."""
    there: dict[Cell, Record] = field(default_factory=dict)
    """Sources there by their id here, without their texts."""
    present: set[Cell] = field(default_factory=set)
    """Ids of the sources that are here."""
    erased_names: set[str] = field(default_factory=set)
    inserted: dict[Cell, str] = field(default_factory=dict)
    """Id and name of each source that is new here."""
    notes: list[str] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)

    def name_there(self, source: Cell) -> str:
        """Return the name that a source has in the other copy."""
        record = self.there.get(source)
        return str(record["name"]) if record else str(source)

    def lacks_text(self, source: Cell) -> bool:
        """Whether a source of the other copy is neither here nor erased here."""
        return (
            source in self.there
            and source not in self.present
            and self.name_there(source) not in self.erased_names
        )

    def words(self, database: Database, source: str, row: Record, columns: Collection[str]) -> Record:
        """Return the quote and the context of a row's span; their columns only."""
        if source not in self._texts:
            self._texts[source] = sources.with_id(database, SourceId(source)).text
        text = self._texts[source]
        span = Span(int(row["start"] or 0), int(row["end"] or 0))
        if span.end > len(text):
            raise InvalidFileError(f"A coding in it ends after the text of {self.name_there(source)}.")
        before, after = context_of(text, span)
        derived: Record = {"quote": span.of(text), "context_before": before, "context_after": after}
        return {name: derived[name] for name in columns}


def match(database: Database, other: OtherCopy) -> MergedSources:
    """Match the sources there with those here by the hashes of their texts, and same ids."""
    by_text = {
        str(row[1]): str(row[0]) for row in database.rows("SELECT id, sha256 FROM sources ORDER BY id DESC")
    }
    erased = {str(row[0]) for row in database.rows("SELECT sha256 FROM tombstones WHERE subject = 'sources'")}
    matched = MergedSources(present=set(by_text.values()))
    matched.present |= {str(row[0]) for row in database.rows("SELECT id FROM sources")}
    for source in other.rows("sources"):
        same = source["id"] if source["id"] in matched.present else by_text.get(str(source["sha256"]))
        identity = same or source["id"]
        matched.here[source["id"]] = identity
        matched.there[identity] = {**source, "text": ""}
        if same is None and source["sha256"] in erased:
            matched.erased_names.add(str(source["name"]))
    return matched


def insert(recorder: Recorder, other: OtherCopy, matched: MergedSources, needed: Collection[Cell]) -> None:
    """Insert the needed sources that are not here, with their turns and sentences."""
    missing = {
        source
        for source in needed
        if source in matched.there
        and source not in matched.present
        and matched.name_there(source) not in matched.erased_names
    }
    if not missing or not other.has_texts:
        return
    lengths: dict[Cell, int] = {}
    for source in other.rows("sources"):
        if source["id"] in missing:
            lengths[source["id"]] = len(str(source["text"]))
            recorder.insert("sources", _named_apart(recorder, source))
            matched.present.add(source["id"])
            matched.inserted[source["id"]] = str(source["name"])
    for table in _PARTS:
        rows = [row for row in other.rows(table) if row["source_id"] in missing]
        if any(int(row.get("end") or 0) > lengths.get(row["source_id"], 0) for row in rows):
            raise InvalidFileError("A turn or a sentence in it ends after the text of its source.")
        if rows:
            recorder.insert_parts(table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def update(
    recorder: Recorder, touched: Collection[Cell], all_changes: Iterable[RowChange], known: KnownActs
) -> None:
    """Change the kinds and the other columns of these sources to what the changes of all copies lead to."""
    for identity, chain in chains_by("id", all_changes).items():
        row = lasting_row(chain, known) if identity in touched else None
        changed = {name: row[name] for name in _COLUMNS if name in row} if row else {}
        for existing in records(recorder.database, "sources", {"id": identity}) if changed else ():
            recorder.update("sources", existing, changed)


def remove_unused(
    recorder: Recorder,
    matched: MergedSources,
    copy_name: str,
    touched: Collection[Cell],
    all_changes: Iterable[RowChange],
    known: KnownActs,
) -> list[str]:
    """Remove the sources that a copy removed and that nothing is on any more; return their names.

    A source stays while there is work on it, or a memo that no removal knew.
    """
    removed = []
    for identity, changes in chains_by("id", all_changes).items():
        removals = [change.order for change in changes if change.after is None]
        if not removals or merge_row(changes, known).row is not None:
            continue
        for existing in records(recorder.database, "sources", {"id": identity}):
            if not _is_used(recorder.database, identity, removals, known):
                recorder.delete("sources", existing)
                removed.append(str(existing["name"]))
            elif identity in touched:
                matched.notes.append(
                    f"{existing['name']} was removed in {copy_name} and stays: it has work on it here."
                )
    return removed


def recut(
    recorder: Recorder, cut: Collection[Cell], copy_name: str, new_acts: Collection[Cell], known: KnownActs
) -> list[str]:
    """Give these sources the turns of their last cut, in whichever copy it was made.

    Return what is to be said of cuts that one copy made of turns that the other has too.
    """
    changes: dict[Cell, list[RowChange]] = {}
    for _, change in local_changes(recorder.database, [turn_versions.SUBJECT]) if cut else ():
        source = (change.after or {}).get("source_id")
        if source in cut:
            changes.setdefault(source, []).append(change)
    notes: list[str] = []
    for source, several in changes.items():
        last = max(several, key=lambda change: change.order)
        recorded = [str((last.after or {}).get(column) or "") for column in turn_versions.RECORDED]
        existing = records(recorder.database, "sources", {"id": source})
        if not all(recorded) or not existing:
            continue
        is_changed = _take_turns(recorder, SourceId(str(source)), *recorded)
        apart = {
            change.order.act in new_acts
            for change in several
            if change.before and change is not last and not known.knew(last.order, change.order)
        }
        is_new, name = last.order.act in new_acts, existing[0]["name"]
        if is_new and is_changed and last.before:
            too = " They had been changed here too, before that." if False in apart else ""
            notes.append(f"The turns of {name} are now as {copy_name} has them.{too}")
        elif not is_new and True in apart:
            notes.append(f"The turns of {name} stay as they are: {copy_name} changed them before that.")
    return notes


def _take_turns(recorder: Recorder, identity: SourceId, settings: str, turns: str, sentences: str) -> bool:
    """Cut a source as a change says that has these columns; return whether its turns were cut otherwise."""
    source: Source = sources.with_id(recorder.database, identity)
    new_turns = tuple(turn_of_row(tuple(row)) for row in json.loads(turns))
    bounds = [(int(turn), int(start), int(end)) for _, turn, start, end in json.loads(sentences)]
    if max((*(turn.span.end for turn in new_turns), *(end for *_, end in bounds)), default=0) > len(
        source.text
    ):
        raise InvalidFileError(f"A turn or a sentence in it ends after the text of {source.name}.")
    cut_by = turn_versions.settings_of(settings)
    is_changed = sources.turns(recorder.database, identity) != new_turns
    if is_changed or turn_versions.current(recorder.database, identity).settings != cut_by:
        turn_versions.add(recorder, source, new_turns, bounds, cut_by)
    return is_changed


def _named_apart(recorder: Recorder, source: Record) -> Record:
    """Return a new source with a name, a file name and a hash of the file that no other source has."""
    row = {**source, "name": provisional_name(recorder, "sources", source)}
    suffix = str(source["sha256"])[:8]
    for column in ("file_name", "file_sha256"):
        if records(recorder.database, "sources", {column: row[column]}):
            row[column] = f"{row[column]}-{suffix}"
    return row


def source_of(table: str, row: Record) -> Cell:
    """Return the source that a row is on; None if it is on none."""
    if table == "memos":
        return row["target"] if row["about"] == "source" else None
    return row.get("source_id")


def _is_used(database: Database, source: Cell, removals: Collection[Order], known: KnownActs) -> bool:
    tables = ("codings", "decisions", "appearances", "finished_sources", "round_spans", "round_finished")
    if any(records(database, table, {"source_id": source}) for table in tables):
        return True
    memos = {row["id"] for row in records(database, "memos", {"about": "source", "target": source})}
    written: dict[Cell, Order] = {}
    for _, change in local_changes(database, ["memos"]) if memos else ():
        identity = ((change.after or change.before) or {})["id"]
        written[identity] = max(change.order, written.get(identity, change.order))
    return any(
        not any(known.knew(removal, written[memo]) for removal in removals) for memo in memos & set(written)
    )
