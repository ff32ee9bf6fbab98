"""Write a Codebook as the text of a new YAML file (edits of an existing file keep its text)."""

import json
from collections.abc import Iterator, Mapping

from qualcode.codebook.yaml_file.field_names import TEXT_FIELDS
from qualcode.codebook.yaml_file.group_fields import group_lines
from qualcode.codebook.yaml_file.yaml_scalars import field, quoted, scalar
from qualcode.model import Code, Codebook, Pattern, PatternKind


def write(codebook: Codebook) -> str:
    """Return the YAML text of a codebook; `read` returns an equal codebook."""
    lines = [field("codebook", codebook.name, ""), "codes:" if codebook.codes else "codes: []"]
    lines += [line for code in codebook.codes for line in code_lines(code, "  ")]
    lines += group_lines(codebook.groups)
    return "\n".join(lines) + "\n"


def code_lines(code: Code, indent: str, newline: str = "\n") -> Iterator[str]:
    """Yield the lines of a code and the codes under it; block scalars are one item with line breaks."""
    yield f"{indent}- code: {scalar(code.key)}"
    inner = indent + "  "
    for name in TEXT_FIELDS:
        if text := getattr(code, name):
            yield field(name, text, inner, newline)
    if code.retired:
        yield f"{inner}retired: true"
    if code.examples:
        yield f"{inner}examples:"
        yield from (f"{inner}  - {scalar(example)}" for example in code.examples)
    if code.patterns:
        yield f"{inner}patterns:"
        yield from (f"{inner}  - {pattern_text(pattern)}" for pattern in code.patterns)
    if code.children:
        yield f"{inner}children:"
        for child in code.children:
            yield from code_lines(child, inner + "  ", newline)


def pattern_text(pattern: Pattern, *, flow: bool = False) -> str:
    """Return a pattern as YAML: `kind: text`, quoted for a list in brackets if `flow`."""
    if pattern.kind is PatternKind.TOKEN:
        return f"token: {_flow(list(pattern.tokens))}"
    if pattern.kind is PatternKind.REGEX:
        return f"regex: {quoted(pattern.text)}"
    return f"{pattern.kind}: {scalar(pattern.text, flow=flow)}"


def _flow(value: object) -> str:
    """Return a token pattern's value in flow style."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar(str(name), flow=True)}: {_flow(inner)}" for name, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return scalar(value, flow=True) if isinstance(value, str) else json.dumps(value)
