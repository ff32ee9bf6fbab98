"""Suggestions of a suggester and coders' decisions on them.

They are stored in different tables: a run of a suggester replaces its suggestions and never a decision.
"""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CodeKey, CoderName, SourceId, SuggestionId
from qualcode.model.source import Role
from qualcode.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The unit that is suggested on: a turn, some sentences of a long one, or a paragraph."""

    source: SourceId
    turn: int
    span: Span
    text: str
    speaker: str = ""
    role: Role = Role.NOBODY
    sentences: tuple[Span, ...] = ()
    """Its sentences, as spans of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A code that may fit a segment, with its probability and the reason."""

    id: SuggestionId
    source: SourceId
    span: Span
    code: CodeKey
    score: float
    """The probability, from 0 to 1, that the coder would apply this code."""
    reason: str
    """The evidence in words: matched patterns, strongest words, nearest segments."""
    suggester: str
    evidence: Span | None = None
    """The sentence that contributed most to the score."""


class Verdict(StrEnum):
    """A coder's answer to a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A coder's answer to the suggestion of a code on a span, independent of later runs."""

    source: SourceId
    span: Span
    code: CodeKey
    coder: CoderName
    verdict: Verdict
    decided_at: str
    suggester: str
    score: float
