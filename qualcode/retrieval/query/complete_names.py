"""Complete the names in a query (codes, groups of codes, coders, attributes) from unambiguous beginnings."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from qualcode.retrieval.query.query_names import query_name
from qualcode.retrieval.query.query_parser import parse
from qualcode.retrieval.query.query_plan import subqueries_of
from qualcode.retrieval.query.query_tokens import query_error, token_at
from qualcode.retrieval.query.query_tree import Coded, CoderIs, Compare, InGroup, OneOf, Query, QueryOffset
from qualcode.text.name_matches import matching_names

ExistingNames = Callable[[str], Sequence[str]]
"""The existing names of a kind: code, group of codes, coder, attribute."""
_LISTED = 5
"""Maximum number of names that the error on an ambiguous beginning lists."""


class Completion(NamedTuple):
    """A beginning in a query, the kind of the name, and the only name that begins so."""

    typed: str
    kind: str
    name: str


def complete_names(text: str, existing_names: ExistingNames) -> tuple[str, list[Completion]]:
    """Return the query with full names, and what was completed.

    Names that exist, or that nothing begins with, stay as they are. QueryError points at the beginning of
    several names.
    """
    completions: list[Completion] = []
    names = sorted(_names(parse(text)), key=lambda name: -name[2].offset)
    for kind, typed, position in names:  # from the end, so that offsets before stay right
        matches = _matches(kind, typed, existing_names(kind), position)
        if matches and matches != [typed]:
            _, end = token_at(text, position.offset)
            text = text[: position.offset] + query_name(matches[0]) + text[end:]
            completions.insert(0, Completion(typed, kind, matches[0]))
    return text, completions


def _matches(kind: str, typed: str, names: Sequence[str], position: QueryOffset) -> list[str]:
    """Return the only matching name; none for an attribute in another case, which queries accept."""
    if kind == "attribute" and typed.casefold() in {name.casefold() for name in names}:
        return []
    matches = matching_names(typed, names)
    if len(matches) > 1:
        more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
        raise query_error(
            f"There is no {kind} {typed!r}, and it is the beginning of several.",
            position,
            f"They are {', '.join(matches[:_LISTED])}{more}.",
        )
    return matches


def _names(query: Query) -> Iterator[tuple[str, str, QueryOffset]]:
    """Yield the kind, spelling and position of each name in the query."""
    for part in subqueries_of(query):
        match part:
            case Coded(key, position=QueryOffset() as position):
                yield "code", key, position
            case InGroup(name, position=QueryOffset() as position):
                yield "group of codes", name, position
            case Compare(attribute, position=QueryOffset() as position) | OneOf(
                attribute, position=QueryOffset() as position
            ):
                yield "attribute", attribute, position
            case CoderIs(names, positions):
                for name, position in zip(names, positions, strict=False):
                    yield "coder", name, position
