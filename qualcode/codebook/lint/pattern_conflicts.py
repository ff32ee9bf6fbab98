"""Lint rules on patterns: the same words for two codes, a veto on a code's own phrase, unbounded expressions.

Only the patterns' words are compared; their hits in real texts are in `usage_rules`.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from qualcode.codebook.lint.findings import LintFinding, LintRule, pattern_name
from qualcode.model import Code, Codebook, Pattern, PatternKind

_WORDED = {PatternKind.PHRASE, PatternKind.LEMMA}
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """A pattern and its code."""

    code: Code
    pattern: Pattern


def overlapping(codebook: Codebook) -> Iterator[LintFinding]:
    """Yield a finding for each pattern that overlaps with another, or that matches nowhere or everywhere."""
    uses: defaultdict[Words, list[_Use]] = defaultdict(list)
    for code, _ in codebook.walk():
        if code.retired:
            continue
        yield from _within_code(code)
        for pattern in code.patterns:
            if pattern.kind is not PatternKind.NOT:
                uses[_form(pattern)].append(_Use(code, pattern))
    for equal_uses in uses.values():
        yield from _repeated(equal_uses)
    for form, longer in uses.items():
        for sub_phrase in _sub_phrases(form):
            if sub_phrase in uses:
                yield from _contained(codebook, uses[sub_phrase][0], longer[0])


def _form(pattern: Pattern) -> Words:
    """Return the identity of a pattern: its words (of a phrase or lemma), else its kind and expression."""
    if pattern.kind in _WORDED:
        return ("", *pattern.text.casefold().split())
    return (pattern.kind.value, pattern.text or repr(pattern.tokens))


def _sub_phrases(form: Words) -> Iterator[Words]:
    """Yield every shorter sequence of consecutive words of a phrase."""
    if not form[0]:
        words = form[1:]
        for start, end in combinations(range(len(words) + 1), 2):
            if end - start < len(words):
                yield ("", *words[start:end])


def _repeated(uses: list[_Use]) -> Iterator[LintFinding]:
    first = uses[0]
    for use in uses[1:]:
        if use.code.key == first.code.key:
            kind, message = LintRule.REPEATED_PATTERN, f"{pattern_name(use.pattern)} is here twice."
        else:
            kind = LintRule.OVERLAPPING_PATTERNS
            other_use = f"`{first.code.key}` too (line {first.pattern.line})"
            message = f"{pattern_name(use.pattern)} is a pattern of {other_use}: each hit suggests both."
        yield LintFinding(line=use.pattern.line, code=use.code.key, kind=kind, message=message)


def _contained(codebook: Codebook, shorter: _Use, longer: _Use) -> Iterator[LintFinding]:
    """Yield a finding if a phrase contains one of another code that is neither ancestor nor descendant."""
    short_key, long_key = shorter.code.key, longer.code.key
    ancestors = {code.key for code in (*codebook.ancestors(short_key), *codebook.ancestors(long_key))}
    if short_key != long_key and short_key not in ancestors and long_key not in ancestors:
        message = (
            f"{pattern_name(longer.pattern)} contains {pattern_name(shorter.pattern)} "
            f"of `{short_key}` (line {shorter.pattern.line}): each hit suggests both."
        )
        yield LintFinding(
            line=longer.pattern.line, code=long_key, kind=LintRule.OVERLAPPING_PATTERNS, message=message
        )


def _within_code(code: Code) -> Iterator[LintFinding]:
    """Yield the findings about the patterns of one code."""
    vetoes = {
        _form_of_words(pattern): pattern for pattern in code.patterns if pattern.kind is PatternKind.NOT
    }
    for pattern in code.patterns:
        if pattern.kind is PatternKind.PHRASE:
            own = ("", *pattern.text.casefold().split())
            for veto in (vetoes[form] for form in (own, *_sub_phrases(own)) if form in vetoes):
                message = (
                    f"{pattern_name(pattern)} never fires: {pattern_name(veto)} (line {veto.line}) vetoes it."
                )
                yield LintFinding(
                    line=pattern.line, code=code.key, kind=LintRule.VETOED_PATTERN, message=message
                )
        if pattern.kind is PatternKind.REGEX and _matches_empty_text(pattern.text):
            message = f"{pattern_name(pattern)} fires everywhere: it matches the empty text."
            yield LintFinding(
                line=pattern.line, code=code.key, kind=LintRule.BOUNDLESS_PATTERN, message=message
            )


def _form_of_words(pattern: Pattern) -> Words:
    return ("", *pattern.text.casefold().split())


def _matches_empty_text(expression: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warnings about style are of no use to a coder
        return re.fullmatch(expression, "") is not None
