"""Findings of the codebook check: content that is valid but inadvisable."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model import CodeKey, Pattern


class LintRule(StrEnum):
    """The lint rules, with the names that a listing shows."""

    NO_DEFINITION = "no definition"
    TWIN_LABELS = "twin labels"
    TWIN_KEYS = "twin keys"
    LIKE_DEFINITIONS = "like definitions"
    OVERLAPPING_PATTERNS = "overlapping patterns"
    REPEATED_PATTERN = "repeated pattern"
    VETOED_PATTERN = "vetoed pattern"
    BOUNDLESS_PATTERN = "boundless pattern"
    EMPTY_BRANCH = "empty branch"
    SINGLE_CODE = "single code"
    UNKNOWN_MEMBER = "unknown member"
    UNUSED = "unused"
    ONE_SOURCE = "one source"
    IDLE_PATTERN = "idle pattern"
    DEAD_PATTERN = "dead pattern"
    SHARED_PATTERN = "shared pattern"
    UNMATCHED_EXAMPLE = "unmatched example"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """A finding about a code, with its line in the file (0 if unknown)."""

    line: int
    code: CodeKey
    kind: LintRule
    message: str


def pattern_name(pattern: Pattern) -> str:
    """Return a pattern's name in a message."""
    return f"{pattern.kind} `{pattern.text}`" if pattern.text else "the token pattern"
