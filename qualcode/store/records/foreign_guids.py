"""GUIDs by which other programs know codes, coders, attributes, groups and the selections of codings.

Sources, codings, memos and cases have UUIDs of their own, which are their GUIDs.
"""

from collections.abc import Mapping
from enum import StrEnum

from qualcode.store.database import Database
from qualcode.store.row_changes import Recorder, records

_TABLE = "guids"


class GuidKind(StrEnum):
    """What a GUID belongs to; its name is the key or the id of that."""

    PROJECT = "project"
    CODE = "code"
    CODER = "coder"
    ATTRIBUTE = "attribute"
    GROUP = "group"
    SELECTION = "selection"
    """The selection of a coding or of a memo, by its id."""
    NOTE = "note"
    """The note that is a coding's memo, by the coding's id."""


def of_kind(database: Database, kind: GuidKind) -> dict[str, str]:
    """Return the GUIDs of a kind by name."""
    rows = database.rows("SELECT name, guid FROM guids WHERE kind = ?", (kind.value,))
    return {str(name): str(guid) for name, guid in rows}


def add(recorder: Recorder, kind: GuidKind, guids: Mapping[str, str]) -> None:
    """Write GUIDs by name, replacing those of the same names."""
    existing = of_kind(recorder.database, kind)
    for name in guids.keys() & existing.keys():
        _update(recorder, kind, name, {"guid": guids[name]})
    new = [(kind.value, name, guid) for name, guid in guids.items() if name not in existing]
    recorder.insert_many(_TABLE, ("kind", "name", "guid"), new)


def rename(recorder: Recorder, kind: GuidKind, old: str, new: str) -> None:
    """Give the GUID of one name to another that has none yet."""
    if old != new and new not in of_kind(recorder.database, kind):
        _update(recorder, kind, old, {"name": new})


def _update(recorder: Recorder, kind: GuidKind, name: str, changed: Mapping[str, str]) -> None:
    for row in records(recorder.database, _TABLE, {"kind": kind.value, "name": name}):
        recorder.update(_TABLE, row, dict(changed))
