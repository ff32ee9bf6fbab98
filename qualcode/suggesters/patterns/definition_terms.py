"""Words of a codebook's labels, briefs, definitions and examples, as weak evidence for their codes.

One such word is never enough for a suggestion by itself; several together may be. A word that many codes
use (`police` in a codebook on policing) says little about any of them, and weighs less.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from qualcode.model import Code, PatternKind
from qualcode.suggesters.patterns.spacy_tokens import Analyser, TokenArrays

LABEL, BRIEF, DEFINITION, EXAMPLES = 1.0, 0.7, 0.6, 0.4
"""The weight of a word by the field in which it occurs; of several fields, the strongest counts."""
_MINIMUM_LENGTH = 3


class DefinitionTerms:
    """The lemma ids of all descriptive words, ascending, and the weight of each for each code."""

    def __init__(self, codes: Sequence[Code], analyser: Analyser) -> None:
        by_code = [_weighted_lemmas(code, analyser) for code in codes]
        self.lemmas = np.unique(np.array([lemma for words in by_code for lemma in words], dtype=np.uint64))
        weights = np.zeros((len(self.lemmas), len(codes)))
        for column, words in enumerate(by_code):
            weights[self._rows(words), column] = list(words.values())
        # Inverse code frequency, scaled to 1 for a word of only one code: log(1 + n / k) / log(1 + n).
        code_counts = np.maximum((weights > 0).sum(axis=1), 1)
        weights *= (np.log1p(len(codes) / code_counts) / np.log1p(len(codes)))[:, None]
        self.weights = csr_array(weights)
        self._by_code = [
            {lemma: float(weights[row, column]) for lemma, row in zip(words, self._rows(words), strict=True)}
            for column, words in enumerate(by_code)
        ]

    def counts(self, tokens: TokenArrays) -> csr_array:
        """Return how often each descriptive word occurs in each segment: segments by words."""
        shape = (len(tokens.segments), len(self.lemmas))
        if not len(self.lemmas):
            return csr_array(shape)
        nearest = np.minimum(np.searchsorted(self.lemmas, tokens.lemmas), len(self.lemmas) - 1)
        is_term = self.lemmas[nearest] == tokens.lemmas
        rows, columns = tokens.rows[is_term], nearest[is_term]
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)

    def scores(self, tokens: TokenArrays) -> NDArray[np.float64]:
        """Return the sum of weight * (1 + log(count)) over the words: segments by codes."""
        counts = self.counts(tokens)
        counts.sum_duplicates()
        counts.data = 1 + np.log(counts.data)
        return np.asarray((counts @ self.weights).toarray())

    def weights_of(self, code: int) -> dict[int, float]:
        """Return the weights of the words of the code at this position, by lemma id."""
        return self._by_code[code]

    def _rows(self, words: dict[int, float]) -> NDArray[np.int64]:
        return np.searchsorted(self.lemmas, np.array(list(words), dtype=np.uint64))


def _weighted_lemmas(code: Code, analyser: Analyser) -> dict[int, float]:
    """Return the weights of a code's words by lemma id; a branch without patterns of its own has none."""
    if code.children and not code.patterns:
        return {}
    fields = [
        (EXAMPLES, " ".join(code.examples)),
        (DEFINITION, code.definition),
        (BRIEF, code.brief),
        (LABEL, code.title),
    ]
    weights = {lemma: weight for weight, text in fields for lemma in _content_lemmas(text, analyser)}
    for pattern in code.patterns:
        if pattern.kind in {PatternKind.LEMMA, PatternKind.PHRASE}:
            for lemma in _content_lemmas(pattern.text, analyser):
                weights.pop(lemma, None)  # counted once, by the pattern
    return weights


def _content_lemmas(text: str, analyser: Analyser) -> list[int]:
    """Return the lemma ids of a text's words of three letters or more, without stop words."""
    return [
        token.lemma
        for token in analyser.document(text.replace("_", " ").replace("-", " "))
        if token.is_alpha and not token.is_stop and len(token) >= _MINIMUM_LENGTH
    ]
