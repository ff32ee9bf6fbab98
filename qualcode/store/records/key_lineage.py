"""What became of codes' keys from one version of the codebook to another: renamed, merged or split.

Versions are a line of numbers, but one that restores an earlier one (an undo) *is* that one again: what was
done between is not on the way from one to the other.
"""

from collections.abc import Sequence

from qualcode.model import CodeKey
from qualcode.store.database import Database

KeyPair = tuple[CodeKey, CodeKey]
"""A key of the version before, and one that it became; several such pairs for a code that was split."""

KeyMap = dict[CodeKey, tuple[CodeKey, ...]]


def key_changes(database: Database, older: int, newer: int) -> KeyMap:
    """Return which keys of one version (by its number) became which keys of another, as `compare` takes it.

    One key where the code was renamed or merged (several keys that became the same one), several where it
    was split. Keys that are the same in both, and codes that were simply added or removed, are not in it;
    keys that only came up in between may be, and say nothing about the older version, which has no such code.
    `newer` may be the lower number: then the way leads back.
    """
    there, here = ancestry(database, older), ancestry(database, newer)
    found: KeyMap = {}
    for version in [version for version in there if version not in here]:
        found = _then(found, _turned(_of_version(database, version)))
    for version in reversed([version for version in here if version not in there]):
        found = _then(found, _of_version(database, version))
    return {old: new for old, new in found.items() if new != (old,)}


def last_split(database: Database, key: CodeKey) -> tuple[int, tuple[CodeKey, ...]] | None:
    """Return the version with which a code was split last, and what the codes it was split into are now."""
    newest = database.row("SELECT max(number) FROM codebook_versions")
    number = int(newest[0] or 0) if newest else 0
    for version in ancestry(database, number):
        if len(_of_version(database, version).get(key, ())) > 1:
            return version, key_changes(database, version - 1, number)[key]
    return None


def ancestry(database: Database, number: int) -> list[int]:
    """Return the versions that led to this one, itself first, without what was undone."""
    itself: dict[int, int] = {}
    for version, earlier in database.rows("SELECT number, restores FROM codebook_versions ORDER BY number"):
        itself[int(version or 0)] = itself[int(earlier)] if earlier else int(version or 0)
    found = []
    while number in itself:
        number = itself[number]
        found.append(number)
        number -= 1
    return found


def _of_version(database: Database, version: int) -> KeyMap:
    found: dict[CodeKey, list[CodeKey]] = {}
    for old, new in database.rows(
        "SELECT old, new FROM code_fates WHERE version = ? ORDER BY rowid", (version,)
    ):
        found.setdefault(CodeKey(str(old)), []).append(CodeKey(str(new)))
    return {old: tuple(new) for old, new in found.items()}


def _turned(fates: KeyMap) -> KeyMap:
    found: dict[CodeKey, list[CodeKey]] = {}
    for old, news in fates.items():
        for new in news:
            found.setdefault(new, []).append(old)
    return {new: tuple(old) for new, old in found.items()}


def _then(first: KeyMap, second: KeyMap) -> KeyMap:
    """Return what becomes of keys when one thing happens after another."""
    joined: KeyMap = {
        old: _once([last for key in new for last in second.get(key, (key,))]) for old, new in first.items()
    }
    return {**{old: new for old, new in second.items() if old not in joined}, **joined}


def _once(keys: Sequence[CodeKey]) -> tuple[CodeKey, ...]:
    return tuple(dict.fromkeys(keys))
