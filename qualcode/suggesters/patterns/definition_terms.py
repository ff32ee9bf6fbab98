"""What a codebook says in plain words, as weak evidence: its labels, briefs, definitions and examples.

One such word is never enough for a suggestion by itself, several together may be. A word that many codes
use (`police` in a codebook on policing) tells little about any of them, and weighs less.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from qualcode.model import Code, PatternKind
from qualcode.suggesters.patterns.spacy_tokens import Analyser, TokenArrays

LABEL, BRIEF, DEFINITION, EXAMPLES = 1.0, 0.7, 0.6, 0.4
"""How much a word weighs by the field it stands in; of several fields, the strongest counts."""
_SHORTEST = 3


class DefinitionTerms:
    """The lemma ids of all weak words, in order, and what each of them says for each code."""

    def __init__(self, codes: Sequence[Code], analyser: Analyser) -> None:
        by_code = [_words(code, analyser) for code in codes]
        self.lemmas = np.unique(np.array([lemma for words in by_code for lemma in words], dtype=np.uint64))
        table = np.zeros((len(self.lemmas), len(codes)))
        for position, words in enumerate(by_code):
            table[self._places(words), position] = list(words.values())
        spread = np.maximum((table > 0).sum(axis=1), 1)
        table *= (np.log1p(len(codes) / spread) / np.log1p(len(codes)))[:, None]
        self.weights = csr_array(table)
        self._by_code = [
            {
                lemma: float(table[place, position])
                for lemma, place in zip(words, self._places(words), strict=True)
            }
            for position, words in enumerate(by_code)
        ]

    def counts(self, reading: TokenArrays) -> csr_array:
        """Return how often each weak word stands in each segment: segments by words."""
        shape = (len(reading.segments), len(self.lemmas))
        if not len(self.lemmas):
            return csr_array(shape)
        place = np.minimum(np.searchsorted(self.lemmas, reading.lemmas), len(self.lemmas) - 1)
        known = self.lemmas[place] == reading.lemmas
        rows, columns = reading.rows[known], place[known]
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)

    def scores(self, reading: TokenArrays) -> NDArray[np.float64]:
        """Return what the weak words say, segments by codes; a word said again adds less each time."""
        counts = self.counts(reading)
        counts.sum_duplicates()
        counts.data = 1 + np.log(counts.data)
        return np.asarray((counts @ self.weights).toarray())

    def of(self, code: int) -> dict[int, float]:
        """Return the weak words of the code at this position, by lemma id, with their weights."""
        return self._by_code[code]

    def _places(self, words: dict[int, float]) -> NDArray[np.int64]:
        return np.searchsorted(self.lemmas, np.array(list(words), dtype=np.uint64))


def _words(code: Code, analyser: Analyser) -> dict[int, float]:
    """Return a code's weak words by lemma id; a branch without patterns of its own has none."""
    if code.children and not code.patterns:
        return {}
    fields = [
        (EXAMPLES, " ".join(code.examples)),
        (DEFINITION, code.definition),
        (BRIEF, code.brief),
        (LABEL, code.title),
    ]
    weights = {lemma: weight for weight, text in fields for lemma in _content(text, analyser)}
    for pattern in code.patterns:
        if pattern.kind in {PatternKind.LEMMA, PatternKind.PHRASE}:
            for lemma in _content(pattern.text, analyser):
                weights.pop(lemma, None)  # said once, by the pattern
    return weights


def _content(text: str, analyser: Analyser) -> list[int]:
    """Return the lemma ids of a text's words, without those that every text is made of."""
    return [
        token.lemma
        for token in analyser.document(text.replace("_", " ").replace("-", " "))
        if token.is_alpha and not token.is_stop and len(token) >= _SHORTEST
    ]
