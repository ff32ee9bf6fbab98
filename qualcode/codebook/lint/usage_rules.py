"""Lint rules on the use of a codebook: unused codes, patterns without hits, examples without matches.

The numbers of codings and pattern hits are passed in as plain data.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.codebook.lint.findings import LintFinding, LintRule, pattern_name
from qualcode.model import Code, Codebook, CodeKey, Pattern, PatternKind

SHARED_FROM = 0.5
"""Smallest share of a pattern's hits in segments of other codes' patterns that is reported."""
MIN_HITS = 4
"""Smallest number of hits for which that share is computed."""
MAX_SINGLE_IDLE = 3
"""Up to this many patterns of a code without hits are separate findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternHits:
    """Number of hits of one pattern in the sources; `pattern` is its position in the code, from 0."""

    code: CodeKey
    pattern: int
    hits: int
    shared: int = 0
    """Number of hits in segments that patterns of other codes hit too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Use of a codebook; no findings are derived from numbers that are left out."""

    codings: Mapping[CodeKey, int] | None = None
    sources: Mapping[CodeKey, int] = field(default_factory=dict)
    """Number of sources with codings of each code."""
    hits: Sequence[PatternHits] = ()
    unmatched: Mapping[CodeKey, Sequence[int]] = field(default_factory=dict)
    """Positions of each code's examples, from 0, that none of its patterns matches."""
    dead: Mapping[tuple[CodeKey, int], str] = field(default_factory=dict)
    """Patterns (code, position) that cannot match, with the token attribute that is never set."""


def check_usage(codebook: Codebook, usage: Usage) -> tuple[LintFinding, ...]:
    """Return the findings about a codebook's use by line."""
    findings: list[LintFinding] = []
    hits: defaultdict[CodeKey, list[PatternHits]] = defaultdict(list)
    for pattern_hits in usage.hits:
        hits[pattern_hits.code].append(pattern_hits)
    for key, (code, _) in codebook.entries.items():
        if not code.retired:
            findings += _codings(codebook, code, usage)
            live = [each for each in hits[key] if (key, each.pattern) not in usage.dead]
            findings += _patterns(code, live)
            findings += _dead(code, usage)
            findings += _examples(code, usage.unmatched.get(key, ()))
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.kind)))


def _codings(codebook: Codebook, code: Code, usage: Usage) -> Iterator[LintFinding]:
    """Yield a finding if a code is unused or used in one source; codes under it count as its use."""
    if usage.codings is None:
        return
    count = usage.codings.get(code.key, 0)
    branch = sum(usage.codings.get(key, 0) for key in codebook.branch(code.key))
    if not branch:
        yield _finding(code, LintRule.UNUSED, f"There are no codings with `{code.key}`.")
    elif count > 1 and usage.sources.get(code.key) == 1:
        yield _finding(code, LintRule.ONE_SOURCE, f"All {count} codings with `{code.key}` are in one source.")


def _patterns(code: Code, hits: Iterable[PatternHits]) -> Iterator[LintFinding]:
    idle: list[Pattern] = []
    for each in hits:
        if not 0 <= each.pattern < len(code.patterns):
            continue
        pattern = code.patterns[each.pattern]
        if pattern.kind is PatternKind.NOT:
            continue
        if not each.hits:
            idle.append(pattern)
        elif each.hits >= MIN_HITS and each.shared >= SHARED_FROM * each.hits:
            message = (
                f"{pattern_name(pattern)}: {each.shared} of {each.hits} hits are hits of other codes too."
            )
            yield _finding(code, LintRule.SHARED_PATTERN, message, pattern.line)
    yield from _idle(code, idle)


def _idle(code: Code, idle: Sequence[Pattern]) -> Iterator[LintFinding]:
    """Yield a finding for each pattern without hits, or one for all of them above `MAX_SINGLE_IDLE`."""
    if len(idle) <= MAX_SINGLE_IDLE:
        for pattern in idle:
            yield _finding(code, LintRule.IDLE_PATTERN, f"{pattern_name(pattern)} never fires.", pattern.line)
        return
    total = sum(pattern.kind is not PatternKind.NOT for pattern in code.patterns)
    lines = ", ".join(str(pattern.line) for pattern in idle[1:])
    message = (
        f"{len(idle)} of its {total} patterns never fire, {pattern_name(idle[0])} and those in lines {lines}."
    )
    yield _finding(code, LintRule.IDLE_PATTERN, message, idle[0].line)


def _dead(code: Code, usage: Usage) -> Iterator[LintFinding]:
    for number, pattern in enumerate(code.patterns):
        if attribute := usage.dead.get((code.key, number)):
            reason = f"it asks for {attribute}, which the pipeline does not set"
            message = (
                f"{pattern_name(pattern)} cannot fire: {reason}. "
                "Name a trained pipeline as `model` in qualcode.toml."
            )
            yield _finding(code, LintRule.DEAD_PATTERN, message, pattern.line)


def _examples(code: Code, unmatched: Sequence[int]) -> Iterator[LintFinding]:
    if code.patterns:
        for position in unmatched:
            message = f"No pattern of `{code.key}` matches its example {position + 1}."
            yield _finding(code, LintRule.UNMATCHED_EXAMPLE, message)


def _finding(code: Code, kind: LintRule, message: str, line: int = 0) -> LintFinding:
    return LintFinding(line=line or code.line, code=code.key, kind=kind, message=message)
