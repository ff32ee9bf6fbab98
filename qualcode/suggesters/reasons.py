"""Why the learned suggester says what it says, in what a person can check: patterns, words, like passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from scipy.sparse import csr_array, vstack

from qualcode.model import CodeKey, Segment, SourceId, Span
from qualcode.suggesters.answers import CodedSource
from qualcode.suggesters.features import Features
from qualcode.suggesters.patterns import STRONG, Part, PatternEvidence, listed, strongest_sentence
from qualcode.suggesters.projection import Projection
from qualcode.suggesters.vocabulary import pair_boxes, word_boxes

_WORDS, _PATTERNS = 3, 4
_LEAST = 0.05
"""A word that moves the log-odds by less is not worth naming."""
_ALIKE = 0.1
_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Passages:
    """The coded segments that the model was learned from, to find the nearest of them."""

    words: csr_array
    segments: Sequence[Segment]
    codes: Sequence[frozenset[CodeKey]]
    names: Mapping[SourceId, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, sources: Sequence[CodedSource], features: Sequence[Features], names: Mapping[SourceId, str]
    ) -> Self:
        """Gather the coded segments of what has been read."""
        rows, segments, codes = [], [], []
        for source, its in zip(sources, features, strict=True):
            coded = [row for row, answer in enumerate(source.codes) if answer]
            rows.append(its.words[coded])
            segments += [source.segments[row] for row in coded]
            codes += [source.codes[row] for row in coded]
        return cls(csr_array(vstack(rows)) if rows else csr_array((0, 1)), segments, codes, names)

    def nearest(self, words: csr_array, code: CodeKey, besides: Segment) -> str:
        """Return the passage coded alike whose words are most alike, quoted; empty where none is alike."""
        if not self.segments:
            return ""
        likeness = (self.words @ words.T).toarray().ravel()
        usable = [
            code in codes and segment is not besides and segment != besides
            for codes, segment in zip(self.codes, self.segments, strict=True)
        ]
        likeness = np.where(usable, likeness, 0.0)
        row = int(np.argmax(likeness))
        return self._quoted(self.segments[row], besides) if likeness[row] > _ALIKE else ""

    def _quoted(self, segment: Segment, besides: Segment) -> str:
        words = " ".join(segment.text.split())
        short = words if len(words) <= _QUOTE else words[:_QUOTE].rsplit(" ", 1)[0] + " …"
        name = "" if segment.source == besides.source else self.names.get(segment.source, "another source")
        return f"“{short}” (turn {segment.turn}{' of ' if name else ''}{name})"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Explains the suggestions made from one source's features."""

    patterns: PatternEvidence
    projection: Projection | None
    passages: Passages

    def why(self, features: Features, row: int, code: int) -> tuple[str, Span | None]:
        """Return why the code may fit this segment, and the sentence that speaks most for it."""
        evidence = features.evidence
        segment, key = evidence.reading.segments[row], self.patterns.keys[code]
        found = self.patterns.parts(evidence, row, code)
        words = self._words(features, row, code)
        alike = self.passages.nearest(features.words[[row]], key, segment)
        told = (
            listed(found, _PATTERNS),
            f"learned from {listed(words, _WORDS)}" if words else "",
            f"like {alike}" if alike else "",
        )
        weighed = [Part(part.quote, part.weight / STRONG, part.span) for part in found] + words
        reason = "; ".join(part for part in told if part) or "what is said around it"
        return reason, strongest_sentence(segment, weighed)

    def _words(self, features: Features, row: int, code: int) -> list[Part]:
        """Return the words and pairs that move the log-odds up, each where it stands, the strongest first."""
        if self.projection is None:
            return []
        reading = features.evidence.reading
        seen = self.projection.narrowed(features.words[[row]])
        moved = seen.data * self.projection.words[seen.indices, code]
        moves = dict(zip(features.words[[row]].indices.tolist(), moved.tolist(), strict=True))
        inside = np.flatnonzero(reading.rows == row)
        lemmas, tokens, doc = reading.lemmas[inside], reading.tokens[inside], reading.docs[row]
        parts: list[Part] = []
        for length, boxes in ((1, word_boxes(lemmas)), (2, pair_boxes(lemmas))):
            for position, box in enumerate(boxes.tolist()):
                move = moves.get(box, 0.0)
                if move >= _LEAST:
                    first, last = doc[int(tokens[position])], doc[int(tokens[position + length - 1])]
                    start, end = first.idx, last.idx + len(last)
                    quote = f"“{reading.texts[row][start:end]}”"
                    parts.append(Part(quote, move, reading.span(row, start, end)))
        return sorted(parts, key=lambda part: (-part.weight, part.span))
