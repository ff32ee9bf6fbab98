"""Suggestions from the codebook alone: its patterns, and the words of its labels and definitions.

Each pattern that matches and each descriptive word that occurs adds to a code's pattern score p. The
probability is expit(-3 + 1.1 * log(1 + p)), whose two constants held across studies and codebooks that they
were not fitted on: one pattern is worth a suggestion, several together are likely to be right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from qualcode.model import Code, Codebook, CodeKey, PatternKind, Segment, Suggestion
from qualcode.suggesters.patterns.definition_terms import DefinitionTerms
from qualcode.suggesters.patterns.pattern_matchers import Matchers, PatternHit, required_attributes
from qualcode.suggesters.patterns.pattern_reasons import (
    EvidenceOrigin,
    EvidenceQuote,
    describe,
    strongest_sentence,
)
from qualcode.suggesters.patterns.spacy_tokens import Analyser, TokenArrays
from qualcode.suggesters.suggestion_limits import (
    DEFAULT_LIMITS,
    SuggestionLimits,
    allowed_codes,
    batches,
    gets_suggestions,
    suggestion_id,
    top_codes,
)
from qualcode.text.folded_text import fold

NAME = "patterns"
VERSION = "1"
STRONG = 4.0
"""What the first match of a pattern adds to a code's score; further matches of it add less."""
INTERCEPT, SLOPE = -3.0, 1.1
_BATCH = 256


@dataclass(frozen=True, slots=True)
class CodeEvidence:
    """The codebook's evidence on segments: scores and vetoes (segments by codes), each segment's matches."""

    tokens: TokenArrays
    scores: NDArray[np.float64]
    vetoed: NDArray[np.bool_]
    hits: Sequence[Sequence[PatternHit]]


class PatternEvidence:
    """A codebook's patterns and descriptive words, compiled once and matched against any segments."""

    def __init__(self, codebook: Codebook, language: str = "en", pipeline: str = "") -> None:
        codes: list[Code] = [code for code, _ in codebook.walk()]
        self.keys: tuple[CodeKey, ...] = codebook.keys
        attributes = required_attributes([pattern for code in codes for pattern in code.patterns])
        self.analyser = Analyser(language, pipeline, attributes)
        self._matchers = Matchers(codes, self.analyser)
        self._terms = DefinitionTerms(codes, self.analyser)

    def collect(self, segments: Sequence[Segment]) -> CodeEvidence:
        """Return the scores, vetoes and matches of patterns and descriptive words in the segments."""
        tokens = self.analyser.analyse(segments)
        scores = self._terms.scores(tokens)
        vetoed = np.zeros(scores.shape, dtype=np.bool_)
        hits: list[list[PatternHit]] = []
        for row, (doc, text) in enumerate(zip(tokens.docs, tokens.texts, strict=True)):
            segment_hits = list(self._matchers.hits(doc, text.folded))
            hits.append(segment_hits)
            _add_hits(segment_hits, scores[row], vetoed[row])
        return CodeEvidence(tokens, scores, vetoed, hits)

    def quotes(self, evidence: CodeEvidence, row: int, code: int) -> list[EvidenceQuote]:
        """Return the quotes of a segment that support a code, the strongest first."""
        tokens, doc = evidence.tokens, evidence.tokens.docs[row]
        quotes: list[EvidenceQuote] = []
        for hit in evidence.hits[row]:
            if hit.rule.code == code and hit.rule.pattern.kind is not PatternKind.NOT:
                words = tokens.quote(row, hit.start, hit.end)
                span = tokens.span(row, hit.start, hit.end)
                quotes.append(EvidenceQuote(words, STRONG, span, EvidenceOrigin.PATTERN, _lemma(hit, words)))
        weights = self._terms.weights_of(code)
        for position, lemma in enumerate(doc.to_array("LEMMA").tolist()):
            if lemma in weights:
                token = doc[position]
                start, end = token.idx, token.idx + len(token)
                words, span = tokens.quote(row, start, end), tokens.span(row, start, end)
                quotes.append(EvidenceQuote(words, weights[lemma], span, EvidenceOrigin.DESCRIPTION))
        return sorted(quotes, key=lambda quote: (-quote.weight, quote.span))


class PatternSuggester:
    """Suggests from the codebook alone; works before anything is coded."""

    name = NAME
    version = VERSION

    def __init__(self, codebook: Codebook, language: str = "en", pipeline: str = "") -> None:
        self._evidence = PatternEvidence(codebook, language, pipeline)

    def suggest(
        self, segments: Iterable[Segment], limits: SuggestionLimits = DEFAULT_LIMITS
    ) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the segments, the likeliest first in each."""
        is_allowed = allowed_codes(self._evidence.keys, limits)
        eligible = (segment for segment in segments if gets_suggestions(segment, limits))
        for batch in batches(eligible, _BATCH):
            evidence = self._evidence.collect(batch)
            probabilities = np.where(
                is_allowed & ~evidence.vetoed, probability(np.log1p(evidence.scores)), 0.0
            )
            for row in range(len(batch)):
                for code in top_codes(probabilities[row], limits):
                    yield self._suggestion(evidence, row, code, float(probabilities[row, code]))

    def _suggestion(self, evidence: CodeEvidence, row: int, code: int, score: float) -> Suggestion:
        segment, key = evidence.tokens.segments[row], self._evidence.keys[code]
        quotes = self._evidence.quotes(evidence, row, code)
        return Suggestion(
            id=suggestion_id(segment, key, NAME),
            source=segment.source,
            span=segment.span,
            code=key,
            score=score,
            reason=describe(quotes),
            suggester=NAME,
            evidence=strongest_sentence(segment, quotes),
        )


def probability(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that a code fits, from log(1 + its pattern score) and any other evidence."""
    return np.asarray(expit(INTERCEPT + SLOPE * evidence))


def _add_hits(hits: Sequence[PatternHit], scores: NDArray[np.float64], vetoed: NDArray[np.bool_]) -> None:
    """Add one segment's n matches of each pattern to its codes' scores, as STRONG * (1 + log(n))."""
    counts = Counter(hit.rule for hit in hits)
    for rule, count in counts.items():
        if rule.pattern.kind is PatternKind.NOT:
            vetoed[rule.code] = True
        else:
            scores[rule.code] += STRONG * (1 + np.log(count))


def _lemma(hit: PatternHit, words: str) -> str:
    """Return the pattern's lemma where the words are another form of it, else nothing."""
    pattern = hit.rule.pattern
    is_form = pattern.kind is PatternKind.LEMMA and fold(pattern.text).lower() != fold(words).lower()
    return pattern.text if is_form else ""
