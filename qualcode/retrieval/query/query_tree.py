"""What a query says, as a tree of frozen dataclasses, one for each thing that can be written.

`str(query)` writes the tree out again, and parsing that gives an equal tree. A `Place` is where a name
stood in what the user typed; it serves error messages only and never takes part in comparisons.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from qualcode.model import CodeKey, Origin, Role
from qualcode.retrieval.query.query_names import query_name, quoted_name
from qualcode.text.plurals import noun


@dataclass(frozen=True, slots=True)
class QueryOffset:
    """The offset of a word in a query as it was typed."""

    text: str
    offset: int


class DistanceUnit(StrEnum):
    """What distances are counted in."""

    TURN = "turn"
    SENTENCE = "sentence"


class Sign(StrEnum):
    """How an attribute is compared with a value."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Distance:
    """At most so many turns or sentences; 0 is the same one, 1 the next."""

    count: int
    unit: DistanceUnit

    def __str__(self) -> str:
        return f"{self.count} {noun(self.count, self.unit)}"


@dataclass(frozen=True, slots=True)
class AnyCode:
    """`*`: whatever is coded."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Coded:
    """`displacement`: codings with this code, or, as `harms/*`, with it or any code under it."""

    key: CodeKey
    branch: bool = False
    place: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return query_name(self.key) + ("/*" if self.branch else "")


@dataclass(frozen=True, slots=True)
class And:
    """`A and B`: two parts or more."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " and ".join(_bracketed(part, _AND + 1) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """`A or B`: two parts or more."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " or ".join(_bracketed(part, _OR + 1) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """`not A`."""

    part: "Query"

    def __str__(self) -> str:
        return f"not {_bracketed(self.part, _NOT)}"


@dataclass(frozen=True, slots=True)
class Near:
    """`near(A, B, 2 turns)`."""

    passage: "Query"
    other: "Query"
    distance: Distance

    def __str__(self) -> str:
        return f"near({self.passage}, {self.other}, {self.distance})"


@dataclass(frozen=True, slots=True)
class Within:
    """`A within B`."""

    passage: "Query"
    outer: "Query"

    def __str__(self) -> str:
        return f"{_bracketed(self.passage, _ATOM)} within {_bracketed(self.outer, _ATOM)}"


@dataclass(frozen=True, slots=True)
class FollowedBy:
    """`A followed by B within 1 turn`."""

    passage: "Query"
    later: "Query"
    distance: Distance

    def __str__(self) -> str:
        passage, later = _bracketed(self.passage, _ATOM), _bracketed(self.later, _ATOM)
        return f"{passage} followed by {later} within {self.distance}"


@dataclass(frozen=True, slots=True)
class ContainsWords:
    """`text("county lines")`: the words are said."""

    phrase: str

    def __str__(self) -> str:
        return f"text({quoted_name(self.phrase)})"


@dataclass(frozen=True, slots=True)
class Lemma:
    """`lemma("arrest")`: the words are said in any of their forms."""

    phrase: str
    place: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"lemma({quoted_name(self.phrase)})"


@dataclass(frozen=True, slots=True)
class SpeakerIs:
    """`speaker("PC Smith")`: one of these people speaks."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"speaker({_listed(self.names)})"


@dataclass(frozen=True, slots=True)
class RoleIs:
    """`role(participant)`: someone in one of these roles speaks; `nobody` is text without a speaker."""

    roles: tuple[Role, ...]

    def __str__(self) -> str:
        return f"role({_listed(tuple(role.value or 'nobody' for role in self.roles))})"


@dataclass(frozen=True, slots=True)
class CoderIs:
    """`coder(anna)`: coded by one of these."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"coder({_listed(self.names)})"


@dataclass(frozen=True, slots=True)
class OriginIs:
    """`origin(suggestion)`: coded in one of these ways."""

    origins: tuple[Origin, ...]

    def __str__(self) -> str:
        return f"origin({_listed(tuple(origin.value for origin in self.origins))})"


@dataclass(frozen=True, slots=True)
class MemoSays:
    """`memo("check")`: a coding's memo has these words; `memo()`: it has a memo."""

    phrase: str = ""

    def __str__(self) -> str:
        return f"memo({quoted_name(self.phrase) if self.phrase else ''})"


@dataclass(frozen=True, slots=True)
class Compare:
    """`years > 10`: an attribute of a case that speaks compares so with the value."""

    attribute: str
    sign: Sign
    value: str
    place: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{query_name(self.attribute)} {self.sign} {query_name(self.value)}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """`tier in (local, regional)`: an attribute of a case that speaks equals one of the values."""

    attribute: str
    values: tuple[str, ...]
    place: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{query_name(self.attribute)} in ({_listed(self.values)})"


Query = (
    AnyCode
    | Coded
    | And
    | Or
    | Not
    | Near
    | Within
    | FollowedBy
    | ContainsWords
    | Lemma
    | SpeakerIs
    | RoleIs
    | CoderIs
    | OriginIs
    | MemoSays
    | Compare
    | OneOf
)
"""A whole query, or any part of one."""

_OR, _AND, _NOT, _RELATION, _ATOM = range(5)


def subqueries(query: Query) -> tuple[Query, ...]:
    """Return the queries that this one is directly made of."""
    match query:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Near(passage, other) | Within(passage, other) | FollowedBy(passage, other):
            return passage, other
        case _:
            return ()


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(query_name, names))


def _bracketed(query: Query, least: int) -> str:
    """Write a part, in brackets where it binds less tightly than its place asks for."""
    match query:
        case Or():
            strength = _OR
        case And():
            strength = _AND
        case Not():
            strength = _NOT
        case Within() | FollowedBy():
            strength = _RELATION
        case _:
            strength = _ATOM
    return f"({query})" if strength < least else str(query)
