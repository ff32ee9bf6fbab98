"""Live examples: a few quotes of each code itself, short enough to read, from as many sources as can be."""

from collections.abc import Sequence

from qualcode.model import CodeKey
from qualcode.reports.study import Passage

SHOWN = 3
_READABLE = 180
"""How many characters an example best has: about two sentences of speech."""


def examples(passages: Sequence[Passage], shown: int = SHOWN) -> dict[CodeKey, list[int]]:
    """Return the numbers of the example passages of each code that has any, in the order of the text."""
    candidates: dict[CodeKey, list[int]] = {}
    for number, passage in enumerate(passages):
        for code in dict.fromkeys(mark.code for mark in passage.marks):
            candidates.setdefault(code, []).append(number)
    return {code: _chosen(passages, numbers, shown) for code, numbers in candidates.items()}


def _chosen(passages: Sequence[Passage], numbers: Sequence[int], shown: int) -> list[int]:
    """Take the most readable of each source first, then the second of each, until there are enough."""
    readable = sorted(numbers, key=lambda number: (abs(_length(passages[number]) - _READABLE), number))
    rank: dict[str, int] = {}
    ranked = []
    for order, number in enumerate(readable):
        source = passages[number].source
        rank[source] = rank.get(source, 0) + 1
        ranked.append((rank[source], order, number))
    return sorted(number for _, _, number in sorted(ranked)[:shown])


def _length(passage: Passage) -> int:
    return passage.end - passage.start
