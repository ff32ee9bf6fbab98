"""Draw a stratified random sample: whole sources, or stretches of consecutive turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor
from random import Random

from qualcode.model import SourceId, Span, count_words, merge_spans
from qualcode.store.database import Database
from qualcode.store.records import sources

Stratum = tuple[str, ...]
"""One value of each attribute that a sample is stratified by."""

_STRETCH_WORDS = 250
"""A stretch of turns has at least so many words, unless the source ends: about two pages of a transcript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A span of whole turns, or a whole source, with its number of words."""

    source: SourceId
    span: Span
    words: int


def whole_sources(database: Database, population: Sequence[SourceId]) -> list[Stretch]:
    """Return each source as one stretch."""
    texts = [sources.with_id(database, source) for source in population]
    return [
        Stretch(source=source.id, span=Span(0, len(source.text)), words=source.words)
        for source in texts
        if source.text
    ]


def turn_stretches(database: Database, population: Sequence[SourceId]) -> list[Stretch]:
    """Return the sources cut into stretches of consecutive turns."""
    stretches: list[Stretch] = []
    for source in population:
        text = sources.with_id(database, source).text
        start, words = None, 0
        turns = sources.turns(database, source)
        for turn in turns:
            start = turn.span.start if start is None else start
            words += count_words(turn.body.of(text))
            if words >= _STRETCH_WORDS or turn is turns[-1]:
                stretches.append(Stretch(source=source, span=Span(start, turn.span.end), words=words))
                start, words = None, 0
    return stretches


def draw(
    stretches: Sequence[Stretch], strata: Mapping[SourceId, Stratum], share: float, seed: int
) -> list[Stretch]:
    """Draw a share of the stretches of each stratum at random, at least one of each.

    The numbers per stratum are allotted by largest remainders, so that they add up to the share of all.
    """
    by_stratum: dict[Stratum, list[Stretch]] = {}
    for stretch in stretches:
        by_stratum.setdefault(strata.get(stretch.source, ()), []).append(stretch)
    numbers = _allotted({name: len(members) for name, members in by_stratum.items()}, share)
    random = Random(seed)  # noqa: S311 - a sample that can be drawn again, no secret
    return [
        stretch for name in sorted(by_stratum) for stretch in random.sample(by_stratum[name], numbers[name])
    ]


def joined_spans(drawn: Sequence[Stretch]) -> dict[SourceId, tuple[Span, ...]]:
    """Return the drawn spans by source, adjacent ones joined."""
    in_order = sorted(drawn, key=lambda stretch: (stretch.source, stretch.span.start))
    return {
        source: merge_spans([stretch.span for stretch in group])
        for source, group in groupby(in_order, key=lambda stretch: stretch.source)
    }


def _allotted(sizes: Mapping[Stratum, int], share: float) -> dict[Stratum, int]:
    total = max(1, round(share * sum(sizes.values()))) if sizes else 0
    exact = {name: share * size for name, size in sizes.items()}
    numbers = {name: max(1, floor(exact[name] + 1e-9)) for name in sizes}
    # A stratum that has its one stretch although less is its share has no remainder left.
    remainders = sorted(sizes, key=lambda name: (numbers[name] - exact[name], name))
    for name in remainders:
        if sum(numbers.values()) >= total:
            break
        numbers[name] = min(numbers[name] + 1, sizes[name])
    return numbers
