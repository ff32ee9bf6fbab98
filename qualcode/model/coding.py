"""Codings: a code on a span, by a coder, at a time, under a version of the codebook."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CodeKey, CoderName, CodingId, SourceId
from qualcode.model.span import Span

CONTEXT = 32
"""Number of code points before and after its quote that a coding keeps."""


class Origin(StrEnum):
    """How a coding came about."""

    HUMAN = "human"
    SUGGESTION = "suggestion"
    EDITED_SUGGESTION = "edited suggestion"
    IMPORTED = "imported"


SUGGESTION_ORIGINS = (Origin.SUGGESTION, Origin.EDITED_SUGGESTION)
"""The origins of codings that somebody accepted from a suggestion of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code on a span of a source, with quote and context to verify the span, coder and origin."""

    id: CodingId
    source: SourceId
    span: Span
    quote: str
    context_before: str
    context_after: str
    code: CodeKey
    coder: CoderName
    made_at: str
    """UTC, ISO 8601."""
    origin: Origin
    codebook_version: int
    suggester: str = ""
    score: float | None = None
    memo: str = ""
    starred: bool = False
    """Whether a coder marked it as a good example of its code."""


def context_of(text: str, span: Span) -> tuple[str, str]:
    """Return up to `CONTEXT` code points before and after the span."""
    return text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
