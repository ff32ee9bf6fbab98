"""How much two texts say the same: the share of their words that they have in common (Jaccard 1912).

Many texts are compared with the prefix filter of Chaudhuri, Ganti and Kaushik (2006): two texts can only be
alike if they share one of their rarer words, so most pairs are never looked at.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import TypeVar

K = TypeVar("K")
_WORD = re.compile(r"\w+")


def words_of(text: str) -> frozenset[str]:
    """Return the different words of a text, in lower case."""
    return frozenset(_WORD.findall(text.casefold()))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the shared words over all words of two sets, from 0 to 1; 0 where both are empty."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def alike(texts: Mapping[K, str], least: float, fewest_words: int = 4) -> Iterator[tuple[K, K, float]]:
    """Yield for each text the first earlier one at least `least` (over 0) alike: earlier, later, likeness.

    Texts of fewer than `fewest_words` different words are left out: they say too little to be compared.
    """
    bags = {name: bag for name, text in texts.items() if len(bag := words_of(text)) >= fewest_words}
    rarity = Counter(word for bag in bags.values() for word in bag)
    holders: defaultdict[str, list[K]] = defaultdict(list)
    for name, bag in bags.items():
        prefix = sorted(bag, key=lambda word: (rarity[word], word))[: len(bag) - ceil(least * len(bag)) + 1]
        for other in _once(other for word in prefix for other in holders[word]):
            if (share := likeness(bags[other], bag)) >= least:
                yield other, name, share
                break
        for word in prefix:
            holders[word].append(name)


def _once(names: Iterable[K]) -> Iterator[K]:
    seen: set[K] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name
