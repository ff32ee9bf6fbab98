"""Erase people: cases, and what refers to their names and the names of erased sources."""

from collections.abc import Collection, Iterable, Mapping

from qualcode.model import CaseId, SourceId
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.records.erasing import erased_names, forget_cases, forget_names, forget_source
from qualcode.store.records.rounds import frozen_sources


def forget(
    database: Database,
    cases: Collection[CaseId],
    source_names: Collection[str],
    speakers: Collection[str] = (),
) -> set[str]:
    """Erase cases, and what refers to these names of cases and erased sources, in the tables and the history.

    Return all erased names; those that another case or source has stay. Tombstones keep a merge from
    bringing the cases back.
    """
    ids, case_names = forget_cases.forget(database, cases)
    _add_tombstones(database, ids, case_names)
    frozen_sources.forget_cases(database, ids, case_names)
    forget_cases.forget_waiting(database, source_names)
    remaining = forget_names.in_use(database)
    forget_cases.forget_summaries(database, set(source_names) - remaining)
    names = {*source_names, *case_names} - remaining
    forget_names.forget_in_acts(database, names, speakers)
    forget_names.forget_in_reasons(database, source_names)
    erased_names.add(database, {*names, *speakers})
    return {*names, *speakers}


def forget_merged(
    database: Database, own_cases: Collection[CaseId], sources_there: Mapping[SourceId, tuple[str, str]]
) -> bool:
    """Erase again what a merge brought of sources and cases that were erased here; return whether it did.

    `own_cases` were here before the merge; `sources_there` are the names and the hashes of the texts of the
    sources of the other copy, by their ids here.
    """
    tombstones = {(str(row[0]), str(row[1])) for row in database.rows("SELECT subject, id FROM tombstones")}
    digests = {str(row[0]) for row in database.rows("SELECT sha256 FROM tombstones WHERE sha256 <> ''")}
    current = {str(row[0]) for row in database.rows("SELECT id FROM sources")}
    names: set[str] = set()
    speakers: set[str] = set()
    for source, (name, sha256) in sources_there.items():
        if source in current or not (("sources", source) in tombstones or sha256 in digests):
            continue
        names |= {name, *forget_source.names(database, source)}
        speakers |= forget_source.participants(database, source)
        forget_source.forget(database, source)
        frozen_sources.forget(database, source)
    cases = {
        case
        for case, name in forget_cases.all_names(database)
        if ("cases", case) in tombstones or erased_names.digest(database, name) in digests
    }
    cases |= {CaseId(identity) for subject, identity in tombstones if subject == "cases"}
    cases -= set(own_cases)
    if not names and not cases:
        return False
    forget(database, cases, names, speakers)
    return True


def _add_tombstones(database: Database, cases: Iterable[CaseId], names: Iterable[str]) -> None:
    digests = [erased_names.digest(database, name) for name in names]
    rows = [*(("cases", str(case), "") for case in cases), *(("case names", each, each) for each in digests)]
    made_at = now()
    database.execute_many(
        "INSERT OR IGNORE INTO tombstones VALUES (?, ?, ?, ?)", [(*row, made_at) for row in rows]
    )
