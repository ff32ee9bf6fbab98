"""Merge the rows and the history of another copy into this one, inside one act.

Only rows that acts unknown here have touched are looked at. If no act unknown there has touched a row too, it
becomes what it is there; else it is what the changes of both copies lead to (`row_chains`).
"""

from collections import Counter
from collections.abc import Collection, Iterator

from qualcode.model import CaseId, SourceId
from qualcode.store.act_order import Order, known_acts
from qualcode.store.database import Cell, Record, Row
from qualcode.store.records.erasing import forget_people
from qualcode.store.records.transcripts import turn_versions
from qualcode.store.row_changes import TABLES, Recorder, as_json, records
from qualcode.store.team import act_exchange, merge_sources
from qualcode.store.team.act_exchange import LocalActs
from qualcode.store.team.exchanged_tables import MERGED, SPECIAL_SUBJECTS, WITH_CONFLICTS
from qualcode.store.team.merge_sources import MergedSources
from qualcode.store.team.other_copy import OtherCopy
from qualcode.store.team.row_chains import RowChange, merge_row
from qualcode.store.team.row_writer import REFERRING, Desired, Key, MergeCounts, RowWriter
from qualcode.store.team.translation import Translation
from qualcode.text.plurals import counted


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
        self._touched: dict[str, dict[Key, list[RowChange]]] = {}
        self._chains: dict[tuple[str, Key], list[RowChange]] = {}
        self._known = known_acts(self.database)
        self._cuts: dict[Cell, Order] = {}
        self._cut_by: dict[Cell, set[Cell]] = {}
        self._unwritten: list[Row] = []
        self._sources = MergedSources()

    def merge(self) -> MergeCounts:
        """Merge everything; return what came."""
        self._sources = merge_sources.match(self.database, self.other)
        own_cases = {CaseId(str(row["id"])) for row in records(self.database, "cases", {})}
        writer = RowWriter(self.recorder, self.other.path.name, self._sources)
        self.counts = writer.counts
        self.counts.acts = len(self._new_acts)
        self._translation.sources.update(self._sources.here)
        self._translation.cases.update(self._same_names("cases"))
        self._read_changes()
        desired = self._desired_rows()
        self._insert_sources(desired)
        for table in reversed(MERGED):
            writer.delete(table, desired.get(table, {}))
        for table in MERGED:
            writer.write(table, desired.get(table, {}))
        self._update_sources()
        self._withhold_acts(writer)
        self._import_history()
        self._erase_again(own_cases)
        self._say_left_out(writer.left_out)
        return self.counts

    def _same_names(self, table: str) -> dict[Cell, Cell]:
        """Return the ids there of rows that are here under another id and the same name."""
        here = {row["name"]: row["id"] for row in records(self.database, table, {})}
        ids = set(here.values())
        return {
            row["id"]: here[row["name"]]
            for row in self.other.rows(table)
            if row["name"] in here and row["id"] not in ids
        }

    def _read_changes(self) -> None:
        """Read the changes of the new acts: which rows they touched, and how."""
        self._known.add(
            (act["copy"], act["sequence"], act["knows"]) for act in self._new_acts if act["knows"]
        )
        acts = {act["number"]: act for act in self._new_acts}
        translated = not self._translation.changes_nothing
        for number, position, subject, before, after in self.other.changes(acts):
            act = acts[number]
            if translated and subject not in SPECIAL_SUBJECTS:
                before, after = (  # noqa: PLW2901
                    side and self._translation.record(subject, side) for side in (before, after)
                )
            self._unwritten.append((number, position, subject, as_json(before), as_json(after)))
            order = Order(
                int(act["sequence"] or 0), str(act["uuid"]), position, str(act["at"]), str(act["copy"])
            )
            if subject == turn_versions.SUBJECT and before:
                source = self._sources.here.get(before.get("source_id"))
                self._cuts[source] = max(self._cuts.get(source, order), order)
                self._cut_by.setdefault(source, set()).add(act["uuid"])
            if subject in MERGED or subject == "sources":
                side = after if before is None else before
                key = tuple((side or {})[name] for name in TABLES[subject].key)
                touched = self._touched.setdefault(subject, {})
                touched.setdefault(key, []).append(RowChange(order, before, after))

    def _desired_rows(self) -> dict[str, Desired]:
        """Return what the touched rows are to be, None for those that are to be deleted."""
        chains = self._chains = self._local_chains()
        there = {table: dict(self._rows_there(table)) for table in self._touched if table != "sources"}
        desired: dict[str, Desired] = {}
        for table, rows in there.items():
            for key, changes in self._touched[table].items():
                row = rows.get(key)
                chain = chains.get((table, key))
                if chain is not None:
                    merged = merge_row([*chain, *changes], self._known)
                    self.counts.rivals += bool(merged.rivals) and table in WITH_CONFLICTS
                    if merged.row is not None:
                        desired.setdefault(table, {})[key] = {**(row or {}), **merged.row}
                    else:
                        desired.setdefault(table, {})[key] = None
                elif row is not None:
                    desired.setdefault(table, {})[key] = row
                elif max(changes, key=lambda change: change.order).after is None:
                    desired.setdefault(table, {})[key] = None
        self._add_parents(desired)
        return desired

    def _local_chains(self) -> dict[tuple[str, Key], list[RowChange]]:
        """Return the local changes of touched rows that acts unknown there have touched too."""
        if not self._touched:
            return {}
        known_there = {str(act["uuid"]) for act in self._acts}
        chains: dict[tuple[str, Key], list[RowChange]] = {}
        both: set[tuple[str, Key]] = set()
        for subject, change in act_exchange.local_changes(self.database, self._touched):
            side = change.after if change.before is None else change.before
            key = tuple((side or {}).get(name) for name in TABLES[subject].key)
            if key in self._touched[subject]:
                chains.setdefault((subject, key), []).append(change)
                if change.order.act not in known_there:
                    both.add((subject, key))
        return {key: chains[key] for key in both}

    def _rows_there(self, table: str) -> Iterator[tuple[Key, Record]]:
        touched = self._touched[table]
        for row in self.other.rows(table):
            record = self._translation.record(table, row)
            key = tuple(record[name] for name in TABLES[table].key)
            if key in touched:
                yield key, record

    def _add_parents(self, desired: dict[str, Desired]) -> None:
        """Add cases and rounds that rows to be written refer to and that are not here."""
        for table, referring in REFERRING.items():
            ids = {str(row[0]) for row in self.database.rows(f"SELECT id FROM {table}")}
            needed = {
                row[column]
                for child, column in referring
                for row in desired.get(child, {}).values()
                if row is not None and row[column] not in ids
            }
            of_table = desired.setdefault(table, {})
            needed -= {key[0] for key, row in of_table.items() if row is not None}
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
        self.counts.sources += self._sources.inserted
        self.counts.notes += self._sources.notes

    def _touched_sources(self) -> set[Cell]:
        """Return the sources that new acts touched and that the changes of both copies lead to."""
        return {
            key[0]
            for key, changes in self._touched.get("sources", {}).items()
            if ("sources", key) not in self._chains
            or merge_row([*self._chains["sources", key], *changes], self._known).row is not None
        }

    def _update_sources(self) -> None:
        chains = {key[0]: chain for (table, key), chain in self._chains.items() if table == "sources"}
        touched = {key[0]: changes for key, changes in self._touched.get("sources", {}).items()}
        known_there = {str(act["uuid"]) for act in self._acts}
        merge_sources.update(
            self.recorder, self.other, self._sources, touched, chains, known_there, self._known
        )
        merge_sources.recut(self.recorder, self.other, self._sources, self._cuts)

    def _withhold_acts(self, writer: RowWriter) -> None:
        """Leave acts unknown that made sources or rows for which this pack has no text.

        Then a later merge of a pack with texts brings the acts, and these rows with them.
        """
        if self.other.has_texts:
            return
        missing = {source for source in self._touched_sources() if self._lacks_text(source)}
        for source in missing:
            writer.left_out[self._sources.name_there(source)] += 0  # is named even if no row is on it
        withheld = {
            change.order.act
            for table, key in {*writer.left_out_rows, *(("sources", (source,)) for source in missing)}
            for change in self._touched.get(table, {}).get(key, ())
        } | self._acts_that_cut_turns()
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

    def _lacks_text(self, source: Cell) -> bool:
        sources = self._sources
        return (
            source in sources.there
            and source not in sources.present
            and sources.name_there(source) not in sources.erased_names
        )

    def _import_history(self) -> None:
        numbers: dict[Cell, Cell] = {
            act["number"]: self._local.numbers[str(act["uuid"])]
            for act in self._acts
            if act["uuid"] in self._local.numbers
        }
        act_exchange.import_acts(self.recorder, self._new_acts, self._local, numbers)
        unwritten = {act["number"] for act in self._new_acts if act["uuid"] not in self._local.withdrawn}
        self.database.execute_many(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?)",
            ((numbers[row[0]], *row[1:]) for row in self._unwritten if row[0] in unwritten),
        )
        act_exchange.mark_undone(self.recorder, self._acts, numbers)
        act_exchange.record_merged(self.recorder, self._new_acts)

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

    def _say_left_out(self, left_out: Counter[str]) -> None:
        for name, count in sorted(left_out.items()):
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
                    f"{name} is not here and its text is not in {self.other.path.name}: {what} left out. "
                    "Merge a pack with texts to bring what was left out."
                )
