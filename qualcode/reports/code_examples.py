"""Live examples: a few quotes of each code itself, the starred ones first.

Those that nobody starred are chosen by a rule: short enough to read, from as many sources as can be.
"""

from collections.abc import Sequence

from qualcode.model import CodeKey
from qualcode.reports.study_report import ReportQuote

SHOWN = 3
_READABLE = 180
"""How many characters an example best has: about two sentences of speech."""


def examples(passages: Sequence[ReportQuote], shown: int = SHOWN) -> dict[CodeKey, list[int]]:
    """Return the numbers of the example passages of each code that has any, in the order of the text."""
    return {code: sorted(numbers) for code, numbers in best(passages, shown).items()}


def best(passages: Sequence[ReportQuote], shown: int = SHOWN) -> dict[CodeKey, list[int]]:
    """Return the numbers of the example passages of each code that has any, the best first.

    Starred ones come before all others; of each, the one nearest to 180 characters of each source first,
    then the second of each. The same words are an example once, however many coders coded them.
    """
    candidates: dict[CodeKey, dict[tuple[str, int, int], tuple[bool, int]]] = {}
    for number, passage in enumerate(passages):
        place = (passage.source, passage.start, passage.end)
        for mark in passage.marks:
            known = candidates.setdefault(mark.code, {})
            known[place] = min(known.get(place, (True, number)), (not mark.starred, number))
    return {code: _chosen(passages, list(found.values()), shown) for code, found in candidates.items()}


def _chosen(passages: Sequence[ReportQuote], found: Sequence[tuple[bool, int]], shown: int) -> list[int]:
    """Take the most readable of each source first, then the second of each, until there are enough."""
    readable = sorted(found, key=lambda one: (one[0], abs(_length(passages[one[1]]) - _READABLE), one[1]))
    rank: dict[tuple[str, bool], int] = {}
    ranked = []
    for order, (plain, number) in enumerate(readable):
        group = (passages[number].source, plain)
        rank[group] = rank.get(group, 0) + 1
        ranked.append((plain, rank[group], order, number))
    return [number for *_, number in sorted(ranked)[:shown]]


def _length(passage: ReportQuote) -> int:
    return passage.end - passage.start
