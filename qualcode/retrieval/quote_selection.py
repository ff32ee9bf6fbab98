"""Selection and grouping of quotes: a random sample, by code, by case."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import UsageError
from qualcode.model import Codebook, CodeKey
from qualcode.retrieval.quotes import Quote
from qualcode.text.whole_numbers import whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteGroup:
    """Quotes under one title."""

    title: str
    quotes: tuple[Quote, ...]


def sample(quotes: Iterable[Quote], size: int, seed: int) -> list[Quote]:
    """Return a simple random sample of `size` quotes, in their original order.

    Reservoir sampling (Vitter 1985, algorithm R): only the sample is held in memory. The same quotes and seed
    give the same sample.
    """
    if size < 1:
        raise UsageError("A sample needs at least one quote.", "Give a number of 1 or more.")
    generator = random.Random(seed)  # noqa: S311 - reproducible sampling, no secret
    reservoir: list[tuple[int, Quote]] = []
    for number, quote in enumerate(quotes):
        if number < size:
            reservoir.append((number, quote))
            continue
        slot = generator.randrange(number + 1)
        if slot < size:
            reservoir[slot] = (number, quote)
    return [quote for _, quote in sorted(reservoir, key=lambda entry: entry[0])]


def by_code(quotes: Iterable[Quote], codebook: Codebook) -> list[QuoteGroup]:
    """Return a group of quotes for each code, in the order of the codebook; quotes without code last."""
    by_key: dict[str, list[Quote]] = {key: [] for key in codebook.keys}
    uncoded: list[Quote] = []
    for quote in quotes:
        for key in quote.codes:
            by_key.setdefault(key, []).append(quote)
        if not quote.codes:
            uncoded.append(quote)
    titles = {key: codebook.code(key).title for key in codebook.keys}
    groups = [(titles.get(CodeKey(key), key), members) for key, members in by_key.items()]
    return _groups([*groups, ("No code", uncoded)])


def by_case(quotes: Iterable[Quote]) -> list[QuoteGroup]:
    """Return a group of quotes for each case, by name; quotes without case last."""
    by_name: dict[str, list[Quote]] = {}
    without_case: list[Quote] = []
    for quote in quotes:
        for case in quote.cases:
            by_name.setdefault(case, []).append(quote)
        if not quote.cases:
            without_case.append(quote)
    return _groups(
        [*sorted(by_name.items(), key=lambda entry: _natural_order(entry[0])), ("No case", without_case)]
    )


def _groups(entries: Iterable[tuple[str, list[Quote]]]) -> list[QuoteGroup]:
    return [QuoteGroup(title=title, quotes=tuple(quotes)) for title, quotes in entries if quotes]


def _natural_order(name: str) -> list[tuple[int, str]]:
    """Return a sort key by which `P2` comes before `P10`."""
    return [
        (0, part) if (number := whole_number(part)) is None else (number, "")
        for part in re.split(r"(\d+)", name.casefold())
    ]
