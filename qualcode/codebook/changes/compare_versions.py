"""What differs between two versions of a codebook, in words that a co-author understands.

Codes are the same when their keys are. Which vanished key became which new one cannot be seen in the files:
it is given (from the history of edits, or by the coder), and `guesses` proposes it for edits made by hand.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

from qualcode.model import Code, Codebook, CodeKey
from qualcode.text.plurals import counted


class DifferenceKind(StrEnum):
    """The kinds of difference, as a diff names them."""

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
    TITLED = "titled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookDifference:
    """One thing that changed: `code` is the key in the older version, except for what was added."""

    kind: DifferenceKind
    code: CodeKey
    message: str
    now: tuple[CodeKey, ...] = ()
    """The keys in the newer version; none for what was removed."""
    field: str = ""
    """Which field, for what was redefined."""
    before: str = ""
    after: str = ""


Fates = Mapping[CodeKey, Collection[CodeKey]]
_FIELD_NAMES = {
    "brief": "the brief",
    "definition": "the definition",
    "when_to_use": "when to use it",
    "when_not_to_use": "when not to use it",
}


def compare(old: Codebook, new: Codebook, became: Fates | None = None) -> tuple[CodebookDifference, ...]:
    """Return what changed from one version to the next, in the order of the newer, removed codes last.

    `became` says of keys of the older version which keys of the newer one took their codings: one for a
    rename or a merge (several keys that became the same one), several for a split.
    """
    return tuple(_Comparison(old, new, became or {}).differences())


class _Comparison:
    """Two versions and what is known of their keys."""

    def __init__(self, old: Codebook, new: Codebook, became: Fates) -> None:
        self._old = old
        self._new = new
        self._fates = {key: tuple(now) for key, now in became.items() if key in old and now}
        takers = Counter(now[0] for now in self._fates.values() if len(now) == 1)
        self._was = {key: key for key in new.keys if key in old}
        for key, now in self._fates.items():
            if len(now) == 1 and takers[now[0]] == 1 and now[0] not in old and now[0] in new:
                self._was[now[0]] = key
        self._is = {before: key for key, before in self._was.items()}

    def differences(self) -> Iterator[CodebookDifference]:
        """Yield every difference."""
        if self._old.name != self._new.name:
            message = (
                f"The codebook was called {_said(self._old.name)} and is now called {_said(self._new.name)}."
            )
            yield CodebookDifference(kind=DifferenceKind.TITLED, code=CodeKey(""), message=message)
        for key in self._new.keys:
            yield from self._of_one(key) if key in self._was else self._appeared(key)
        yield from self._vanished()
        yield from self._reordered()

    def _appeared(self, key: CodeKey) -> Iterator[CodebookDifference]:
        code = self._new.code(key)
        message = f"{_named(code)} was added {_place(self._new, key)}."
        yield CodebookDifference(kind=DifferenceKind.ADDED, code=key, now=(key,), message=message)

    def _vanished(self) -> Iterator[CodebookDifference]:
        for key, (code, _) in self._old.entries.items():
            now = self._fates.get(key, ())
            if len(now) > 1:
                parts = ", ".join(f"`{part}`" for part in now)
                message = f"{_named(code)} was split into {parts}."
                yield CodebookDifference(kind=DifferenceKind.SPLIT, code=key, now=now, message=message)
            elif now and self._is.get(key) != now[0]:
                message = f"{_named(code)} was merged into `{now[0]}`."
                yield CodebookDifference(kind=DifferenceKind.MERGED, code=key, now=now, message=message)
            elif key not in self._is:
                message = f"{_named(code)} was removed; it stood {_place(self._old, key)}."
                yield CodebookDifference(kind=DifferenceKind.REMOVED, code=key, message=message)

    def _of_one(self, key: CodeKey) -> Iterator[CodebookDifference]:
        before = self._was[key]
        old, new = self._old.code(before), self._new.code(key)

        def difference(
            kind: DifferenceKind, message: str, field: str = "", was: str = "", now: str = ""
        ) -> CodebookDifference:
            return CodebookDifference(
                kind=kind, code=before, now=(key,), message=message, field=field, before=was, after=now
            )

        if before != key:
            yield difference(
                DifferenceKind.RENAMED, f"`{before}` was renamed; its key is now `{key}`.", "", before, key
            )
        if self._parent_now(before) != _parent(self._new, key):
            places = f"it stood {_place(self._old, before)} and stands {_place(self._new, key)} now"
            yield difference(DifferenceKind.MOVED, f"`{key}` was moved: {places}.")
        for kind, field, message in _words_changed(old, new):
            yield difference(kind, message, field, getattr(old, field), getattr(new, field))
        if old.retired != new.retired:
            kind = DifferenceKind.RETIRED if new.retired else DifferenceKind.REVIVED
            said = "is retired: it is not given to new passages" if new.retired else "is in use again"
            yield difference(kind, f"`{key}` {said}.")
        for kind, one, was, now in _lists(old, new):
            yield difference(kind, f"{_more_and_less(one, was, now)} for `{key}`.", kind.value)

    def _parent_now(self, before: CodeKey) -> CodeKey | None:
        """Return the key that the code above has now has; of the nearest one still there."""
        for above in reversed(self._old.ancestors(before)):
            if above.key in self._is:
                return self._is[above.key]
            taken = self._fates.get(above.key, ())
            if len(taken) == 1:
                return taken[0]
        return None

    def _reordered(self) -> Iterator[CodebookDifference]:
        """Yield one difference for each list whose remaining codes stand in another order."""
        for parent in (None, *self._new.keys):
            before = self._was.get(parent) if parent else None
            if parent and before is None:
                continue
            was = [self._is.get(key) for key in _children(self._old, before)]
            now = _children(self._new, parent)
            if [key for key in was if key in now] != [key for key in now if key in was]:
                where = f"under `{parent}`" if parent else "at the top"
                message = f"The codes {where} stand in another order."
                yield CodebookDifference(
                    kind=DifferenceKind.REORDERED, code=before or CodeKey(""), now=tuple(now), message=message
                )


def _words_changed(old: Code, new: Code) -> Iterator[tuple[DifferenceKind, str, str]]:
    if old.label != new.label:
        message = f"The label of `{new.key}` was {_said(old.label)} and is now {_said(new.label)}."
        yield DifferenceKind.RELABELLED, "label", message
    for field, name in _FIELD_NAMES.items():
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            message = (
                f"{name[0].upper()}{name[1:]} changed for `{new.key}`: {_said(was)} became {_said(now)}."
            )
            yield DifferenceKind.REDEFINED, field, message
    if old.color.lower() != new.color.lower():
        message = f"The colour of `{new.key}` was {old.color or 'none'} and is now {new.color or 'none'}."
        yield DifferenceKind.RECOLOURED, "color", message


def _lists(old: Code, new: Code) -> Iterator[tuple[DifferenceKind, str, list[object], list[object]]]:
    if old.examples != new.examples:
        yield DifferenceKind.EXAMPLES, "example", list(old.examples), list(new.examples)
    if old.patterns != new.patterns:
        yield DifferenceKind.PATTERNS, "pattern", list(old.patterns), list(new.patterns)


def _more_and_less(one: str, was: list[object], now: list[object]) -> str:
    """Return `2 examples were added, 1 was taken out`; the order alone may have changed too."""
    more = sum(each not in was for each in now)
    less = sum(each not in now for each in was)
    counts = [(more, "added"), (less, "taken out")]
    said = [f"{counted(count, f'{one} was', f'{one}s were')} {verb}" for count, verb in counts if count]
    return " and ".join(said) or f"The {one}s stand in another order"


def _children(codebook: Codebook, parent: CodeKey | None) -> list[CodeKey]:
    codes = codebook.code(parent).children if parent else codebook.codes
    return [code.key for code in codes]


def _parent(codebook: Codebook, key: CodeKey) -> CodeKey | None:
    above = codebook.ancestors(key)
    return above[-1].key if above else None


def _place(codebook: Codebook, key: CodeKey) -> str:
    parent = _parent(codebook, key)
    return f"under `{parent}`" if parent else "at the top"


def _named(code: Code) -> str:
    return f"`{code.key}` ({code.label})" if code.label else f"`{code.key}`"


def _said(text: str) -> str:
    short = shorten(text, 80, placeholder=" …")
    return f'"{short}"' if short else "empty"
