"""Codebooks with one thing changed: what an edit of the file is meant to come to."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from qualcode.model import Code, Codebook, CodeKey

Codes = tuple[Code, ...]


def with_code(codebook: Codebook, key: CodeKey, change: Callable[[Code], Code]) -> Codebook:
    """Return the codebook with this one code changed."""
    return _within(codebook, key, lambda code: (change(code),))


def with_words(code: Code, field: str, words: str) -> Code:
    """Return the code with other words in one of its text fields."""
    change: dict[str, Any] = {field: words}
    return replace(code, **change)


def without(codebook: Codebook, key: CodeKey) -> Codebook:
    """Return the codebook without this code and all that is under it."""
    return _within(codebook, key, lambda _: ())


def with_more(
    codebook: Codebook, codes: Iterable[Code], under: CodeKey | None, after: CodeKey | None = None
) -> Codebook:
    """Return the codebook with these codes at the end of a list, or right after one that is in it."""
    more = tuple(codes)
    if under is None:
        return replace(codebook, codes=_joined(codebook.codes, more, after))
    return with_code(
        codebook, under, lambda code: replace(code, children=_joined(code.children, more, after))
    )


def _joined(codes: Codes, more: Codes, after: CodeKey | None) -> Codes:
    at = next((at + 1 for at, code in enumerate(codes) if code.key == after), len(codes))
    return codes[:at] + more + codes[at:]


def _within(codebook: Codebook, key: CodeKey, change: Callable[[Code], Codes]) -> Codebook:
    """Rebuild only the branch in which the code stands."""
    path = [code.key for code in codebook.ancestors(key)] + [key]

    def rebuilt(codes: Codes, depth: int) -> Codes:
        at = next(at for at, code in enumerate(codes) if code.key == path[depth])
        code = codes[at]
        last = depth == len(path) - 1
        new = change(code) if last else (replace(code, children=rebuilt(code.children, depth + 1)),)
        return codes[:at] + new + codes[at + 1 :]

    return replace(codebook, codes=rebuilt(codebook.codes, 0))
