"""A suggestion is a machine's opinion, a decision a person's answer to it.

They live in different tables: running a suggester again replaces opinions and can never touch a decision.
"""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CodeKey, CoderName, SourceId, SuggestionId
from qualcode.model.source import Role
from qualcode.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The unit that a suggester looks at: a turn, a part of a long one, or a paragraph."""

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
    """A code that may fit a segment, how likely that is, and why."""

    id: SuggestionId
    source: SourceId
    span: Span
    code: CodeKey
    score: float
    """The probability, from 0 to 1, that the coder would put this code here."""
    reason: str
    """What a person can check: the patterns that fired, the strongest words, the nearest passages."""
    suggester: str
    evidence: Span | None = None
    """The sentence that contributed most."""


class Verdict(StrEnum):
    """What a coder answered to a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A coder's answer to a suggestion of a code on a span; kept whatever suggesters say later."""

    source: SourceId
    span: Span
    code: CodeKey
    coder: CoderName
    verdict: Verdict
    decided_at: str
    suggester: str
    score: float
