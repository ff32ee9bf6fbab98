"""What is unwise in a codebook in the light of its use: codings so far, and what the patterns hit.

Counts and hits come in as plain data from whoever has the codings and the suggester; nothing is counted here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.codebook.lint.findings import LintFinding, LintRule, shown
from qualcode.model import Code, Codebook, CodeKey, Pattern, PatternKind

SHARED_FROM = 0.5
"""From which share of its hits on, a pattern that other codes' patterns hit too is worth a look."""
FEWEST_HITS = 4
"""With fewer hits than this a share says nothing."""
FEW_IDLE = 3
"""So many patterns that never fire are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternHits:
    """What one pattern of a code did on a text collection; `pattern` is its position in the code, from 0."""

    code: CodeKey
    pattern: int
    hits: int
    shared: int = 0
    """How many of the hits lie in segments that patterns of other codes hit as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How a codebook has been used; what is not known is left out, and nothing is said about it."""

    codings: Mapping[CodeKey, int] | None = None
    sources: Mapping[CodeKey, int] = field(default_factory=dict)
    """In how many sources a code was used."""
    hits: Sequence[PatternHits] = ()
    unmatched: Mapping[CodeKey, Sequence[int]] = field(default_factory=dict)
    """Positions of a code's examples, from 0, that none of its own patterns matches."""
    dead: Mapping[tuple[CodeKey, int], str] = field(default_factory=dict)
    """Patterns (by code and position) that can never match, each with the attribute that nothing writes."""


def check_usage(codebook: Codebook, usage: Usage) -> tuple[LintFinding, ...]:
    """Return what is unwise in the light of the use, in the order of the file."""
    found: list[LintFinding] = []
    hits: defaultdict[CodeKey, list[PatternHits]] = defaultdict(list)
    for each in usage.hits:
        hits[each.code].append(each)
    for key, (code, _) in codebook.entries.items():
        if not code.retired:
            found += _codings(codebook, code, usage)
            found += _patterns(code, [each for each in hits[key] if (key, each.pattern) not in usage.dead])
            found += _dead(code, usage)
            found += _examples(code, usage.unmatched.get(key, ()))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.kind)))


def _codings(codebook: Codebook, code: Code, usage: Usage) -> Iterator[LintFinding]:
    """Say that a code is unused; a code that only holds others is used when they are."""
    if usage.codings is None:
        return
    count = usage.codings.get(code.key, 0)
    branch = sum(usage.codings.get(key, 0) for key in codebook.branch(code.key))
    if not branch:
        yield _finding(code, LintRule.UNUSED, f"Nothing is coded `{code.key}`.")
    elif count > 1 and usage.sources.get(code.key) == 1:
        yield _finding(code, LintRule.ONE_SOURCE, f"All {count} codings with `{code.key}` are in one source.")


def _patterns(code: Code, seen: Iterable[PatternHits]) -> Iterator[LintFinding]:
    idle: list[Pattern] = []
    for each in seen:
        if not 0 <= each.pattern < len(code.patterns):
            continue
        pattern = code.patterns[each.pattern]
        if pattern.kind is PatternKind.NOT:
            continue
        if not each.hits:
            idle.append(pattern)
        elif each.hits >= FEWEST_HITS and each.shared >= SHARED_FROM * each.hits:
            message = f"{shown(pattern)}: {each.shared} of {each.hits} hits are hits of other codes too."
            yield _finding(code, LintRule.SHARED_PATTERN, message, pattern.line)
    yield from _idle(code, idle)


def _idle(code: Code, idle: Sequence[Pattern]) -> Iterator[LintFinding]:
    """Name patterns that never fire one by one, or where they are many in one finding with their lines."""
    if len(idle) <= FEW_IDLE:
        for pattern in idle:
            yield _finding(code, LintRule.IDLE_PATTERN, f"{shown(pattern)} never fires.", pattern.line)
        return
    total = sum(pattern.kind is not PatternKind.NOT for pattern in code.patterns)
    lines = ", ".join(str(pattern.line) for pattern in idle[1:])
    message = f"{len(idle)} of its {total} patterns never fire, {shown(idle[0])} and those in lines {lines}."
    yield _finding(code, LintRule.IDLE_PATTERN, message, idle[0].line)


def _dead(code: Code, usage: Usage) -> Iterator[LintFinding]:
    for number, pattern in enumerate(code.patterns):
        if attribute := usage.dead.get((code.key, number)):
            message = (
                f"{shown(pattern)} cannot fire: it asks for {attribute}, which the pipeline does not know. "
                "Name a trained pipeline as `model` in qualcode.toml."
            )
            yield _finding(code, LintRule.DEAD_PATTERN, message, pattern.line)


def _examples(code: Code, unmatched: Sequence[int]) -> Iterator[LintFinding]:
    if code.patterns:
        for at in unmatched:
            message = f"No pattern of `{code.key}` matches its example {at + 1}."
            yield _finding(code, LintRule.UNMATCHED_EXAMPLE, message)


def _finding(code: Code, kind: LintRule, message: str, line: int = 0) -> LintFinding:
    return LintFinding(line=line or code.line, code=code.key, kind=kind, message=message)
