"""What the patterns of a codebook do on texts: which fire, how often, and how often where others do too.

Codes above and under a code are its kin: a broad pattern of a theme is meant to fire with its codes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, CodeKey, PatternKind, Segment, SourceId, Span
from qualcode.suggesters.patterns.pattern_matchers import Matchers, PatternHit, required_attributes
from qualcode.suggesters.patterns.spacy_tokens import Analyser
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, batches, gets_suggestions

_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternUsage:
    """How often one pattern fired, vetoed hits left out; `pattern` is its position in the code, from 0."""

    code: CodeKey
    pattern: int
    hits: int
    shared: int
    """How many of the hits lie in segments in which codes that are no kin fire too."""


class PatternUsageCounter:
    """Counts what the patterns do, text by text."""

    def __init__(self, codebook: Codebook, language: str = "en", pipeline: str = "") -> None:
        self._codes = [code for code, _ in codebook.walk() if not code.retired]
        asked = required_attributes([pattern for code in self._codes for pattern in code.patterns])
        self._analyser = Analyser(language, pipeline, asked)
        self._matchers = Matchers(self._codes, self._analyser)
        place = {code.key: position for position, code in enumerate(self._codes)}
        kin = (
            (*codebook.branch(code.key), *(above.key for above in codebook.ancestors(code.key)))
            for code in self._codes
        )
        self._kin = [{place[key] for key in keys if key in place} for keys in kin]
        # By the very object: two patterns of a code may say the same.
        self._number = {
            id(pattern): number for code in self._codes for number, pattern in enumerate(code.patterns)
        }
        self._hits: Counter[tuple[int, int]] = Counter()
        self._shared: Counter[tuple[int, int]] = Counter()

    def look(self, segments: Iterable[Segment]) -> None:
        """Count what fires in these segments; the interviewer's are passed over, as suggesters do."""
        asked = (segment for segment in segments if gets_suggestions(segment, DEFAULT_LIMITS))
        for batch in batches(asked, _BATCH):
            for hits in self._read(batch):
                fired = {hit.rule.code for hit in hits}
                for hit in hits:
                    at = hit.rule.code, self._number[id(hit.rule.pattern)]
                    self._hits[at] += 1
                    self._shared[at] += bool(fired - self._kin[hit.rule.code])

    def counted(self) -> list[PatternUsage]:
        """Return what every pattern that suggests a code has done so far, in the codebook's order."""
        return [
            PatternUsage(
                code=code.key,
                pattern=number,
                hits=self._hits[position, number],
                shared=self._shared[position, number],
            )
            for position, code in enumerate(self._codes)
            for number, pattern in enumerate(code.patterns)
            if pattern.kind is not PatternKind.NOT
        ]

    def unmatched_examples(self) -> dict[CodeKey, list[int]]:
        """Return the positions of each code's examples, from 0, in which none of its own patterns fires."""
        found: dict[CodeKey, list[int]] = {}
        for position, code in enumerate(self._codes):
            examples = code.examples if code.patterns else ()
            for number, hits in enumerate(self._read([_segment(text) for text in examples])):
                if all(hit.rule.code != position for hit in hits):
                    found.setdefault(code.key, []).append(number)
        return found

    def _read(self, segments: Sequence[Segment]) -> Iterator[list[PatternHit]]:
        """Yield for each segment the hits that count: not the vetoes, nor what they veto."""
        if not segments:
            return
        reading = self._analyser.read(segments)
        for doc, text in zip(reading.docs, reading.texts, strict=True):
            hits = list(self._matchers.hits(doc, text))
            vetoed = {hit.rule.code for hit in hits if hit.rule.pattern.kind is PatternKind.NOT}
            yield [hit for hit in hits if hit.rule.code not in vetoed]


def _segment(text: str) -> Segment:
    return Segment(source=SourceId(""), turn=0, span=Span(0, len(text)), text=text)
