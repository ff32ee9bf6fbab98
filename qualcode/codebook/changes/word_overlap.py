"""Similarity of two texts as the Jaccard index of their word sets (Jaccard 1912).

Pairs among many texts are found with the prefix filter of Chaudhuri, Ganti and Kaushik (2006): two texts can
only reach the threshold if they share one of their rarer words, so most pairs are never compared.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import ceil
from typing import TypeVar

K = TypeVar("K")
_WORD = re.compile(r"\w+")


def distinct_words(text: str) -> frozenset[str]:
    """Return the distinct words of a text, case-folded."""
    return frozenset(_WORD.findall(text.casefold()))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the Jaccard index of two word sets: 0 (no shared word, or both empty) to 1 (equal)."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def similar_texts(
    texts: Mapping[K, str], threshold: float, min_words: int = 4
) -> Iterator[tuple[K, K, float]]:
    """Yield (earlier, later, Jaccard index) for each text and the first earlier one of `threshold` or more.

    `threshold` is above 0. Texts with fewer than `min_words` distinct words are left out.
    """
    word_sets = {
        name: words for name, text in texts.items() if len(words := distinct_words(text)) >= min_words
    }
    frequency = Counter(word for words in word_sets.values() for word in words)
    names_by_word: defaultdict[str, list[K]] = defaultdict(list)
    for name, words in word_sets.items():
        # J(a, b) >= t needs |a ∩ b| >= t |a|, so any |a| - ceil(t |a|) + 1 words of a include a shared one;
        # the rarest ones give the fewest candidates.
        prefix_length = len(words) - ceil(threshold * len(words)) + 1
        prefix = sorted(words, key=lambda word: (frequency[word], word))[:prefix_length]
        candidates = dict.fromkeys(earlier for word in prefix for earlier in names_by_word[word])
        for earlier in candidates:
            if (index := jaccard(word_sets[earlier], words)) >= threshold:
                yield earlier, name, index
                break
        for word in prefix:
            names_by_word[word].append(name)
