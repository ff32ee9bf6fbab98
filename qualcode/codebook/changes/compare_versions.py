"""Differences between two versions of a codebook, each with a message for readers.

Codes are matched by key. Which missing key became which new key is not in the files: it is passed in (from
the history of edits, or from the coder); `guess_renames` proposes it for edits made by hand.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

from qualcode.model import Code, Codebook, CodeKey
from qualcode.text.plurals import counted


class DifferenceKind(StrEnum):
    """Kinds of difference, with their names in a diff."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    REORDERED = "reordered"
    RELABELLED = "relabelled"
    REDEFINED = "redefined"
    EXAMPLES = "examples"
    PATTERNS = "patterns"
    RECOLOURED = "recoloured"
    RETIRED = "retired"
    REVIVED = "revived"
    REGROUPED = "regrouped"
    TITLED = "titled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookDifference:
    """One difference; `code` is the key in the older version, or in the newer one for an added code."""

    kind: DifferenceKind
    code: CodeKey
    message: str
    new_keys: tuple[CodeKey, ...] = ()
    """The keys in the newer version; none for a removed code."""
    field: str = ""
    """The field that changed; empty for other kinds of difference."""
    before: str = ""
    after: str = ""


KeyMap = Mapping[CodeKey, Collection[CodeKey]]
"""Keys of the older version to their keys in the newer one."""
_FIELD_NAMES = {
    "brief": "the brief",
    "definition": "the definition",
    "when_to_use": "when to use it",
    "when_not_to_use": "when not to use it",
}


def compare(old: Codebook, new: Codebook, key_map: KeyMap | None = None) -> tuple[CodebookDifference, ...]:
    """Return the differences in the order of the newer codebook, removed codes and changes of order last.

    `key_map` maps keys of the older version to the keys of the newer one that took their codings: one key for
    a rename or a merge (several keys to the same one), several for a split.
    """
    return tuple(_Comparison(old, new, key_map or {}).differences())


class _Comparison:
    """Two versions of a codebook with the mapping of their keys."""

    def __init__(self, old: Codebook, new: Codebook, key_map: KeyMap) -> None:
        self._old = old
        self._new = new
        self._key_map = {key: tuple(new_keys) for key, new_keys in key_map.items() if key in old and new_keys}
        targets = Counter(new_keys[0] for new_keys in self._key_map.values() if len(new_keys) == 1)
        self._old_key = {key: key for key in new.keys if key in old}
        for key, (target, *more_targets) in self._key_map.items():
            if not more_targets and targets[target] == 1 and target not in old and target in new:
                self._old_key[target] = key
        self._new_key = {old_key: key for key, old_key in self._old_key.items()}

    def differences(self) -> Iterator[CodebookDifference]:
        """Yield every difference."""
        if self._old.name != self._new.name:
            names = f"was called {_shortened(self._old.name)} and is now called {_shortened(self._new.name)}"
            message = f"The codebook {names}."
            yield CodebookDifference(kind=DifferenceKind.TITLED, code=CodeKey(""), message=message)
        for key in self._new.keys:
            yield from self._changes_of(key) if key in self._old_key else self._added(key)
        yield from self._removed()
        yield from self._reordered()
        yield from self._regrouped()

    def _regrouped(self) -> Iterator[CodebookDifference]:
        """Yield a difference for each group that was added, removed or has other members."""
        old = {group.name: self._new_members(group.members) for group in self._old.groups}
        new = {group.name: set(group.members) for group in self._new.groups}
        for name in dict.fromkeys((*new, *old)):
            if old.get(name) == new.get(name):
                continue
            state = "was removed" if name not in new else "is new" if name not in old else "has other members"
            members = ", ".join(sorted(new.get(name, ()))) or "none"
            message = f"The group {_shortened(name)} {state}: {members}."
            yield CodebookDifference(kind=DifferenceKind.REGROUPED, code=CodeKey(""), message=message)

    def _new_members(self, members: Collection[CodeKey]) -> set[CodeKey]:
        return {self._new_key.get(key, next(iter(self._key_map.get(key, ())), key)) for key in members}

    def _added(self, key: CodeKey) -> Iterator[CodebookDifference]:
        code = self._new.code(key)
        message = f"{_named(code)} was added {_position(self._new, key)}."
        yield CodebookDifference(kind=DifferenceKind.ADDED, code=key, new_keys=(key,), message=message)

    def _removed(self) -> Iterator[CodebookDifference]:
        """Yield a difference for each old code that was split, merged or removed."""
        for key, (code, _) in self._old.entries.items():
            new_keys = self._key_map.get(key, ())
            if len(new_keys) > 1:
                kind, change = DifferenceKind.SPLIT, f"split into {', '.join(f'`{new}`' for new in new_keys)}"
            elif new_keys and self._new_key.get(key) != new_keys[0]:
                kind, change = DifferenceKind.MERGED, f"merged into `{new_keys[0]}`"
            elif key not in self._new_key:
                kind, change = DifferenceKind.REMOVED, f"removed; it was {_position(self._old, key)}"
            else:
                continue
            message = f"{_named(code)} was {change}."
            yield CodebookDifference(kind=kind, code=key, new_keys=new_keys, message=message)

    def _changes_of(self, key: CodeKey) -> Iterator[CodebookDifference]:
        old_key = self._old_key[key]
        old, new = self._old.code(old_key), self._new.code(key)

        def difference(
            kind: DifferenceKind, message: str, field: str = "", before: str = "", after: str = ""
        ) -> CodebookDifference:
            return CodebookDifference(
                kind=kind,
                code=old_key,
                new_keys=(key,),
                message=message,
                field=field,
                before=before,
                after=after,
            )

        if old_key != key:
            message = f"`{old_key}` was renamed; its key is now `{key}`."
            yield difference(DifferenceKind.RENAMED, message, "", old_key, key)
        if self._expected_parent(old_key) != _parent(self._new, key):
            positions = f"it was {_position(self._old, old_key)} and is now {_position(self._new, key)}"
            yield difference(DifferenceKind.MOVED, f"`{key}` was moved: {positions}.")
        for kind, field, message in _text_changes(old, new):
            yield difference(kind, message, field, getattr(old, field), getattr(new, field))
        if old.retired != new.retired:
            kind = DifferenceKind.RETIRED if new.retired else DifferenceKind.REVIVED
            state = "is retired: it is not available for new codings" if new.retired else "is in use again"
            yield difference(kind, f"`{key}` {state}.")
        for kind, noun, old_items, new_items in _changed_lists(old, new):
            yield difference(kind, f"{_list_change(noun, old_items, new_items)} for `{key}`.", kind.value)

    def _expected_parent(self, old_key: CodeKey) -> CodeKey | None:
        """Return the new key of the old parent, or of its nearest ancestor that is not removed."""
        for ancestor in reversed(self._old.ancestors(old_key)):
            if ancestor.key in self._new_key:
                return self._new_key[ancestor.key]
            new_keys = self._key_map.get(ancestor.key, ())
            if len(new_keys) == 1:
                return new_keys[0]
        return None

    def _reordered(self) -> Iterator[CodebookDifference]:
        """Yield one difference for each list whose remaining codes are in another order."""
        for parent in (None, *self._new.keys):
            old_parent = self._old_key.get(parent) if parent else None
            if parent and old_parent is None:
                continue
            old_order = [self._new_key.get(key) for key in _children(self._old, old_parent)]
            new_order = _children(self._new, parent)
            if [key for key in old_order if key in new_order] != [
                key for key in new_order if key in old_order
            ]:
                position = f"under `{parent}`" if parent else "at the top"
                yield CodebookDifference(
                    kind=DifferenceKind.REORDERED,
                    code=old_parent or CodeKey(""),
                    new_keys=tuple(new_order),
                    message=f"The codes {position} are in another order.",
                )


