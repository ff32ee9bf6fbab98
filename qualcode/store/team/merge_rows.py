"""Merge the rows and the history of another copy into this one, inside one act.

Only rows that acts unknown here have touched are looked at. If no act unknown there has touched a row too, it
becomes what it is there; else it is what the changes of both copies lead to (`row_chains`).
"""

from collections.abc import Collection, Iterator, Mapping

from qualcode.model import CaseId, SourceId
from qualcode.store.act_order import Order, known_acts
from qualcode.store.database import Cell, Record, Row
from qualcode.store.records.erasing import forget_people
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.row_changes import TABLES, Recorder, as_json, records
from qualcode.store.team import act_exchange, merge_sources, moved_rows, unique_names
from qualcode.store.team.act_exchange import LocalActs
from qualcode.store.team.conflicts import closed_rounds
from qualcode.store.team.exchanged_tables import MERGED, UNTRANSLATED_SUBJECTS, WITH_CONFLICTS
from qualcode.store.team.merge_sources import MergedSources
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import DERIVED, Key, RowChange, by_key, merge_row
from qualcode.store.team.row_writer import REFERRING, Desired, MergeCounts, RowWriter
from qualcode.store.team.translation import Translation
from qualcode.store.team.unique_names import NAMED_TABLES


class CopyMerger:
    """Merges one other copy, with the codebook's versions already translated."""

    def __init__(
        self, recorder: Recorder, other: OtherCopy, versions: dict[Cell, Cell], acts: list[Record]
    ) -> None:
        self.recorder, self.database, self.other = recorder, recorder.database, other
        self.counts = MergeCounts()
        self._translation = Translation(versions=versions)
        self._acts = [act for act in acts if act["origin"] in ("here", "merged")]
        self._local = LocalActs.read(self.database)
        self._new_acts = [act for act in self._acts if act["uuid"] not in self._local.numbers]
        self._known_positions = act_exchange.known_positions(self.database, other, self._acts, self._local)
        self._touched: dict[str, dict[Key, list[RowChange]]] = {}
        self._chains: dict[tuple[str, Key], list[RowChange]] = {}
        self._touched_apart: set[tuple[str, Key]] = set()
        self._known = known_acts(self.database)
        self._known.add(act_exchange.withheld_knowledge(self.database))
        self._withheld: list[Record] = []
        self._cut: set[Cell] = set()
        self._cut_by: dict[Cell, set[Cell]] = {}
        self._unwritten: list[Row] = []
        self._sources = MergedSources()

    def merge(self) -> MergeCounts:
        """Merge everything; return what came."""
        self._sources = merge_sources.match(self.database, self.other)
        if self._new_acts or self._known_positions:
            moved_rows.take_back(self.recorder, self.other, self._sources, self._known)
        names = unique_names.names_of_rows(self.database)
        writer = RowWriter(self.recorder, self.other.path.name, self._sources)
        self.counts = writer.counts
        self._sources.notes = self.counts.notes
        self.counts.acts = len(self._new_acts)
        self._translation.sources.update(self._sources.here)
        self._read_changes()
        desired = self._desired_rows()
        self._add_parents(desired, writer)
        self.counts.notes += closed_rounds.let_one_count(
            self.database, self.other, self._translation, self._touched, desired
        )
        self._insert_sources(desired)
        for table in reversed(MERGED):
            writer.delete(table, desired.get(table, {}))
        for table in MERGED:
            writer.write(table, desired.get(table, {}))
        self._withhold_acts(writer)
        self._import_history()
        self._settle(names)
        self._erase_again({CaseId(str(case)) for case in names["cases"]})
        writer.say_left_out()
        return self.counts

    def _read_changes(self) -> None:
        """Read the changes of the new acts: which rows they touched, and how."""
        self._known.add(
            (act["copy"], act["sequence"], act["knows"]) for act in self._new_acts if act["knows"]
        )
        new = {act["number"] for act in self._new_acts} | self._known_positions.keys()
        acts = {act["number"]: act for act in self._acts if act["number"] in new}
        translated = not self._translation.changes_nothing
        for number, position, subject, before, after in self.other.changes(acts):
            act = acts[number]
            if position in self._known_positions.get(number, ()):
                continue
            if translated and subject not in UNTRANSLATED_SUBJECTS:
                before, after = (  # noqa: PLW2901
                    side and self._translation.record(subject, side) for side in (before, after)
                )
            self._unwritten.append((number, position, subject, as_json(before), as_json(after)))
            order = Order(
                int(act["sequence"] or 0), str(act["uuid"]), position, str(act["at"]), str(act["copy"])
            )
            if subject == turn_versions.SUBJECT and after:
                self._cut.add(after.get("source_id"))
                if before:
                    self._cut_by.setdefault(after.get("source_id"), set()).add(act["uuid"])
            if subject in MERGED or subject == "sources":
                touched = self._touched.setdefault(subject, {})
                for key, change in by_key(subject, RowChange(order, before, after)):
                    touched.setdefault(key, []).append(change)

    def _desired_rows(self) -> dict[str, Desired]:
        """Return what the touched rows are to be, None for those that are to be deleted."""
        chains = self._chains = self._local_chains()
        there = {table: dict(self._rows_there(table)) for table in self._touched if table != "sources"}
        desired: dict[str, Desired] = {}
        for table, rows in there.items():
            for key, changes in self._touched[table].items():
                row = rows.get(key)
                chain = chains.get((table, key), [])
                if (table, key) in self._touched_apart:
                    merged = merge_row([*chain, *changes], self._known)
                    self.counts.rivals += bool(merged.rivals) and table in WITH_CONFLICTS
                    if merged.row is not None:
                        desired.setdefault(table, {})[key] = {**(row or {}), **merged.row}
                    else:
                        desired.setdefault(table, {})[key] = None
                elif row is not None:
                    desired.setdefault(table, {})[key] = row
                else:
                    merged = merge_row([*chain, *changes], self._known)
                    if merged.row is None or self._is_complete(table, merged.row):
                        desired.setdefault(table, {})[key] = self._with_derived(table, key, merged.row)
        return desired

    def _is_complete(self, table: str, row: Record) -> bool:
        """Whether changes tell a whole row, which a merge in the other copy may have moved or dropped."""
        columns = self.other.columns[table].keys()
        return TABLES[table].bulky <= DERIVED and row.keys() | (DERIVED & columns) == columns

    def _with_derived(self, table: str, key: Key, row: Record | None) -> Record | None:
        """Return a row that changes lead to with what the row here has in the columns that they leave out."""
        if row is None:
            return None
        here = records(self.database, table, dict(zip(TABLES[table].key, key, strict=True)))
        derived: Record = dict.fromkeys(DERIVED & self.other.columns[table].keys(), "")
        return {**derived, **{name: here[0][name] for name in derived if here}, **row}

    def _local_chains(self) -> dict[tuple[str, Key], list[RowChange]]:
        """Return the local changes of touched rows; find those that acts unknown there have touched too."""
        if not self._touched:
            return {}
        known_there = {str(act["uuid"]) for act in self._acts}
        chains: dict[tuple[str, Key], list[RowChange]] = {}
        for subject, change in act_exchange.local_changes(self.database, self._touched):
            for key, part in by_key(subject, change):
                if key in self._touched[subject]:
                    chains.setdefault((subject, key), []).append(part)
                    if change.order.act not in known_there:
                        self._touched_apart.add((subject, key))
        return chains

    def _rows_there(self, table: str) -> Iterator[tuple[Key, Record]]:
        touched = self._touched[table]
        for row in self.other.rows(table):
            record = self._translation.record(table, row)
            key = tuple(record[name] for name in TABLES[table].key)
            if key in touched:
                yield key, record

    def _add_parents(self, desired: dict[str, Desired], writer: RowWriter) -> None:
        """Keep or add the cases and rounds that rows to be written refer to, also those that were removed."""
        for table, referring in REFERRING.items():
            ids = {row[0] for row in self.database.rows(f"SELECT id FROM {table}")}
            needed = {
                row[column]
                for child, column in referring
                for row in desired.get(child, {}).values()
                if row is not None
            }
            of_table = desired.setdefault(table, {})
            for key in [key for key, row in of_table.items() if row is None and key[0] in needed]:
                del of_table[key]
                for existing in records(self.database, table, {"id": key[0]}):
                    writer.say_stays(table, existing)
            needed -= {key[0] for key in of_table} | ids
            for row in self.other.rows(table) if needed else ():
                record = self._translation.record(table, row)
                if record["id"] in needed:
                    of_table[(record["id"],)] = record

    def _insert_sources(self, desired: dict[str, Desired]) -> None:
        """Insert the sources that are new, or that rows to be written refer to."""
        needed: set[Cell] = {
            source
            for table, rows in desired.items()
            for row in rows.values()
            if row is not None and (source := merge_sources.source_of(table, row))
        }
        needed |= self._touched_sources()
        merge_sources.insert(self.recorder, self.other, self._sources, needed)
        self.counts.sources += self._sources.inserted.values()

    def _touched_sources(self) -> set[Cell]:
        """Return the sources that new acts touched and that the changes of both copies lead to."""
        return {
            key[0]
            for key, changes in self._touched.get("sources", {}).items()
            if ("sources", key) not in self._touched_apart
            or merge_row([*self._chains["sources", key], *changes], self._known).row is not None
        }

    def _settle(self, names: Mapping[str, Mapping[Cell, Cell]]) -> None:
        """Lead coders of acts, unused sources and names to what the acts of both copies say together."""
        self.recorder.flush()
        changes = act_exchange.changes_by_subject(self.database, ("acts", "summaries", *NAMED_TABLES))
        act_exchange.rename_coders(self.recorder, changes["acts"], self._known)
        touched = {key[0] for key in self._touched.get("sources", {})}
        removed = merge_sources.remove_unused(
            self.recorder, self._sources, self.other.path.name, touched, changes["sources"], self._known
        )
        self.counts.removed["sources"] += len(removed)
        inserted = self._sources.inserted.keys()
        new_acts = {act["uuid"] for act in self._new_acts}
        cut = self._cut | inserted
        self.counts.notes += merge_sources.recut(
            self.recorder, cut, self.other.path.name, new_acts, self._known
        )
        merge_sources.update(self.recorder, touched | inserted, changes["sources"], self._known)
        for table in NAMED_TABLES:
            self.counts.notes += unique_names.settle(
                self.recorder, table, changes[table], self._known, names[table]
            )
        unique_names.settle_summaries(self.recorder, changes, self._known)

    def _withhold_acts(self, writer: RowWriter) -> None:
        """Leave acts unknown that made sources or rows for which this pack has no text.

        Then a later merge of a pack with texts brings the acts, and these rows with them.
        """
        if self.other.has_texts:
            return
        missing = {source for source in self._touched_sources() if self._sources.lacks_text(source)}
        for source in missing:
            writer.left_out[self._sources.name_there(source)] += 0  # is named even if no row is on it
        withheld = {
            change.order.act
            for table, key in {*writer.left_out_rows, *(("sources", (source,)) for source in missing)}
            for change in self._touched.get(table, {}).get(key, ())
        } | self._acts_that_cut_turns()
        self._withheld = [act for act in self._new_acts if act["uuid"] in withheld]
        self._new_acts = [act for act in self._new_acts if act["uuid"] not in withheld]
        self.counts.acts, self.counts.withheld_acts = len(self._new_acts), len(withheld)

    def _acts_that_cut_turns(self) -> set[Cell]:
        """Return the acts that cut turns of sources that are here, if the new turns are not in the pack."""
        if self.other.has_texts:
            return set()
        cut = sorted(source for source in map(str, self._cut_by) if source in self._sources.present)
        file = self.other.path.name
        self.counts.notes += [
            f"The turns of {self._sources.name_there(source)} were changed, but are not in {file}. "
            "Merge a pack with texts to bring them."
            for source in cut
        ]
        return set().union(*(self._cut_by[source] for source in cut))

    def _import_history(self) -> None:
        numbers: dict[Cell, Cell] = {
            act["number"]: self._local.numbers[str(act["uuid"])]
            for act in self._acts
            if act["uuid"] in self._local.numbers
        }
        act_exchange.import_acts(self.recorder, self._new_acts, self._local, numbers)
        unwritten = {act["number"] for act in self._new_acts if act["uuid"] not in self._local.withdrawn}
        rows, more = (
            list(act_exchange.numbered_here((row for row in self._unwritten if row[0] in acts), numbers))
            for acts in (unwritten, self._known_positions)
        )
        self.database.execute_many("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", [*rows, *more])
        self.counts.completed_acts = len({row[0] for row in more})
        act_exchange.mark_undone(self.recorder)
        numbers_withheld = {act["number"] for act in self._withheld}
        changes = [
            row for row in self._unwritten if row[0] in numbers_withheld and row[2] in (*MERGED, "sources")
        ]
        withheld = act_exchange.keep_withheld(self.recorder, self._withheld, changes, self._local)
        act_exchange.record_merged(self.recorder, self._new_acts, withheld, more)

    def _erase_again(self, own_cases: Collection[CaseId]) -> None:
        """Erase what came of sources and cases that were erased here."""
        self.recorder.flush()
        there = {
            SourceId(str(source)): (str(record["name"]), str(record["sha256"]))
            for source, record in self._sources.there.items()
        }
        if forget_people.forget_merged(self.database, own_cases, there):
            self.counts.erased_again = True
            self.counts.notes.append(
                f"What {self.other.path.name} has of erased participants was left out. Erase them there too."
            )
