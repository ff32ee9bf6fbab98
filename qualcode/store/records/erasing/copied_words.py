"""Words that one text has copied from another: runs of consecutive words, whatever is between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from qualcode.model import Span
from qualcode.text.word_spans import word_spans

RUN = 5
"""Number of consecutive words; fewer may be the same by chance."""
WordRun = tuple[str, ...]


def word_runs(text: str, length: int = RUN) -> Iterator[tuple[WordRun, Span]]:
    """Yield each run of so many consecutive words, case-folded, with the span from its first to its last."""
    spans = list(word_spans(text, 0, len(text)))
    words = [span.of(text).casefold() for span in spans]
    for number, (first, last) in enumerate(zip(spans, islice(spans, length - 1, None), strict=False)):
        yield tuple(words[number : number + length]), Span(first.start, last.end)


@dataclass(frozen=True, slots=True)
class CopiedWords:
    """Runs of words of a text that is erased, which other texts have."""

    runs: set[WordRun] = field(default_factory=set)
    shared: set[WordRun] = field(default_factory=set)
    """Those that are also in a text that is not erased; alone they are no trace of it."""

    def spans_in(self, text: str) -> list[Span]:
        """Return the spans of copied words, from the first to the last word that was copied."""
        if not self.runs:
            return []
        copied: list[tuple[Span, bool]] = []
        for run, span in word_runs(text):
            if run in self.runs:
                is_own = run not in self.shared
                if copied and span.start < copied[-1][0].end:
                    before, was_own = copied.pop()
                    span, is_own = Span(before.start, span.end), was_own or is_own  # noqa: PLW2901 - joined
                copied.append((span, is_own))
        return [span for span, is_own in copied if is_own]

    def replace(self, text: str, replacement: str) -> str:
        """Replace each span of copied words."""
        parts, end = [], 0
        for span in self.spans_in(text):
            parts += [text[end : span.start], replacement]
            end = span.end
        return "".join([*parts, text[end:]])
