"""Words to lemmas without a trained model: a dictionary (simplemma), asked once for each form of a word.

Lemmas are compared in lower case, so that a word at the head of a sentence and one inside it are the same.
"""

import simplemma


class Lemmatiser:
    """The lemmas of one language; a language that simplemma does not know keeps its words as they are."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[str, str] = {}
        self._has_dictionary = _has_dictionary(language)

    def of(self, word: str) -> str:
        """Return the lemma of a word, in lower case."""
        lemma = self._known.get(word)
        if lemma is None:
            lemma = self._known[word] = self._look_up(word)
        return lemma

    def _look_up(self, word: str) -> str:
        if not self._has_dictionary or not word.strip():
            return word.lower()
        lemma: str = simplemma.lemmatize(word, lang=self._language)
        return lemma.lower()


def _has_dictionary(language: str) -> bool:
    try:
        simplemma.lemmatize("a", lang=language)
    except ValueError:
        return False
    return True
