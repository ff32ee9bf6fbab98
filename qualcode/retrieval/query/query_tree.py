"""The syntax tree of a query: one frozen dataclass for each construct.

Parsing `str(query)` returns an equal tree. A `QueryOffset` serves messages and is ignored in comparisons.
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
    """The unit of a distance."""

    TURN = "turn"
    SENTENCE = "sentence"


class Sign(StrEnum):
    """The comparison of an attribute with a value."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Distance:
    """At most `count` turns or sentences; 0 is the same one, 1 the next."""

    count: int
    unit: DistanceUnit

    def __str__(self) -> str:
        return f"{self.count} {noun(self.count, self.unit)}"


@dataclass(frozen=True, slots=True)
class AnyCode:
    """`*`: all codings."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Coded:
    """`displacement`: codings with this code; `harms/*`: with this code or a code below it."""

    key: CodeKey
    branch: bool = False
    position: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return query_name(self.key) + ("/*" if self.branch else "")


@dataclass(frozen=True, slots=True)
class InGroup:
    """`@street`: codings with one of the codes of a group."""

    name: str
    position: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"@{query_name(self.name)}"


@dataclass(frozen=True, slots=True)
class And:
    """`A and B`, with two or more parts."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " and ".join(_bracketed(part, _AND + 1) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """`A or B`, with two or more parts."""

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

    subject: "Query"
    neighbour: "Query"
    distance: Distance

    def __str__(self) -> str:
        return f"near({self.subject}, {self.neighbour}, {self.distance})"


@dataclass(frozen=True, slots=True)
class Within:
    """`A within B`."""

    subject: "Query"
    outer: "Query"

    def __str__(self) -> str:
        return f"{_bracketed(self.subject, _ATOM)} within {_bracketed(self.outer, _ATOM)}"


@dataclass(frozen=True, slots=True)
class FollowedBy:
    """`A followed by B within 1 turn`."""

    subject: "Query"
    later: "Query"
    distance: Distance

    def __str__(self) -> str:
        subject, later = _bracketed(self.subject, _ATOM), _bracketed(self.later, _ATOM)
        return f"{subject} followed by {later} within {self.distance}"


@dataclass(frozen=True, slots=True)
class ContainsWords:
    """`text("county lines")`: contains the words."""

    phrase: str

    def __str__(self) -> str:
        return f"text({quoted_name(self.phrase)})"


@dataclass(frozen=True, slots=True)
class Lemma:
    """`lemma("arrest")`: contains the words in any of their forms."""

    phrase: str
    position: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"lemma({quoted_name(self.phrase)})"


@dataclass(frozen=True, slots=True)
class SpeakerIs:
    """`speaker("PC Smith")`: spoken by one of these speakers."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"speaker({_listed(self.names)})"


@dataclass(frozen=True, slots=True)
class RoleIs:
    """`role(participant)`: spoken in one of these roles; `nobody` is text without a speaker."""

    roles: tuple[Role, ...]

    def __str__(self) -> str:
        return f"role({_listed(tuple(role.value or 'nobody' for role in self.roles))})"


@dataclass(frozen=True, slots=True)
class CoderIs:
    """`coder(anna)`: coded by one of these coders."""

    names: tuple[str, ...]
    positions: tuple[QueryOffset, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"coder({_listed(self.names)})"


@dataclass(frozen=True, slots=True)
class OriginIs:
    """`origin(suggestion)`: coded with one of these origins."""

    origins: tuple[Origin, ...]

    def __str__(self) -> str:
        return f"origin({_listed(tuple(origin.value for origin in self.origins))})"


@dataclass(frozen=True, slots=True)
class MemoSays:
    """`memo("check")`: the coding's memo contains the words; `memo()`: it has a memo."""

    phrase: str = ""

    def __str__(self) -> str:
        return f"memo({quoted_name(self.phrase) if self.phrase else ''})"


@dataclass(frozen=True, slots=True)
class Compare:
    """`years > 10`: the attribute of the speaker's case compares with the value as stated."""

    attribute: str
    sign: Sign
    value: str
    position: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{query_name(self.attribute)} {self.sign} {query_name(self.value)}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """`tier in (local, regional)`: the attribute of the speaker's case equals one of the values."""

    attribute: str
    values: tuple[str, ...]
    position: QueryOffset | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{query_name(self.attribute)} in ({_listed(self.values)})"


Query = (
    AnyCode
    | Coded
    | InGroup
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
    """Return the direct parts of the query."""
    match query:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Near(subject, related) | Within(subject, related) | FollowedBy(subject, related):
            return subject, related
        case _:
            return ()


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(query_name, names))


def _bracketed(query: Query, least: int) -> str:
    """Return a part as text, in brackets if it binds less tightly than `least`."""
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
