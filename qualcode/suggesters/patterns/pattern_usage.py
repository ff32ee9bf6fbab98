"""How often each pattern of a codebook matches in texts, and how often where patterns of other codes match.

A code's ancestors and descendants are its relatives: a broad pattern of a theme is meant to match together
with those of its codes.
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
    """How often one pattern matched, vetoed hits left out; `pattern` is its position in the code, from 0."""

    code: CodeKey
    pattern: int
    hits: int
    shared: int
    """The number of hits in segments in which codes that are no relatives have hits too."""


class PatternUsageCounter:
    """Counts the hits of a codebook's patterns over any number of segments."""

    def __init__(self, codebook: Codebook, language: str = "en", pipeline: str = "") -> None:
        self._codes = [code for code, _ in codebook.walk() if not code.retired]
        attributes = required_attributes([pattern for code in self._codes for pattern in code.patterns])
        self._analyser = Analyser(language, pipeline, attributes)
        self._matchers = Matchers(self._codes, self._analyser)
        positions = {code.key: position for position, code in enumerate(self._codes)}
        relatives = (
            (*codebook.branch(code.key), *(ancestor.key for ancestor in codebook.ancestors(code.key)))
            for code in self._codes
        )
        self._relatives = [{positions[key] for key in keys if key in positions} for keys in relatives]
        # By identity: two patterns of a code may be equal.
        self._number = {
            id(pattern): number for code in self._codes for number, pattern in enumerate(code.patterns)
        }
        self._hits: Counter[tuple[int, int]] = Counter()
        self._shared: Counter[tuple[int, int]] = Counter()

    def add(self, segments: Iterable[Segment]) -> None:
        """Count the hits in these segments, without the interviewer's, as suggesters do."""
        eligible = (segment for segment in segments if gets_suggestions(segment, DEFAULT_LIMITS))
        for batch in batches(eligible, _BATCH):
            for hits in self._valid_hits(batch):
                codes = {hit.rule.code for hit in hits}
                for hit in hits:
                    key = hit.rule.code, self._number[id(hit.rule.pattern)]
                    self._hits[key] += 1
                    self._shared[key] += bool(codes - self._relatives[hit.rule.code])

    def usage(self) -> list[PatternUsage]:
        """Return the counts of every pattern that suggests a code, in the codebook's order."""
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
        """Return the positions of each code's examples, from 0, in which none of its own patterns matches."""
        unmatched: dict[CodeKey, list[int]] = {}
        for position, code in enumerate(self._codes):
            examples = code.examples if code.patterns else ()
            for number, hits in enumerate(self._valid_hits([_segment(text) for text in examples])):
                if all(hit.rule.code != position for hit in hits):
                    unmatched.setdefault(code.key, []).append(number)
        return unmatched

    def _valid_hits(self, segments: Sequence[Segment]) -> Iterator[list[PatternHit]]:
        """Yield for each segment its hits, without vetoes and the hits of vetoed codes."""
        if not segments:
            return
        tokens = self._analyser.analyse(segments)
        for doc, text in zip(tokens.docs, tokens.texts, strict=True):
            hits = list(self._matchers.hits(doc, text.folded))
            vetoed = {hit.rule.code for hit in hits if hit.rule.pattern.kind is PatternKind.NOT}
            yield [hit for hit in hits if hit.rule.code not in vetoed]


def _segment(text: str) -> Segment:
    return Segment(source=SourceId(""), turn=0, span=Span(0, len(text)), text=text)
