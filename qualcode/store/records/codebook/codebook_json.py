"""Cache of a parsed codebook as JSON, with its line numbers, to avoid parsing an unchanged YAML file.

Fields are stored by position. The first value is the version of the format: a cache in another version is
refused, and the YAML is parsed again.
"""

import json
from dataclasses import fields
from typing import Any

from qualcode.model import Code, Codebook, CodeGroup, CodeKey, Pattern, PatternKind

FORMAT_VERSION = 2
_WITHOUT_GROUPS = 1
_Packed = list[Any]
_SPECIAL = {"examples", "patterns", "children"}
_PLAIN = tuple(field.name for field in fields(Code) if field.name not in _SPECIAL)
_KINDS = {kind.value: kind for kind in PatternKind}


def to_json(codebook: Codebook) -> str:
    """Return the codebook as one line of JSON."""
    codes = [_packed(code) for code in codebook.codes]
    groups = [[group.name, group.members, group.line] for group in codebook.groups]
    packed = [FORMAT_VERSION, codebook.name, codes, groups]
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Codebook:
    """Return the codebook that `to_json` wrote; ValueError for another format version."""
    version, name, codes, *rest = json.loads(text)
    if version not in (_WITHOUT_GROUPS, FORMAT_VERSION):
        raise ValueError(f"codebook in format version {version!r}, not {FORMAT_VERSION}")
    [groups] = rest or [[]]
    return Codebook(
        name=name,
        codes=tuple(_unpacked(code) for code in codes),
        groups=tuple(
            CodeGroup(name=group, members=tuple(map(CodeKey, members)), line=line)
            for group, members, line in groups
        ),
    )


def _packed(code: Code) -> _Packed:
    patterns = [[pattern.kind.value, pattern.text, pattern.tokens, pattern.line] for pattern in code.patterns]
    children = [_packed(child) for child in code.children]
    return [[getattr(code, name) for name in _PLAIN], code.examples, patterns, children]


def _unpacked(packed: _Packed) -> Code:
    plain, examples, patterns, children = packed
    return Code(
        examples=tuple(examples),
        patterns=tuple(
            Pattern(kind=_KINDS[kind], text=text, tokens=tuple(tokens), line=line)
            for kind, text, tokens, line in patterns
        ),
        children=tuple(_unpacked(child) for child in children),
        **dict(zip(_PLAIN, plain, strict=True)),
    )
