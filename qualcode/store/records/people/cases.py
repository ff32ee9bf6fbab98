"""Cases, their attributes, and the sources and speakers in which they appear."""

from collections.abc import Iterable
from itertools import count
from uuid import UUID, uuid5

from qualcode.model import Case, CaseId, SourceId
from qualcode.store.database import Database
from qualcode.store.row_changes import Recorder, records

_NAMESPACE = UUID("4f6d2b0a-8a6e-4d0b-9a55-0f4c1f0f7b1e")


def read_all(database: Database) -> list[Case]:
    """Return all cases by name, with attributes in the order of the imported table."""
    attributes: dict[str, dict[str, str]] = {}
    for case, name, value in database.rows("SELECT case_id, name, value FROM attributes ORDER BY position"):
        attributes.setdefault(str(case), {})[str(name)] = str(value)
    appearances: dict[str, list[tuple[SourceId, str]]] = {}
    for case, source, speaker in database.rows(
        "SELECT case_id, source_id, speaker FROM appearances ORDER BY case_id, source_id, speaker"
    ):
        appearances.setdefault(str(case), []).append((SourceId(str(source)), str(speaker)))
    waiting: dict[str, list[tuple[str, str]]] = {}
    for case, source, speaker in database.rows(
        "SELECT case_id, source_name, speaker FROM waiting_appearances ORDER BY case_id, source_name, speaker"
    ):
        waiting.setdefault(str(case), []).append((str(source), str(speaker)))
    return [
        Case(
            id=CaseId(str(case)),
            name=str(name),
            attributes=attributes.get(str(case), {}),
            sources=tuple(appearances.get(str(case), ())),
            waiting=tuple(waiting.get(str(case), ())),
        )
        for case, name in database.rows("SELECT id, name FROM cases ORDER BY name")
    ]


def id_for(database: Database, name: str) -> CaseId:
    """Return the id for a case of this name: that of the present one, else one that follows from the name.

    So two copies of a study in which the same case is added have one case with one id when they are merged.
    """
    row = database.row("SELECT id FROM cases WHERE name = ?", (name,))
    if row is not None:
        return CaseId(str(row[0]))
    study = database.row("SELECT uuid FROM study") or ("",)
    ids = (str(uuid5(_NAMESPACE, f"{study[0]} {number} {name}")) for number in count())
    taken = "SELECT 1 FROM cases WHERE id = ?1 UNION ALL SELECT 1 FROM tombstones WHERE id = ?1"
    return next(CaseId(identity) for identity in ids if database.row(taken, (identity,)) is None)


def remove(recorder: Recorder, name: str) -> None:
    """Delete the case with this name, with its attributes and appearances; nothing if there is none."""
    for case in records(recorder.database, "cases", {"name": name}):
        for part in ("attributes", "appearances", "waiting_appearances"):
            for record in records(recorder.database, part, {"case_id": case["id"]}):
                recorder.delete(part, record)
        recorder.delete("cases", case)


def rename(recorder: Recorder, name: str, new_name: str) -> None:
    """Rename a case, and the summaries that are on it."""
    for case in records(recorder.database, "cases", {"name": name}):
        recorder.update("cases", case, {"name": new_name})
    recorder.update_many(
        "summaries", records(recorder.database, "summaries", {"unit": name}), {"unit": new_name}
    )


def replace(recorder: Recorder, cases: Iterable[Case]) -> None:
    """Write cases, replacing those of the same names."""
    for case in cases:
        remove(recorder, case.name)
        recorder.insert("cases", {"id": case.id, "name": case.name})
        recorder.insert_many(
            "attributes",
            ("case_id", "name", "position", "value"),
            [
                (case.id, name, position, value)
                for position, (name, value) in enumerate(case.attributes.items())
            ],
        )
        recorder.insert_many(
            "appearances",
            ("case_id", "source_id", "speaker"),
            [(case.id, source, speaker) for source, speaker in case.sources],
        )
        recorder.insert_many(
            "waiting_appearances",
            ("case_id", "source_name", "speaker"),
            [(case.id, source, speaker) for source, speaker in case.waiting],
        )
