"""Lemmas without a trained model, from a dictionary (simplemma); each form of a word is looked up once.

Lemmas are in lower case, so that a word at the beginning of a sentence and one inside it are the same.
"""

import simplemma


class Lemmatiser:
    """Lemmatises one language; in a language that simplemma does not know, words stay as they are."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lemmas: dict[str, str] = {}
        self._has_dictionary = _has_dictionary(language)

    def lemma(self, word: str) -> str:
        """Return the lemma of a word, in lower case."""
        lemma = self._lemmas.get(word)
        if lemma is None:
            lemma = self._lemmas[word] = self._look_up(word)
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
