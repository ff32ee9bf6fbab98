"""Versions of codings, memos and summaries that were written in two copies apart: listed until settled."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from qualcode.model import CoderName, SourceId, Span, context_of
from qualcode.store.act_order import KnownActs, known_acts
from qualcode.store.clock import now
from qualcode.store.database import Cell, Database, Record
from qualcode.store.records import sources
from qualcode.store.row_changes import Recorder, records
from qualcode.store.team.act_exchange import local_changes
from qualcode.store.team.exchanged_tables import WITH_CONFLICTS
from qualcode.store.team.row_chains import ABSENT, RivalVersion, RowChange, merge_row
from qualcode.store.team.row_writer import CODING_KEY, differing_words


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRival:
    """A version that lost against the present one, and the row that it is of."""

    id: str
    table: str
    row: Record
    rival: RivalVersion

    @property
    def was_removed(self) -> bool:
        """Whether the other copy removed the row."""
        return self.rival.value is ABSENT

    @property
    def settled_id(self) -> str:
        """The id under which a decision about it is stored."""
        return f"{self.rival.order.act}:{self.table}:{self.row['id']}:{self.rival.column}"


def unsettled(database: Database, codes: Collection[str]) -> list[StoredRival]:
    """Return the rival versions that nobody has decided on, oldest first.

    Codes that are not among `codes` are no versions to go back to: they were renamed since.
    """
    settled = {str(row[0]) for row in database.rows("SELECT id FROM settled_versions")}
    known = known_acts(database)
    chains: dict[tuple[str, Cell], list[RowChange]] = {}
    for table, change in local_changes(database, WITH_CONFLICTS):
        side = change.after if change.before is None else change.before
        chains.setdefault((table, (side or {}).get("id")), []).append(change)
    rivals = list(_of_dropped_codings(database, chains, known, settled))
    for (table, identity), changes in chains.items():
        if len(changes) < 3:  # noqa: PLR2004 - it was made, and changed twice
            continue
        versions = _distinct(merge_row(changes, known).rivals)
        for row in records(database, table, {"id": identity}) if versions else ():
            for rival in versions:
                stored = StoredRival(id="", table=table, row=row, rival=rival)
                if stored.settled_id in settled or (rival.column == "code" and rival.value not in codes):
                    continue
                rivals.append(_with_id(stored))
    return sorted(rivals, key=lambda each: each.rival.order)


def _with_id(rival: StoredRival) -> StoredRival:
    return replace(rival, id=sha256(rival.settled_id.encode()).hexdigest()[:12])


def _of_dropped_codings(
    database: Database,
    chains: Mapping[tuple[str, Cell], Sequence[RowChange]],
    known: KnownActs,
    settled: Collection[str],
) -> Iterator[StoredRival]:
    """Yield memos and stars of codings that were dropped for an equal one of their coder (`RowWriter`)."""
    present = {row[0] for row in database.rows("SELECT id FROM codings")}
    for (table, identity), changes in chains.items():
        if table != "codings" or identity in present or changes[-1].after is None:
            continue
        dropped = merge_row(changes, known).row
        key = {column: (dropped or {}).get(column) for column in CODING_KEY}
        for row in records(database, "codings", key) if dropped else ():
            for column in differing_words(dropped or {}, row):
                version = RivalVersion(
                    column=column,
                    order=max(change.order for change in changes),
                    value=(dropped or {})[column],
                    kept=row[column],
                )
                stored = StoredRival(id="", table=table, row=row, rival=version)
                if stored.settled_id not in settled:
                    yield _with_id(stored)


def settle(recorder: Recorder, coder: CoderName, rival: StoredRival, *, take_other: bool) -> None:
    """Store a decision about a rival version; with `take_other` it replaces the present one."""
    recorder.insert("settled_versions", {"id": rival.settled_id, "coder": coder, "made_at": now()})
    if not take_other:
        return
    if rival.was_removed:
        recorder.delete(rival.table, rival.row)
        return
    recorder.update(rival.table, rival.row, _columns(recorder.database, rival))


def _distinct(rivals: Collection[RivalVersion]) -> list[RivalVersion]:
    """Return rivals with a removal once, not for each column."""
    removals = [rival for rival in rivals if rival.value is ABSENT]
    others = [rival for rival in rivals if rival.value is not ABSENT and rival.kept is not ABSENT]
    return [*removals[:1], *others]


def _columns(database: Database, rival: StoredRival) -> Record:
    column, value = rival.rival.column, rival.rival.value
    if not isinstance(value, tuple):
        return {column: value if isinstance(value, str | int | float) else None}
    span = Span(int(value[0]), int(value[1]))
    changed: Record = {"start": span.start, "end": span.end}
    source = rival.row.get("source_id") or rival.row.get("target")
    text = sources.with_id(database, SourceId(str(source))).text
    before, after = context_of(text, span)
    derived: Record = {"quote": span.of(text), "context_before": before, "context_after": after}
    return {**changed, **{name: cell for name, cell in derived.items() if name in rival.row}}
