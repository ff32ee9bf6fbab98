"""Codebooks with one change: the expected results of edits of a file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from qualcode.model import Code, Codebook, CodeKey

Codes = tuple[Code, ...]


def with_changed_code(codebook: Codebook, key: CodeKey, change: Callable[[Code], Code]) -> Codebook:
    """Return the codebook with a function applied to one code."""
    return _with_replaced(codebook, key, lambda code: (change(code),))


def with_field(code: Code, field: str, text: str) -> Code:
    """Return the code with another text in one of its text fields."""
    change: dict[str, Any] = {field: text}
    return replace(code, **change)


def without_code(codebook: Codebook, key: CodeKey) -> Codebook:
    """Return the codebook without a code and the codes under it."""
    return _with_replaced(codebook, key, lambda _: ())


def with_codes(
    codebook: Codebook, codes: Iterable[Code], under: CodeKey | None, after: CodeKey | None = None
) -> Codebook:
    """Return the codebook with codes added at the end of a list, or right after one of its codes."""
    new_codes = tuple(codes)
    if under is None:
        return replace(codebook, codes=_inserted(codebook.codes, new_codes, after))
    return with_changed_code(
        codebook, under, lambda code: replace(code, children=_inserted(code.children, new_codes, after))
    )


def _inserted(codes: Codes, new_codes: Codes, after: CodeKey | None) -> Codes:
    position = next((index + 1 for index, code in enumerate(codes) if code.key == after), len(codes))
    return codes[:position] + new_codes + codes[position:]


def _with_replaced(codebook: Codebook, key: CodeKey, change: Callable[[Code], Codes]) -> Codebook:
    """Return the codebook with a code replaced by other codes; only its ancestors are rebuilt."""
    path = [code.key for code in codebook.ancestors(key)] + [key]

    def rebuilt(codes: Codes, depth: int) -> Codes:
        position = next(index for index, code in enumerate(codes) if code.key == path[depth])
        code = codes[position]
        is_target = depth == len(path) - 1
        new = change(code) if is_target else (replace(code, children=rebuilt(code.children, depth + 1)),)
        return codes[:position] + new + codes[position + 1 :]

    return replace(codebook, codes=rebuilt(codebook.codes, 0))