def _text_changes(old: Code, new: Code) -> Iterator[tuple[DifferenceKind, str, str]]:
    """Yield kind, field and message for each changed text field and for the colour."""
    if old.label != new.label:
        message = f"The label of `{new.key}` was {_shortened(old.label)} and is now {_shortened(new.label)}."
        yield DifferenceKind.RELABELLED, "label", message
    for field, name in _FIELD_NAMES.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            change = f"{_shortened(before)} became {_shortened(after)}"
            message = f"{name[0].upper()}{name[1:]} changed for `{new.key}`: {change}."
            yield DifferenceKind.REDEFINED, field, message
    if old.color.lower() != new.color.lower():
        message = f"The colour of `{new.key}` was {old.color or 'none'} and is now {new.color or 'none'}."
        yield DifferenceKind.RECOLOURED, "color", message


def _changed_lists(old: Code, new: Code) -> Iterator[tuple[DifferenceKind, str, list[object], list[object]]]:
    """Yield kind, noun, old items and new items for each changed list field."""
    if old.examples != new.examples:
        yield DifferenceKind.EXAMPLES, "example", list(old.examples), list(new.examples)
    if old.patterns != new.patterns:
        yield DifferenceKind.PATTERNS, "pattern", list(old.patterns), list(new.patterns)


def _list_change(noun: str, old_items: list[object], new_items: list[object]) -> str:
    """Return for example `2 examples were added and 1 example was removed`, or that the order changed."""
    added = sum(item not in old_items for item in new_items)
    removed = sum(item not in new_items for item in old_items)
    counts = [(added, "added"), (removed, "removed")]
    changes = [f"{counted(count, f'{noun} was', f'{noun}s were')} {verb}" for count, verb in counts if count]
    return " and ".join(changes) or f"The {noun}s are in another order"


def _children(codebook: Codebook, parent: CodeKey | None) -> list[CodeKey]:
    codes = codebook.code(parent).children if parent else codebook.codes
    return [code.key for code in codes]


def _parent(codebook: Codebook, key: CodeKey) -> CodeKey | None:
    ancestors = codebook.ancestors(key)
    return ancestors[-1].key if ancestors else None


def _position(codebook: Codebook, key: CodeKey) -> str:
    parent = _parent(codebook, key)
    return f"under `{parent}`" if parent else "at the top"


def _named(code: Code) -> str:
    return f"`{code.key}` ({code.label})" if code.label else f"`{code.key}`"


def _shortened(text: str) -> str:
    short = shorten(text, 80, placeholder=" …")
    return f'"{short}"' if short else "empty"
