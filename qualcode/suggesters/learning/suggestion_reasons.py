"""Reasons of the learned suggester, in words that a coder can check: patterns, words, similar codings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from qualcode.model import CodeKey, Segment, SourceId, Span
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import bigram_buckets, word_buckets
from qualcode.suggesters.learning.meaning.latent_semantics import LatentSemantics
from qualcode.suggesters.learning.segment_features import SegmentFeatures
from qualcode.suggesters.learning.weight_projection import FeatureWeights
from qualcode.suggesters.patterns.pattern_reasons import (
    EvidenceOrigin,
    EvidenceQuote,
    describe,
    strongest_sentence,
)
from qualcode.suggesters.patterns.pattern_suggester import STRONG, PatternEvidence

_MAXIMUM_WORDS, _MAXIMUM_PATTERNS = 3, 4
_MINIMUM_WEIGHT = 0.05
"""Words that add less to the log-odds are not named."""
_MINIMUM_SIMILARITY = 0.1
_QUOTE_LENGTH = 60
_ONLY_CONTEXT = "the words around it"
"""The reason if neither a pattern nor a word of the segment itself supports the code."""
_ONLY_MEANING = "its meaning and the words around it"
"""The same if sentence vectors are features too."""
_CLOSE_MEANING, _MEANING_REASON = 0.3, "close in meaning to the code's description"
"""The evidence of meaning from which it is named: one standard deviation above that of the other codes."""


@dataclass(frozen=True, slots=True)
class CodedSegments:
    """The coded segments of the training data, by code, to find the most similar one."""

    by_code: Mapping[CodeKey, tuple[csr_array, Sequence[Segment]]]
    """Each code's segments and their TF-IDF: segments by those buckets that have weights."""
    names: Mapping[SourceId, str]

    @classmethod
    def collect(
        cls,
        sources: Sequence[CodedSource],
        features: Sequence[SegmentFeatures],
        weights: FeatureWeights | None,
        names: Mapping[SourceId, str],
    ) -> Self:
        """Collect the coded segments of all answered sources."""
        rows: dict[CodeKey, list[csr_array]] = defaultdict(list)
        segments: dict[CodeKey, list[Segment]] = defaultdict(list)
        for source, its_features in zip(sources, features, strict=True):
            words = weights.select(its_features.words) if weights else its_features.words
            for row, codes in enumerate(source.codes):
                for code in codes:
                    rows[code].append(words[[row]])
                    segments[code].append(source.segments[row])
        return cls({code: (csr_array(vstack(rows[code])), segments[code]) for code in rows}, names)

    def most_similar(self, words: csr_array, code: CodeKey, segment: Segment) -> str:
        """Return a quote of the other segment with this code of the most similar words; empty if none is."""
        if code not in self.by_code:
            return ""
        matrix, segments = self.by_code[code]
        vector = np.zeros(matrix.shape[1])
        vector[words.indices] = words.data
        similarity = np.asarray(matrix @ vector)  # cosine, as the rows have length one
        for row in np.argsort(-similarity, kind="stable")[:2].tolist():
            is_itself = (segments[row].source, segments[row].span) == (segment.source, segment.span)
            if similarity[row] > _MINIMUM_SIMILARITY and not is_itself:
                return self._quote(segments[row], segment.source)
        return ""

    def _quote(self, segment: Segment, current_source: SourceId) -> str:
        """Return the beginning of a segment, its turn and, in another source, that source's name."""
        words = " ".join(segment.text.split())
        short = words if len(words) <= _QUOTE_LENGTH else words[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + " …"
        if segment.source == current_source:
            return f"“{short}” (turn {segment.turn})"
        return f"“{short}” (turn {segment.turn} of {self.names.get(segment.source, 'another source')})"


@dataclass(frozen=True, slots=True)
class ReasonWriter:
    """Writes the reasons of suggestions from a segment's features."""

    patterns: PatternEvidence
    semantics: LatentSemantics
    weights: FeatureWeights | None
    coded_segments: CodedSegments

    def explain(self, features: SegmentFeatures, row: int, code: int) -> tuple[str, Span | None]:
        """Return the reason for a code on a segment, and the sentence with most evidence for it."""
        segment, key = features.evidence.tokens.segments[row], self.patterns.keys[code]
        pattern_quotes = self.patterns.quotes(features.evidence, row, code)
        # To choose a sentence, a pattern match counts as much as words that add 1 to the log-odds.
        comparable = [replace(quote, weight=quote.weight / STRONG) for quote in pattern_quotes]
        reasons = [describe(pattern_quotes, _MAXIMUM_PATTERNS)]
        if self.weights is not None:
            words = features.words[[row]]
            selected = self.weights.select(words)
            own_effects = selected.data * self.weights.words[selected.indices, code]
            shared_effects = self.semantics.word_effects(words, self.weights.dense[:, code])
            word_quotes = self._word_quotes(features, row, own_effects + shared_effects)
            similar = self.coded_segments.most_similar(selected, key, segment)
            reasons += [describe(word_quotes, _MAXIMUM_WORDS), f"like {similar}" if similar else ""]
            comparable += word_quotes
        if features.meanings[row, code] >= _CLOSE_MEANING:
            reasons.append(_MEANING_REASON)
        without_words = _ONLY_MEANING if features.has_vectors else _ONLY_CONTEXT
        reason = "; ".join(reason for reason in reasons if reason) or without_words
        return reason, strongest_sentence(segment, comparable)

    def _word_quotes(
        self, features: SegmentFeatures, row: int, contributions: NDArray[np.float64]
    ) -> list[EvidenceQuote]:
        """Return the words and word pairs that raise the log-odds, the strongest first.

        `contributions` are what each adds, in the order of the row's buckets.
        """
        arrays = features.evidence.tokens
        by_bucket = dict(zip(features.words[[row]].indices.tolist(), contributions.tolist(), strict=True))
        inside = np.flatnonzero(arrays.rows == row)
        lemmas, tokens, doc = arrays.lemmas[inside], arrays.tokens[inside], arrays.docs[row]
        quotes: list[EvidenceQuote] = []
        for length, buckets in ((1, word_buckets(lemmas)), (2, bigram_buckets(lemmas))):
            for position, bucket in enumerate(buckets.tolist()):
                weight = by_bucket.get(bucket, 0.0)
                if weight >= _MINIMUM_WEIGHT:
                    first, last = doc[int(tokens[position])], doc[int(tokens[position + length - 1])]
                    start, end = first.idx, last.idx + len(last)
                    words, span = arrays.quote(row, start, end), arrays.span(row, start, end)
                    quotes.append(EvidenceQuote(words, weight, span, EvidenceOrigin.LEARNED))
        return sorted(quotes, key=lambda quote: (-quote.weight, quote.span))
