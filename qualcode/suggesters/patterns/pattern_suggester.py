"""Suggestions from the codebook alone: its patterns, and the plain words of its labels and definitions.

Each pattern that fires and each weak word that occurs adds to a code's pattern score. The score becomes a
probability by logit = -3 + 1.1 * log(1 + score), which was found to hold across studies and codebooks
that it was not fitted on: one strong pattern is worth showing, several together are likely to be right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Code, Codebook, CodeKey, PatternKind, Segment, Span, Suggestion
from qualcode.suggesters.patterns.definition_terms import DefinitionTerms
from qualcode.suggesters.patterns.pattern_matchers import Matchers, PatternHit, Rule, required_attributes
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

NAME = "patterns"
VERSION = "1"
STRONG = 4.0
"""What the first match of a strong pattern adds to a code's score; further matches of it add less."""
INTERCEPT, SLOPE = -3.0, 1.1
_BATCH = 256
_QUOTED = 5


@dataclass(frozen=True, slots=True)
class CodeEvidence:
    """What the codebook finds in segments: scores and vetoes (segments by codes), each row's matches."""

    reading: TokenArrays
    scores: NDArray[np.float64]
    vetoed: NDArray[np.bool_]
    hits: Sequence[Sequence[PatternHit]]


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One thing that speaks for a code: how it is put to a person, what it weighs, where it stands."""

    quote: str
    weight: float
    span: Span


class PatternEvidence:
    """The codebook as an instrument: compiled once, then read against any number of segments."""

    def __init__(self, codebook: Codebook, language: str = "en", pipeline: str = "") -> None:
        codes: list[Code] = [code for code, _ in codebook.walk()]
        self.keys: tuple[CodeKey, ...] = codebook.keys
        asked = required_attributes([pattern for code in codes for pattern in code.patterns])
        self.analyser = Analyser(language, pipeline, asked)
        self._matchers = Matchers(codes, self.analyser)
        self._weak = DefinitionTerms(codes, self.analyser)

    def read(self, segments: Sequence[Segment]) -> CodeEvidence:
        """Return what the patterns and weak words find in the segments."""
        reading = self.analyser.read(segments)
        scores = self._weak.scores(reading)
        vetoed = np.zeros(scores.shape, dtype=np.bool_)
        hits: list[list[PatternHit]] = []
        for row, (doc, text) in enumerate(zip(reading.docs, reading.texts, strict=True)):
            found = list(self._matchers.hits(doc, text))
            hits.append(found)
            _add(found, scores[row], vetoed[row])
        return CodeEvidence(reading, scores, vetoed, hits)

    def parts(self, evidence: CodeEvidence, row: int, code: int) -> list[EvidencePart]:
        """Return what in a segment speaks for a code, the strongest first."""
        reading, text, doc = evidence.reading, evidence.reading.texts[row], evidence.reading.docs[row]
        found: list[EvidencePart] = []
        for hit in evidence.hits[row]:
            if hit.rule.code == code and hit.rule.pattern.kind is not PatternKind.NOT:
                quote = _quoted(text[hit.start : hit.end], hit.rule)
                found.append(EvidencePart(quote, STRONG, reading.span(row, hit.start, hit.end)))
        weak = self._weak.of(code)
        for position, lemma in enumerate(doc.to_array("LEMMA").tolist()):
            if lemma in weak:
                token = doc[position]
                place = reading.span(row, token.idx, token.idx + len(token))
                found.append(EvidencePart(f"“{token.text}” (word)", weak[lemma], place))
        return sorted(found, key=lambda part: (-part.weight, part.span))


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
        asked = (segment for segment in segments if gets_suggestions(segment, limits))
        for batch in batches(asked, _BATCH):
            evidence = self._evidence.read(batch)
            chances = np.where(is_allowed & ~evidence.vetoed, probability(evidence.scores), 0.0)
            for row in range(len(batch)):
                for code in top_codes(chances[row], limits):
                    yield self._suggestion(evidence, row, code, float(chances[row, code]))

    def _suggestion(self, evidence: CodeEvidence, row: int, code: int, score: float) -> Suggestion:
        segment, key = evidence.reading.segments[row], self._evidence.keys[code]
        parts = self._evidence.parts(evidence, row, code)
        return Suggestion(
            id=suggestion_id(segment, key, NAME),
            source=segment.source,
            span=segment.span,
            code=key,
            score=score,
            reason=list_quotes(parts),
            suggester=NAME,
            evidence=strongest_sentence(segment, parts),
        )


def logit(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds that a code fits, from its pattern score."""
    return np.asarray(INTERCEPT + SLOPE * np.log1p(scores))


def probability(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that a code fits, from its pattern score."""
    return np.asarray(1 / (1 + np.exp(-logit(scores))))


def _add(hits: Sequence[PatternHit], scores: NDArray[np.float64], vetoed: NDArray[np.bool_]) -> None:
    """Add one segment's matches to its scores: each pattern counts in full once, then by the logarithm."""
    times = Counter(hit.rule for hit in hits)
    for rule, count in times.items():
        if rule.pattern.kind is PatternKind.NOT:
            vetoed[rule.code] = True
        else:
            scores[rule.code] += STRONG * (1 + np.log(count))


def list_quotes(parts: Sequence[EvidencePart], most: int = _QUOTED) -> str:
    """Return the parts' quotes, each once, in one line."""
    quotes = list(dict.fromkeys(part.quote for part in parts))
    return ", ".join(quotes[:most]) + (" …" if len(quotes) > most else "")


def strongest_sentence(segment: Segment, parts: Sequence[EvidencePart]) -> Span | None:
    """Return the sentence whose parts weigh most; the first of equals, None where no sentence has any."""
    weights = [
        sum(part.weight for part in parts if sentence.overlaps(part.span)) for sentence in segment.sentences
    ]
    return segment.sentences[int(np.argmax(weights))] if weights and max(weights) > 0 else None


def _quoted(words: str, rule: Rule) -> str:
    kind = rule.pattern.kind
    plain = kind is PatternKind.PHRASE or rule.name.lower() == words.lower()
    return f"“{words}” ({kind})" if plain else f"“{words}” ({kind}: {rule.name})"
