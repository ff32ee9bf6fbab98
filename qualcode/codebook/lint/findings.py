"""A finding is something in a codebook that is allowed but unwise."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model import CodeKey, Pattern


class LintRule(StrEnum):
    """The kinds of finding, in the words that a listing shows."""

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
    UNUSED = "unused"
    ONE_SOURCE = "one source"
    IDLE_PATTERN = "idle pattern"
    DEAD_PATTERN = "dead pattern"
    SHARED_PATTERN = "shared pattern"
    UNMATCHED_EXAMPLE = "unmatched example"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """What is unwise, about which code, and the line of the file where it stands (0 where unknown)."""

    line: int
    code: CodeKey
    kind: LintRule
    message: str


def shown(pattern: Pattern) -> str:
    """Return how a message names a pattern."""
    return f"{pattern.kind} `{pattern.text}`" if pattern.text else "the token pattern"
