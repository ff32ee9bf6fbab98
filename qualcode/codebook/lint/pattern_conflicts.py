"""Patterns that get in each other's way: the same words for two codes, or a veto on a code's own words.

Only what can be read off the words is said here; what patterns do to real texts is for `usage`.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from qualcode.codebook.lint.findings import LintFinding, LintRule, shown
from qualcode.model import Code, Codebook, Pattern, PatternKind

_WORDED = {PatternKind.PHRASE, PatternKind.LEMMA}
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """A pattern where a code uses it."""

    code: Code
    pattern: Pattern


def overlapping(codebook: Codebook) -> Iterator[LintFinding]:
    """Yield a finding for every pattern that clashes with another, or that fires nowhere or everywhere."""
    uses: defaultdict[Words, list[_Use]] = defaultdict(list)
    for code, _ in codebook.walk():
        if code.retired:
            continue
        yield from _inside(code)
        for pattern in code.patterns:
            if pattern.kind is not PatternKind.NOT:
                uses[_form(pattern)].append(_Use(code, pattern))
    for same in uses.values():
        yield from _same(same)
    for form, longer in uses.items():
        for part in _parts(form):
            if part in uses:
                yield from _within(codebook, uses[part][0], longer[0])


def _form(pattern: Pattern) -> Words:
    """Return what makes two patterns the same: the words, as phrase or as lemma, or the whole expression."""
    if pattern.kind in _WORDED:
        return ("", *pattern.text.casefold().split())
    return (pattern.kind.value, pattern.text or repr(pattern.tokens))


def _parts(form: Words) -> Iterator[Words]:
    """Yield every shorter run of words within a phrase."""
    if not form[0]:
        words = form[1:]
        for start, end in combinations(range(len(words) + 1), 2):
            if end - start < len(words):
                yield ("", *words[start:end])


def _same(uses: list[_Use]) -> Iterator[LintFinding]:
    first = uses[0]
    for use in uses[1:]:
        if use.code.key == first.code.key:
            kind, message = LintRule.REPEATED_PATTERN, f"{shown(use.pattern)} stands here twice."
        else:
            kind = LintRule.OVERLAPPING_PATTERNS
            message = (
                f"{shown(use.pattern)} is a pattern of `{first.code.key}` too (line {first.pattern.line}): "
                "each hit suggests both."
            )
        yield LintFinding(line=use.pattern.line, code=use.code.key, kind=kind, message=message)


def _within(codebook: Codebook, shorter: _Use, longer: _Use) -> Iterator[LintFinding]:
    """Say that a phrase holds another, unless the codes are kin: there the broad one is meant."""
    one, other = shorter.code.key, longer.code.key
    kin = {code.key for code in (*codebook.ancestors(one), *codebook.ancestors(other))}
    if one != other and one not in kin and other not in kin:
        message = (
            f"{shown(longer.pattern)} holds {shown(shorter.pattern)} "
            f"of `{one}` (line {shorter.pattern.line}): each hit suggests both."
        )
        yield LintFinding(
            line=longer.pattern.line, code=other, kind=LintRule.OVERLAPPING_PATTERNS, message=message
        )


def _inside(code: Code) -> Iterator[LintFinding]:
    """Look at a code's patterns by themselves."""
    vetoes = {
        _form_of_words(pattern): pattern for pattern in code.patterns if pattern.kind is PatternKind.NOT
    }
    for pattern in code.patterns:
        if pattern.kind is PatternKind.PHRASE:
            own = ("", *pattern.text.casefold().split())
            for veto in (vetoes[form] for form in (own, *_parts(own)) if form in vetoes):
                message = f"{shown(pattern)} never fires: {shown(veto)} (line {veto.line}) vetoes it."
                yield LintFinding(
                    line=pattern.line, code=code.key, kind=LintRule.VETOED_PATTERN, message=message
                )
        if pattern.kind is PatternKind.REGEX and _matches_nothing(pattern.text):
            message = f"{shown(pattern)} fires everywhere: it matches the empty text."
            yield LintFinding(
                line=pattern.line, code=code.key, kind=LintRule.BOUNDLESS_PATTERN, message=message
            )


def _form_of_words(pattern: Pattern) -> Words:
    return ("", *pattern.text.casefold().split())


def _matches_nothing(expression: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's advice on style is not the coder's concern
        return re.fullmatch(expression, "") is not None
