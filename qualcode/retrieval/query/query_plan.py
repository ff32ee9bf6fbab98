"""A query made ready to be asked of many sources: names checked, branches resolved, searches compiled."""

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from qualcode.errors import nearest_name
from qualcode.model import Codebook, CodeKey
from qualcode.retrieval.phrase_search import Finder, lemma_finder, phrase_finder
from qualcode.retrieval.query.query_tokens import query_error
from qualcode.retrieval.query.query_tree import (
    AnyCode,
    Coded,
    CoderIs,
    Compare,
    ContainsWords,
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
    """What is the same for all sources of one evaluation."""

    def __init__(
        self,
        query: Query,
        codebook: Codebook,
        lemmas: Lemmas | None = None,
        attributes: Collection[str] | None = None,
    ) -> None:
        """Check every name in the query; `attributes` None means that any attribute may exist."""
        self.query = query
        self.order = {key: number for number, key in enumerate(codebook.keys)}
        self._keys: dict[Query, frozenset[CodeKey]] = {}
        self._finders: dict[Query, Finder] = {}
        for part in _walk(query):
            match part:
                case Coded(key, branch, place):
                    _check("code", key, codebook.keys, place or QueryOffset(str(query), 0))
                    self._keys[part] = frozenset(codebook.branch(key) if branch else (key,))
                case Compare(attribute, place=place) | OneOf(attribute, place=place):
                    _check_attribute(attribute, attributes, place or QueryOffset(str(query), 0))
                case ContainsWords(phrase) | MemoSays(phrase) if phrase:
                    self._finders[part] = phrase_finder(phrase)
                case Lemma(phrase, place):
                    if lemmas is None:
                        hint = 'Use text("…") with `*` for endings.'
                        where = place or QueryOffset(str(query), 0)
                        raise query_error("Forms of words cannot be looked up here.", where, hint)
                    self._finders[part] = lemma_finder(phrase, lemmas)

    @cached_property
    def asks_codings(self) -> bool:
        """Whether the answer depends on what coders did, and not on the text alone."""
        kinds = (AnyCode, Coded, CoderIs, OriginIs, MemoSays)
        return any(isinstance(part, kinds) for part in _walk(self.query))

    def keys(self, query: Coded) -> frozenset[CodeKey]:
        """Return the codes that the name stands for: itself, or the whole branch."""
        return self._keys[query]

    def finder(self, query: ContainsWords | Lemma | MemoSays) -> Finder:
        """Return what finds the words."""
        return self._finders[query]


def _walk(query: Query) -> Iterator[Query]:
    yield query
    for part in subqueries(query):
        yield from _walk(part)


def _check_attribute(name: str, known: Collection[str] | None, place: QueryOffset) -> None:
    if known is None or name.casefold() in {attribute.casefold() for attribute in known}:
        return
    _check("attribute", name, known, place)


def _check(what: str, name: str, known: Collection[str], place: QueryOffset) -> None:
    if name in known:
        return
    nearest = nearest_name(name, known)
    hint = f"Did you mean {nearest!r}?" if nearest else f"No {what} has a name like it."
    raise query_error(f"There is no {what} {name!r}.", place, hint)
