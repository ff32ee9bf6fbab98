"""What is allowed in a codebook but unwise: each finding names the line, the code and the reason.

These are what a codebook shows by itself; what needs codings or pattern hits is in `usage`.
Retired codes are left alone: nobody codes with them any more.
"""

import unicodedata
from collections.abc import Callable, Iterator

from qualcode.codebook.changes.word_overlap import alike
from qualcode.codebook.lint.findings import LintFinding, LintRule
from qualcode.codebook.lint.pattern_conflicts import overlapping
from qualcode.model import Code, Codebook

NEARLY_THE_SAME = 0.8
"""From which share of common words on two definitions say almost the same."""


def check(codebook: Codebook) -> tuple[LintFinding, ...]:
    """Return what is unwise in the codebook, in the order of the file."""
    found = [
        *_undefined(codebook),
        *_twins(codebook, LintRule.TWIN_LABELS, _label_form, "label"),
        *_twins(codebook, LintRule.TWIN_KEYS, _key_form, "key"),
        *_like_definitions(codebook),
        *overlapping(codebook),
        *_branches(codebook),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.kind)))


def _in_use(codebook: Codebook) -> Iterator[Code]:
    return (code for code, _ in codebook.walk() if not code.retired)


def _undefined(codebook: Codebook) -> Iterator[LintFinding]:
    empty = {code.key for code in codebook.codes if _is_empty_theme(codebook, code)}
    for code in _in_use(codebook):
        if not code.definition and code.key not in empty:
            more = "only a brief" if code.brief else "nothing that says when it applies"
            message = f"`{code.key}` has no definition, {more}."
            yield LintFinding(line=code.line, code=code.key, kind=LintRule.NO_DEFINITION, message=message)


def _label_form(code: Code) -> str:
    return " ".join(unicodedata.normalize("NFKC", code.label).casefold().split())


def _key_form(code: Code) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", code.key).casefold() if sign not in "-_.")


def _twins(
    codebook: Codebook, kind: LintRule, form: Callable[[Code], str], what: str
) -> Iterator[LintFinding]:
    firsts: dict[str, Code] = {}
    for code in _in_use(codebook):
        if not (same := form(code)):
            continue
        first = firsts.setdefault(same, code)
        if first is not code:
            shown = code.label if kind is LintRule.TWIN_LABELS else code.key
            message = f"The {what} {shown!r} is hard to tell from that of `{first.key}` (line {first.line})."
            yield LintFinding(line=code.line, code=code.key, kind=kind, message=message)


def _like_definitions(codebook: Codebook) -> Iterator[LintFinding]:
    definitions = {code.key: code.definition for code in _in_use(codebook)}
    for one, other, share in alike(definitions, NEARLY_THE_SAME):
        first, code = codebook.code(one), codebook.code(other)
        near = f"almost as `{first.key}` (line {first.line})"
        message = f"`{code.key}` is defined {near}: {share:.0%} of the words are the same."
        yield LintFinding(line=code.line, code=code.key, kind=LintRule.LIKE_DEFINITIONS, message=message)


def _is_empty_theme(codebook: Codebook, code: Code) -> bool:
    """Tell a code at the top with nothing in it, where other themes have codes."""
    bare = not (code.children or code.definition or code.patterns or code.retired)
    return bare and any(theme.children for theme in codebook.codes)


def _branches(codebook: Codebook) -> Iterator[LintFinding]:
    for code in _in_use(codebook):
        alive = sum(not child.retired for child in code.children)
        kind, message = LintRule.EMPTY_BRANCH, ""
        if code.children and not alive:
            message = f"Every code under `{code.key}` is retired."
        elif code in codebook.codes and _is_empty_theme(codebook, code):
            message = f"`{code.key}` has no codes under it, no definition and no patterns."
        elif alive == 1 and len(code.children) == 1 and code in codebook.codes:
            kind, message = LintRule.SINGLE_CODE, f"The theme `{code.key}` has a single code under it."
        if message:
            yield LintFinding(line=code.line, code=code.key, kind=kind, message=message)
