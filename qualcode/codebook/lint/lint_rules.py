"""Lint rules on the codebook alone: missing definitions, similar names and definitions, overlapping patterns.

Rules that need codings or pattern hits are in `usage_rules`. Retired codes are not checked: they are not
available for new codings.
"""

import unicodedata
from collections.abc import Callable, Iterator

from qualcode.codebook.changes.word_overlap import similar_texts
from qualcode.codebook.lint.findings import LintFinding, LintRule
from qualcode.codebook.lint.pattern_conflicts import overlapping
from qualcode.model import Code, Codebook

SIMILAR_DEFINITIONS = 0.8
"""Smallest Jaccard index of the words of two definitions that is reported."""


def check(codebook: Codebook) -> tuple[LintFinding, ...]:
    """Return the findings about a codebook by line."""
    findings = [
        *_undefined(codebook),
        *_twins(codebook, LintRule.TWIN_LABELS, _label_form, "label"),
        *_twins(codebook, LintRule.TWIN_KEYS, _key_form, "key"),
        *_like_definitions(codebook),
        *overlapping(codebook),
        *_branches(codebook),
        *_unknown_members(codebook),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.kind)))


def _in_use(codebook: Codebook) -> Iterator[Code]:
    return (code for code, _ in codebook.walk() if not code.retired)


def _undefined(codebook: Codebook) -> Iterator[LintFinding]:
    empty = {code.key for code in codebook.codes if _is_empty_theme(codebook, code)}
    for code in _in_use(codebook):
        if not code.definition and code.key not in empty:
            more = "only a brief" if code.brief else "no text that says when it applies"
            message = f"`{code.key}` has no definition, {more}."
            yield LintFinding(line=code.line, code=code.key, kind=LintRule.NO_DEFINITION, message=message)


def _label_form(code: Code) -> str:
    return " ".join(unicodedata.normalize("NFKC", code.label).casefold().split())


def _key_form(code: Code) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", code.key).casefold() if sign not in "-_.")


def _twins(
    codebook: Codebook, kind: LintRule, form: Callable[[Code], str], noun: str
) -> Iterator[LintFinding]:
    firsts: dict[str, Code] = {}
    for code in _in_use(codebook):
        if not (normal_form := form(code)):
            continue
        first = firsts.setdefault(normal_form, code)
        if first is not code:
            shown = code.label if kind is LintRule.TWIN_LABELS else code.key
            message = f"The {noun} {shown!r} is hard to tell from that of `{first.key}` (line {first.line})."
            yield LintFinding(line=code.line, code=code.key, kind=kind, message=message)


def _like_definitions(codebook: Codebook) -> Iterator[LintFinding]:
    definitions = {code.key: code.definition for code in _in_use(codebook)}
    for first_key, key, share in similar_texts(definitions, SIMILAR_DEFINITIONS):
        first, code = codebook.code(first_key), codebook.code(key)
        similar = f"almost as `{first.key}` (line {first.line})"
        message = f"`{code.key}` is defined {similar}: {share:.0%} of the words are the same."
        yield LintFinding(line=code.line, code=code.key, kind=LintRule.LIKE_DEFINITIONS, message=message)


def _unknown_members(codebook: Codebook) -> Iterator[LintFinding]:
    for group in codebook.groups:
        for key in group.members:
            if key not in codebook:
                message = f"The group {group.name!r} names `{key}`, which is no code of the codebook."
                yield LintFinding(line=group.line, code=key, kind=LintRule.UNKNOWN_MEMBER, message=message)


def _is_empty_theme(codebook: Codebook, code: Code) -> bool:
    """Return whether a theme has no content although other themes have codes."""
    bare = not (code.children or code.definition or code.patterns or code.retired)
    return bare and any(theme.children for theme in codebook.codes)


def _branches(codebook: Codebook) -> Iterator[LintFinding]:
    for code in _in_use(codebook):
        in_use = sum(not child.retired for child in code.children)
        kind, message = LintRule.EMPTY_BRANCH, ""
        if code.children and not in_use:
            message = f"Every code under `{code.key}` is retired."
        elif code in codebook.codes and _is_empty_theme(codebook, code):
            message = f"`{code.key}` has no codes under it, no definition and no patterns."
        elif in_use == 1 and len(code.children) == 1 and code in codebook.codes:
            kind, message = LintRule.SINGLE_CODE, f"The theme `{code.key}` has only one code under it."
        if message:
            yield LintFinding(line=code.line, code=code.key, kind=kind, message=message)
