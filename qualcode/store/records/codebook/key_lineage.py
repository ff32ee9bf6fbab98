"""Lineage of codes' keys: what each became from one version of the codebook to another.

A version that restores an earlier one (an undo) is that version again: the versions between them are not
on the path that leads to it.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import pairwise

from qualcode.model import CodeKey
from qualcode.store.database import Database
from qualcode.store.records.codebook.codebook_json import from_json

KeyPair = tuple[CodeKey, CodeKey]
"""A key of the version before and a key that it became; several pairs for a code that was split."""

KeyMap = dict[CodeKey, tuple[CodeKey, ...]]
"""Old key → the keys that it became."""


def key_changes(database: Database, older: int, newer: int) -> KeyMap:
    """Return which keys of one version became which keys of another, by version number.

    One key if the code was renamed or merged, several if it was split. Keys that are in both versions, and
    codes that were only added or removed, are left out. Keys that exist only in versions between the two may
    be included, although the older version has no such code. `newer` may be the lower number: then the
    changes are reversed. A code that others were merged into, or split into, although it was there before
    stays itself when that is undone.
    """
    old_path, new_path = ancestry(database, older), ancestry(database, newer)
    changes: KeyMap = {}
    for version in [version for version in old_path if version not in new_path]:
        before = _keys_before(database, version)
        changes = _composed(changes, _inverted(_of_version(database, version), before))
    for version in reversed([version for version in new_path if version not in old_path]):
        changes = _composed(changes, _of_version(database, version))
    return {old: new for old, new in changes.items() if new != (old,)}


def last_split(database: Database, key: CodeKey) -> tuple[int, tuple[CodeKey, ...]] | None:
    """Return the version in which a code was last split, and the present keys of its parts."""
    row = database.row("SELECT max(number) FROM codebook_versions")
    newest = int(row[0] or 0) if row else 0
    path = ancestry(database, newest)
    for version, parent in pairwise([*path, 0]):
        if len(_of_version(database, version).get(key, ())) > 1:
            return version, key_changes(database, parent, newest)[key]
    return None


def ancestry(database: Database, number: int) -> list[int]:
    """Return the versions that led to this one, itself first, without those that were undone."""
    original: dict[int, int] = {}
    parents: dict[int, int] = {}
    rows = database.rows("SELECT number, restores, parent FROM codebook_versions ORDER BY number")
    for version, restored, parent in rows:
        original[int(version or 0)] = original[int(restored)] if restored else int(version or 0)
        parents[int(version or 0)] = int(parent or 0)
    path = []
    while number in original:
        number = original[number]
        path.append(number)
        number = parents[number]
    return path


def _of_version(database: Database, version: int) -> KeyMap:
    changes: dict[CodeKey, list[CodeKey]] = {}
    for old, new in database.rows(
        "SELECT old, new FROM code_fates WHERE version = ? ORDER BY rowid", (version,)
    ):
        changes.setdefault(CodeKey(str(old)), []).append(CodeKey(str(new)))
    return {old: tuple(new) for old, new in changes.items()}


def _keys_before(database: Database, version: int) -> frozenset[CodeKey]:
    """Return the keys of the version that this one was made from; none where its form is an older one."""
    parsed = database.row(
        "SELECT parsed FROM codebook_versions WHERE number ="
        " (SELECT parent FROM codebook_versions WHERE number = ?)",
        (version,),
    )
    with suppress(ValueError):
        return frozenset(from_json(str(parsed[0])).keys) if parsed else frozenset()
    return frozenset()


def _inverted(changes: KeyMap, before: Collection[CodeKey]) -> KeyMap:
    inverse: dict[CodeKey, list[CodeKey]] = {}
    for old, new_keys in changes.items():
        for new in new_keys:
            if new not in before:
                inverse.setdefault(new, []).append(old)
    return {new: tuple(old) for new, old in inverse.items()}


def _composed(first: KeyMap, second: KeyMap) -> KeyMap:
    """Return what keys become when `second` follows `first`."""
    composed: KeyMap = {
        old: _unique([last for key in new for last in second.get(key, (key,))]) for old, new in first.items()
    }
    return {**{old: new for old, new in second.items() if old not in composed}, **composed}


def _unique(keys: Sequence[CodeKey]) -> tuple[CodeKey, ...]:
    return tuple(dict.fromkeys(keys))
