"""Where versions of the codebook come from: common ancestors, joins by merges, and fates of their keys."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qualcode.model import CodeKey
from qualcode.store.database import Database
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebooks import CodebookVersion
from qualcode.store.row_changes import records
from qualcode.store.team import codebook_exchange
from qualcode.workflows.project.codebook_file import parse_version

if TYPE_CHECKING:
    from qualcode.codebook.changes.join_versions import JoinedCodebook

_NAMESPACE = UUID("9c0d6b1e-5d1c-4f63-8c2f-0b7a41c7f6aa")


@dataclass(frozen=True, slots=True, kw_only=True)
class FateConflict:
    """A code that became something else in each of two copies: renamed, merged or split in two ways."""

    key: CodeKey
    own: tuple[CodeKey, ...]
    other: tuple[CodeKey, ...]


def fate_conflicts(database: Database, base: int | None, own: int, other: int) -> list[FateConflict]:
    """Return the codes of a version that two later ones gave different fates.

    Codes that one merged into each other crosswise are among them: of such codes none would be left.
    """
    version = codebooks.with_number(database, base) if base else None
    if base is None or version is None:
        return []
    own_fates, other_fates = (key_lineage.key_changes(database, base, head) for head in (own, other))
    both = own_fates.keys() & other_fates.keys()
    differing = {key for key in both if {*own_fates[key]} != {*other_fates[key]}}
    differing |= _in_circles(own_fates | other_fates) - _in_circles(own_fates) - _in_circles(other_fates)
    return [
        FateConflict(key=key, own=own_fates.get(key, (key,)), other=other_fates.get(key, (key,)))
        for key in parse_version(version).keys
        if key in differing
    ]


def _in_circles(fates: key_lineage.KeyMap) -> set[CodeKey]:
    """Return the codes that become themselves again by way of others."""
    circles: set[CodeKey] = set()
    for start in fates:
        reached: set[CodeKey] = set()
        waiting = [start]
        while waiting:
            key = waiting.pop()
            new = {*fates.get(key, ())} - reached - {key}
            reached |= new
            waiting += new
        if start in reached:
            circles.add(start)
    return circles


def identity(*words: object) -> str:
    """Return the UUID of a version that a merge makes: it follows from its parents and its text."""
    return str(uuid5(_NAMESPACE, " ".join(map(str, words))))


def join_of_all(database: Database, own: int, other: int) -> "JoinedCodebook | None":
    """Return the join of all versions by coders from which merges made these two, in one order.

    So the codebook does not depend on the order in which several copies were merged. None if that has
    conflicts, which only a coder decides on.
    """
    from qualcode.codebook.changes.join_versions import JoinedCodebook, join

    identities = codebook_exchange.uuids(database)
    versions = _versions_of_coders(database, own) | _versions_of_coders(database, other)
    older = {
        version
        for version in versions
        for newer in versions - {version}
        if version in codebook_exchange.ancestors(database, newer)
    }
    texts = {number: text(database, number) for number in versions}
    first, *rest = sorted(versions - older, key=lambda number: identities[number])
    joined_text, notes = texts[first], list[str]()
    covered = codebook_exchange.ancestors(database, first)
    for number in rest:
        ancestors = codebook_exchange.ancestors(database, number)
        base = _newest_of(database, covered & ancestors)
        joined = join(text(database, base), joined_text, texts[number])
        if joined.conflicts:
            return None
        joined_text, covered = joined.text, covered | ancestors
        notes += joined.notes
    return JoinedCodebook(text=joined_text, conflicts=(), notes=tuple(dict.fromkeys(notes)))


def _versions_of_coders(database: Database, number: int) -> set[int]:
    """Return the versions that merges joined or completed to this one; itself if a coder made it."""
    [row] = records(database, "codebook_versions", {"number": number})
    identities = codebook_exchange.uuids(database)
    parents = [int(row[name] or 0) for name in ("parent", "joined") if row[name]]
    words = [identities[parent] for parent in parents]
    undecided = ("",) if row["joined"] else ()
    if not parents or row["uuid"] != identity(*words, row["text"], *undecided):
        return {number}
    return set().union(*(_versions_of_coders(database, parent) for parent in parents))


def without_kept_codes(database: Database, version: CodebookVersion) -> CodebookVersion:
    """Return the version to which merges added codes that codings use; itself if they added none."""
    [row] = records(database, "codebook_versions", {"number": version.number})
    parent = codebooks.with_number(database, int(row["parent"] or 0)) if row["parent"] else None
    if parent is None or row["joined"]:
        return version
    parent_uuid = codebook_exchange.uuids(database)[parent.number]
    if row["uuid"] != identity(parent_uuid, row["text"]):
        return version
    return without_kept_codes(database, parent)


def text(database: Database, number: int | None) -> str:
    """Return the text of a version; an empty codebook if there is none."""
    version = codebooks.with_number(database, number) if number else None
    return version.text if version else "codebook: none\ncodes: []\n"


def common(database: Database, own: int, other: int) -> int | None:
    """Return the newest version that led to both; None if there is none."""
    return _newest_of(
        database, codebook_exchange.ancestors(database, own) & codebook_exchange.ancestors(database, other)
    )


def common_of(database: Database, numbers: Sequence[int]) -> CodebookVersion | None:
    """Return the newest version that led to all of these; None if there is none."""
    ancestors = [codebook_exchange.ancestors(database, number) for number in numbers]
    newest = _newest_of(database, set.intersection(*ancestors)) if ancestors else None
    return codebooks.with_number(database, newest) if newest else None


def last_with(database: Database, key: CodeKey, heads: Sequence[int]) -> list[CodebookVersion]:
    """Return the last versions by coders that have a code and led to these, in the order of their UUIDs."""
    led: set[int] = set().union(*(codebook_exchange.ancestors(database, head) for head in heads))
    versions = {
        number: version
        for number in led
        if _versions_of_coders(database, number) == {number}
        and (version := codebooks.with_number(database, number)) is not None
        and key in parse_version(version)
    }
    earlier = {
        number
        for later in versions
        for number in codebook_exchange.ancestors(database, later)
        if number != later
    }
    identities = codebook_exchange.uuids(database)
    return [
        versions[number]
        for number in sorted(versions.keys() - earlier, key=lambda number: identities[number])
    ]


def _newest_of(database: Database, versions: Collection[int]) -> int | None:
    identities = codebook_exchange.uuids(database)
    return max(
        versions,
        key=lambda number: (len(codebook_exchange.ancestors(database, number)), identities[number]),
        default=None,
    )
