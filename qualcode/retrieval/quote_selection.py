"""Which quotes to show, and under which titles: a random sample, by code, by case."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import UsageError
from qualcode.model import Codebook, CodeKey
from qualcode.retrieval.quotes import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteGroup:
    """Quotes under one title."""

    title: str
    quotes: tuple[Quote, ...]


def sample(quotes: Iterable[Quote], size: int, seed: int) -> list[Quote]:
    """Return `size` quotes drawn at random, each equally likely, in the order in which they came.

    The same quotes and seed give the same sample. Only the drawn quotes are held in memory
    (reservoir sampling: Vitter 1985, algorithm R).
    """
    if size < 1:
        raise UsageError("A sample has at least one quote.", "Give a number above 0.")
    draw = random.Random(seed)  # noqa: S311 - a reproducible sample, not a secret
    drawn: list[tuple[int, Quote]] = []
    for number, quote in enumerate(quotes):
        if number < size:
            drawn.append((number, quote))
            continue
        place = draw.randrange(number + 1)
        if place < size:
            drawn[place] = (number, quote)
    return [quote for _, quote in sorted(drawn, key=lambda entry: entry[0])]


def by_code(quotes: Iterable[Quote], codebook: Codebook) -> list[QuoteGroup]:
    """Return the quotes under each of their codes, in the order of the codebook; those without code last."""
    found: dict[str, list[Quote]] = {key: [] for key in codebook.keys}
    uncoded: list[Quote] = []
    for quote in quotes:
        for key in quote.codes:
            found.setdefault(key, []).append(quote)
        if not quote.codes:
            uncoded.append(quote)
    titles = {key: codebook.code(key).title for key in codebook.keys}
    groups = [(titles.get(CodeKey(key), key), members) for key, members in found.items()]
    return _groups([*groups, ("No code", uncoded)])


def by_case(quotes: Iterable[Quote]) -> list[QuoteGroup]:
    """Return the quotes under each case that speaks in them, by name; those of nobody's case last."""
    found: dict[str, list[Quote]] = {}
    others: list[Quote] = []
    for quote in quotes:
        for case in quote.cases:
            found.setdefault(case, []).append(quote)
        if not quote.cases:
            others.append(quote)
    return _groups([*sorted(found.items(), key=lambda entry: _natural(entry[0])), ("No case", others)])


def _groups(entries: Iterable[tuple[str, list[Quote]]]) -> list[QuoteGroup]:
    return [QuoteGroup(title=title, quotes=tuple(quotes)) for title, quotes in entries if quotes]


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort `P2` before `P10`."""
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name.casefold())
    ]
