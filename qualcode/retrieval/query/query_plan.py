"""A query prepared for many sources: names checked, branches resolved, searches compiled."""

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from itertools import zip_longest

from qualcode.errors import NotFoundError
from qualcode.model import Codebook, CodeKey
from qualcode.retrieval.phrase_search import Finder, lemma_finder, phrase_finder
from qualcode.retrieval.query.query_tokens import query_error
from qualcode.retrieval.query.query_tree import (
    AnyCode,
    Coded,
    CoderIs,
    Compare,
    ContainsWords,
    InGroup,
    Lemma,
    MemoSays,
    OneOf,
    OriginIs,
    Query,
    QueryOffset,
    subqueries,
)

Lemmas = Callable[[str], str]
"""Returns the lemma of one word."""


class QueryPlan:
    """The part of an evaluation that is the same for all sources."""

    def __init__(
        self,
        query: Query,
        codebook: Codebook,
        lemmas: Lemmas | None = None,
        attributes: Collection[str] | None = None,
    ) -> None:
        """Check the names of codes in the query, and of attributes unless `attributes` is None."""
        self.query = query
        self.order = {key: number for number, key in enumerate(codebook.keys)}
        self._keys: dict[Query, frozenset[CodeKey]] = {}
        self._finders: dict[Query, Finder] = {}
        for part in subqueries_of(query):
            match part:
                case Coded(key, branch, position):
                    _check("code", key, codebook.keys, position or QueryOffset(str(query), 0))
                    self._keys[part] = frozenset(codebook.branch(key) if branch else (key,))
                case InGroup(name, position):
                    groups = [group.name for group in codebook.groups]
                    _check("group of codes", name, groups, position or QueryOffset(str(query), 0))
                    self._keys[part] = codebook.group(name)
                case Compare(attribute, position=position) | OneOf(attribute, position=position):
                    _check_attribute(attribute, attributes, position or QueryOffset(str(query), 0))
                case ContainsWords(phrase) | MemoSays(phrase) if phrase:
                    self._finders[part] = phrase_finder(phrase)
                case Lemma(phrase, position):
                    if lemmas is None:
                        hint = 'Use text("…"), with `*` for endings.'
                        offset = position or QueryOffset(str(query), 0)
                        raise query_error("lemma() is not available here.", offset, hint)
                    self._finders[part] = lemma_finder(phrase, lemmas)

    @cached_property
    def depends_on_codings(self) -> bool:
        """Whether the result depends on codings, and not on the text alone."""
        kinds = (AnyCode, Coded, InGroup, CoderIs, OriginIs, MemoSays)
        return any(isinstance(part, kinds) for part in subqueries_of(self.query))

    def keys(self, query: Coded | InGroup) -> frozenset[CodeKey]:
        """Return the keys of the code, of its whole branch or of the group."""
        return self._keys[query]

    def finder(self, query: ContainsWords | Lemma | MemoSays) -> Finder:
        """Return the finder of the words."""
        return self._finders[query]


def subqueries_of(query: Query) -> Iterator[Query]:
    """Yield the query and all its parts."""
    yield query
    for part in subqueries(query):
        yield from subqueries_of(part)


def require_coders(query: Query, coders: Collection[str]) -> None:
    """Raise QueryError for the first name in a condition on coders that is not one of these coders."""
    for part in subqueries_of(query):
        if isinstance(part, CoderIs):
            for name, position in zip_longest(part.names, part.positions):
                _check("coder", name, coders, position or QueryOffset(str(query), 0))


def _check_attribute(name: str, names: Collection[str] | None, position: QueryOffset) -> None:
    if names is None or name.casefold() in {attribute.casefold() for attribute in names}:
        return
    _check("attribute", name, names, position)


def _check(kind: str, name: str, names: Collection[str], position: QueryOffset) -> None:
    if name in names:
        return
    error = NotFoundError.among(kind, name, names, f"No {kind} has a similar name.")
    raise query_error(error.message, position, error.hint)
