"""Why the learned suggester says what it says, in what a person can check: patterns, words, like passages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from qualcode.model import CodeKey, Segment, SourceId, Span
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import bigram_buckets, word_buckets
from qualcode.suggesters.learning.segment_features import SegmentFeatures
from qualcode.suggesters.learning.weight_projection import FeatureWeights
from qualcode.suggesters.patterns.pattern_suggester import (
    STRONG,
    EvidencePart,
    PatternEvidence,
    list_quotes,
    strongest_sentence,
)

_WORDS, _PATTERNS = 3, 4
_LEAST = 0.05
"""A word that moves the log-odds by less is not worth naming."""
_ALIKE = 0.1
_QUOTE = 60


@dataclass(frozen=True, slots=True)
class CodedSegments:
    """The coded segments that the model was learned from, by code, to find the nearest of them."""

    by_code: Mapping[CodeKey, tuple[csr_array, Sequence[Segment]]]
    """Each code's segments and their words: segments by those boxes that have weights."""
    names: Mapping[SourceId, str]

    @classmethod
    def of(
        cls,
        sources: Sequence[CodedSource],
        features: Sequence[SegmentFeatures],
        projection: FeatureWeights | None,
        names: Mapping[SourceId, str],
    ) -> Self:
        """Gather the coded segments of what has been read."""
        rows: dict[CodeKey, list[csr_array]] = defaultdict(list)
        segments: dict[CodeKey, list[Segment]] = defaultdict(list)
        for source, its in zip(sources, features, strict=True):
            words = projection.narrowed(its.words) if projection else its.words
            for row, codes in enumerate(source.codes):
                for code in codes:
                    rows[code].append(words[[row]])
                    segments[code].append(source.segments[row])
        return cls({code: (csr_array(vstack(rows[code])), segments[code]) for code in rows}, names)

    def nearest(self, words: csr_array, code: CodeKey, besides: Segment) -> str:
        """Return the passage coded alike whose words are most alike, quoted; empty where none is alike."""
        if code not in self.by_code:
            return ""
        table, segments = self.by_code[code]
        asked = np.zeros(table.shape[1])
        asked[words.indices] = words.data
        likeness = np.asarray(table @ asked)
        for row in np.argsort(-likeness, kind="stable")[:2].tolist():
            same = segments[row].source == besides.source and segments[row].span == besides.span
            if likeness[row] > _ALIKE and not same:
                return self._quoted(segments[row], besides)
        return ""

    def _quoted(self, segment: Segment, besides: Segment) -> str:
        words = " ".join(segment.text.split())
        short = words if len(words) <= _QUOTE else words[:_QUOTE].rsplit(" ", 1)[0] + " …"
        name = "" if segment.source == besides.source else self.names.get(segment.source, "another source")
        return f"“{short}” (turn {segment.turn}{' of ' if name else ''}{name})"


@dataclass(frozen=True, slots=True)
class ReasonWriter:
    """Explains the suggestions made from one source's features."""

    patterns: PatternEvidence
    projection: FeatureWeights | None
    passages: CodedSegments

    def why(self, features: SegmentFeatures, row: int, code: int) -> tuple[str, Span | None]:
        """Return why the code may fit this segment, and the sentence that speaks most for it."""
        segment, key = features.evidence.reading.segments[row], self.patterns.keys[code]
        found = self.patterns.parts(features.evidence, row, code)
        told, words = [list_quotes(found, _PATTERNS)], []
        if self.projection is not None:
            seen = self.projection.narrowed(features.words[[row]])
            words = self._words(features, row, seen.data * self.projection.words[seen.indices, code])
            alike = self.passages.nearest(seen, key, segment)
            told += [
                f"learned from {list_quotes(words, _WORDS)}" if words else "",
                f"like {alike}" if alike else "",
            ]
        weighed = [EvidencePart(part.quote, part.weight / STRONG, part.span) for part in found] + words
        reason = "; ".join(part for part in told if part) or "what is said around it"
        return reason, strongest_sentence(segment, weighed)

    def _words(self, features: SegmentFeatures, row: int, moved: NDArray[np.float64]) -> list[EvidencePart]:
        """Return the words and pairs that move the log-odds up, each where it stands, the strongest first."""
        reading = features.evidence.reading
        moves = dict(zip(features.words[[row]].indices.tolist(), moved.tolist(), strict=True))
        inside = np.flatnonzero(reading.rows == row)
        lemmas, tokens, doc = reading.lemmas[inside], reading.tokens[inside], reading.docs[row]
        parts: list[EvidencePart] = []
        for length, boxes in ((1, word_buckets(lemmas)), (2, bigram_buckets(lemmas))):
            for position, box in enumerate(boxes.tolist()):
                move = moves.get(box, 0.0)
                if move >= _LEAST:
                    first, last = doc[int(tokens[position])], doc[int(tokens[position + length - 1])]
                    start, end = first.idx, last.idx + len(last)
                    quote = f"“{reading.texts[row][start:end]}”"
                    parts.append(EvidencePart(quote, move, reading.span(row, start, end)))
        return sorted(parts, key=lambda part: (-part.weight, part.span))
