"""Stop words: the frequent words of a language that say little, such as "the" and "of" (spaCy's lists)."""

from importlib import import_module
from importlib.util import find_spec

_APOSTROPHES = str.maketrans("\u2019\u2018", "''")


class StopWords:
    """The stop words of a language; none for a language without a list."""

    def __init__(self, language: str) -> None:
        name = f"spacy.lang.{language}.stop_words"
        exists = find_spec(f"spacy.lang.{language}") is not None and find_spec(name) is not None
        self._words: frozenset[str] = frozenset(import_module(name).STOP_WORDS) if exists else frozenset()

    def __contains__(self, word: str) -> bool:
        """Return whether this is a stop word or a contraction of one, such as "don't" and "we're"."""
        head, apostrophe, tail = word.casefold().translate(_APOSTROPHES).partition("'")
        negated = apostrophe and tail == "t" and head.removesuffix("n") in self._words
        return head in self._words or bool(negated)

    def __len__(self) -> int:
        """Return the number of words in the list."""
        return len(self._words)
