"""The place of acts in the history of all copies of a study: their order, and which acts each copy knew.

An act has a hybrid logical clock (Kulkarni et al. 2014, Logical physical clocks): time stamps alone do not
order acts, since several are made within a millisecond, and clocks differ and are set back. It also names the
copy in which it was made. The first act of a copy, and the first after a merge, says up to which act the copy
knew each other copy: together a version vector, by which merging tells a change that replaces another one
from one that was made without knowledge of it.
"""

import json
import socket
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from qualcode.store import clock
from qualcode.store.database import Cell, Database


class Order(NamedTuple):
    """The place of a change in the history of all copies, and the time stamp of its act."""

    sequence: int
    act: str
    position: int
    at: str
    copy: str


class ActPlace(NamedTuple):
    """The columns of a new act that tell its place: its logical time, its copy, and what that copy knew."""

    sequence: int
    copy: str
    knows: str


def next_place(database: Database, begun_at: str) -> ActPlace:
    """Return the place of an act that begins now, after all acts that are known here."""
    last = database.row("SELECT max(sequence) FROM acts") or (None,)
    sequence = max(clock.milliseconds(begun_at), 1 + int(last[0] or 0))
    copy = _identity(database)
    previous = database.row("SELECT origin, copy FROM acts ORDER BY number DESC LIMIT 1")
    if previous == ("here", copy):
        return ActPlace(sequence, copy, "")
    known = database.rows(
        """SELECT copy, max(sequence) FROM acts WHERE origin IN ('here', 'merged') AND copy <> ?
           GROUP BY copy ORDER BY copy""",
        (copy,),
    )
    return ActPlace(
        sequence, copy, json.dumps({str(other): other_sequence for other, other_sequence in known})
    )


def _identity(database: Database) -> str:
    """Return the identity of this copy: a copied or moved folder is another one."""
    path = database.path.resolve()
    study = database.row("SELECT uuid FROM study") or ("",)
    words = (str(study[0]), socket.gethostname(), str(path), str(path.stat().st_ino))
    return sha256("\0".join(words).encode(errors="surrogateescape")).hexdigest()[:16]


class KnownActs:
    """Which acts each copy knew when it made an act."""

    def __init__(self) -> None:
        self._since: dict[str, list[tuple[int, Mapping[str, int]]]] = {}

    def add(self, rows: Iterable[tuple[Cell, Cell, Cell]]) -> None:
        """Add (copy, sequence, knows) of acts that say what their copy knew; ValueError if one is damaged."""
        for copy, sequence, knows in rows:
            entry = (int(sequence or 0), _parsed(str(knows)))
            self._since.setdefault(str(copy), []).append(entry)
        for entries in self._since.values():
            entries.sort(key=lambda entry: entry[0])

    def knew(self, later: Order, earlier: Order) -> bool:
        """Whether a change was made with knowledge of another one."""
        if later.copy == earlier.copy:
            return later > earlier
        entries = self._since.get(later.copy, [])
        position = bisect_right(entries, later.sequence, key=lambda entry: entry[0])
        return position > 0 and earlier.sequence <= entries[position - 1][1].get(earlier.copy, -1)


def known_acts(database: Database) -> KnownActs:
    """Return what the acts that are here say."""
    known = KnownActs()
    rows = database.rows(
        "SELECT copy, sequence, knows FROM acts WHERE knows <> '' AND origin IN ('here', 'merged')"
    )
    known.add((row[0], row[1], row[2]) for row in rows)
    return known


def knowledge_to_carry(database: Database, places: Iterable[tuple[str, int]]) -> list[str]:
    """Return what each of these acts (copy, sequence) is to say of what it knew, in a file of them alone.

    An act that says nothing knew what the last one before it in its copy says, which may be left out.
    """
    said: dict[str, list[tuple[int, str]]] = {}
    rows = database.rows("SELECT copy, sequence, knows FROM main.acts WHERE knows <> '' ORDER BY sequence")
    for copy, sequence, knows in rows:
        said.setdefault(str(copy), []).append((int(sequence or 0), str(knows)))
    carried: dict[str, int] = {}
    knowledge = []
    for copy, sequence in places:
        position = bisect_right(said.get(copy, []), sequence, key=lambda entry: entry[0])
        knowledge.append(said[copy][position - 1][1] if position != carried.get(copy, 0) else "")
        carried[copy] = position
    return knowledge


def _parsed(knows: str) -> Mapping[str, int]:
    try:
        entries = json.loads(knows)
    except RecursionError as error:
        raise ValueError(knows[:80]) from error
    if not isinstance(entries, dict) or not all(type(sequence) is int for sequence in entries.values()):
        raise ValueError(knows[:80])
    return entries
