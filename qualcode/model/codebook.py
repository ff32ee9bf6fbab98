"""Codebooks: trees of codes. Codings refer to a code's key; everything else of a code may change.

A code's fields are those of MacQueen et al. (1998), "Codebook development for team-based qualitative
analysis", Cultural Anthropology Methods 10(2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from qualcode.model.ids import CodeKey


class PatternKind(StrEnum):
    """How a pattern matches the text of a segment."""

    PHRASE = "phrase"
    """These words, ignoring case."""
    LEMMA = "lemma"
    """These words in any inflected form (`arrest`: arrested, arrests …)."""
    TOKEN = "token"  # noqa: S105 - a kind of spaCy pattern, not a secret
    """A spaCy token pattern."""
    REGEX = "regex"
    """A regular expression over the segment's text."""
    NOT = "not"
    """A phrase that rules the code out for a segment that contains it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One pattern of a code; a match speaks for the code, or against it if the kind is `not`."""

    kind: PatternKind
    text: str = ""
    """The words or the regular expression; empty for token patterns."""
    tokens: tuple[Mapping[str, object], ...] = ()
    """spaCy's token pattern, one mapping for each token; empty for other kinds."""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code with its definition and the codes under it."""

    key: CodeKey
    label: str = ""
    color: str = ""
    """`#RRGGBB`; if empty, the nearest ancestor's colour or one of the palette applies."""
    brief: str = ""
    definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    examples: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    children: tuple["Code", ...] = ()
    retired: bool = False
    """Whether the code is no longer applied; earlier codings stay and count."""
    line: int = field(default=0, compare=False)
    """Its line in the codebook file, from 1; 0 if unknown."""

    @property
    def title(self) -> str:
        """The label, or the key if there is none."""
        return self.label or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGroup:
    """A named set of codes, across the tree; in queries `@name`."""

    name: str
    members: tuple[CodeKey, ...] = ()
    line: int = field(default=0, compare=False)
    """Its line in the codebook file, from 1; 0 if unknown."""


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The codes of a study as a tree, with unique keys, and groups of them."""

    name: str = ""
    codes: tuple[Code, ...] = ()
    groups: tuple[CodeGroup, ...] = ()

    def walk(self) -> Iterator[tuple[Code, tuple[Code, ...]]]:
        """Yield every code with its ancestors (theme first), in the order of the file."""
        waiting: list[tuple[Code, tuple[Code, ...]]] = [(code, ()) for code in reversed(self.codes)]
        while waiting:
            code, above = waiting.pop()
            yield code, above
            waiting.extend((child, (*above, code)) for child in reversed(code.children))

    @cached_property
    def entries(self) -> dict[CodeKey, tuple[Code, tuple[Code, ...]]]:
        """Every code by its key, with its ancestors, in the order of the file."""
        return {code.key: (code, above) for code, above in self.walk()}

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def keys(self) -> tuple[CodeKey, ...]:
        """Every key, in the order of the file."""
        return tuple(self.entries)

    @cached_property
    def usable_keys(self) -> frozenset[CodeKey]:
        """The keys of the codes that new codings may have: those that are not retired."""
        return frozenset(key for key, (code, _) in self.entries.items() if not code.retired)

    def code(self, key: CodeKey) -> Code:
        """Return the code with this key; KeyError if there is none."""
        return self.entries[key][0]

    def ancestors(self, key: CodeKey) -> tuple[Code, ...]:
        """Return the ancestors of a code, theme first; empty for a theme."""
        return self.entries[key][1]

    def theme(self, key: CodeKey) -> Code:
        """Return the top-level ancestor of a code; a theme's is itself."""
        code, above = self.entries[key]
        return above[0] if above else code

    def group(self, name: str) -> frozenset[CodeKey]:
        """Return the codes of a group, without those that the codebook no longer has; KeyError if none."""
        members = {group.name: group.members for group in self.groups}[name]
        return frozenset(key for key in members if key in self)

    def branch(self, key: CodeKey) -> tuple[CodeKey, ...]:
        """Return the keys of a code and all its descendants, in the order of the file."""
        keys: list[CodeKey] = []
        stack = [self.code(key)]
        while stack:
            code = stack.pop()
            keys.append(code.key)
            stack.extend(reversed(code.children))
        return tuple(keys)
