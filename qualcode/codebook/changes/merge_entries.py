"""Merge codes in the text of a file: children, examples, patterns and comments move to the target code.

The texts of the merged codes (label, definition …) are dropped; the earlier version of the codebook has them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from qualcode.codebook.changes import changed_codebook
from qualcode.codebook.yaml_file.splices import (
    ListItem,
    append_items,
    cut_code,
    header_comment,
    insert_codes,
    insert_comment,
    remove_emptied_lists,
)
from qualcode.codebook.yaml_file.write_yaml import pattern_text
from qualcode.codebook.yaml_file.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from qualcode.codebook.yaml_file.yaml_scalars import scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.model import Code, CodeKey, Pattern

T = TypeVar("T")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)


def merged(yaml_text: YamlText, keys: Sequence[CodeKey], into: CodeKey) -> YamlText:
    """Return the text in which codes are merged into another one, which must not be under any of them."""
    ancestors = {above.key for key in keys for above in yaml_text.codebook.ancestors(key)}
    if ancestors.isdisjoint(keys):
        return _merged_disjoint(yaml_text, keys, into)
    for key in keys:  # a code is under another one, so their lines overlap
        yaml_text = _merged_disjoint(yaml_text, [key], into)
    return yaml_text


def _merged_disjoint(yaml_text: YamlText, keys: Sequence[CodeKey], into: CodeKey) -> YamlText:
    merging, target = [yaml_text.codebook.code(key) for key in keys], yaml_text.codebook.code(into)
    examples = _missing((text for code in merging for text in code.examples), target.examples)
    patterns = _missing((pattern for code in merging for pattern in code.patterns), target.patterns)
    remaining = yaml_text.codebook
    for key in keys:
        remaining = changed_codebook.without_code(remaining, key)
    expected = changed_codebook.with_changed_code(
        remaining,
        into,
        lambda code: replace(
            code,
            examples=(*code.examples, *examples),
            patterns=(*code.patterns, *patterns),
            children=(*code.children, *(child for merged_code in merging for child in merged_code.children)),
        ),
    )
    node = yaml_text.code_nodes[into].node
    splices = [(*yaml_text.entry_span(yaml_text.code_nodes[key]), "") for key in keys]
    splices += _comments(yaml_text, merging, yaml_text.code_nodes[into])
    splices += append_items(yaml_text, node, "examples", [_example(text) for text in examples])
    splices += append_items(yaml_text, node, "patterns", [_pattern(pattern) for pattern in patterns])
    splices += _children(yaml_text, merging, yaml_text.code_nodes[into])
    return yaml_text.with_splices(splices, expected)


def _missing(items: Iterable[T], present: Sequence[T]) -> list[T]:
    """Return the distinct items that are not present, in order; patterns cannot be hashed."""
    missing: list[T] = []
    for item in items:
        if item not in present and item not in missing:
            missing.append(item)
    return missing


def _example(text: str) -> ListItem:
    return ListItem(block_style=scalar(text), flow_style=scalar(text, flow=True))


def _pattern(pattern: Pattern) -> ListItem:
    return ListItem(pattern_text(pattern), f"{{{pattern_text(pattern, flow=True)}}}")


def _children(yaml_text: YamlText, merging: Sequence[Code], target: CodeNode) -> list[Splice]:
    """Move the children of the merged codes to the target, and remove lists that become empty."""
    children = [yaml_text.code_nodes[child.key] for code in merging for child in code.children]
    merged_nodes = [yaml_text.code_nodes[code.key] for code in merging]
    removed = [node for node in merged_nodes if not (children and node.parent is target.node)]
    splices = remove_emptied_lists(yaml_text, removed)
    if children:
        splices += insert_codes(
            yaml_text, target.node, None, [cut_code(yaml_text, child)[1] for child in children]
        )
    return splices


def _comments(yaml_text: YamlText, merging: Sequence[Code], target: CodeNode) -> list[Splice]:
    """Insert the comments in the merged codes' own lines below the key of the target."""
    lines: list[str] = []
    for code in merging:
        if comments := _own_comments(yaml_text, code):
            lines += [f"# From `{code.key}`:", *comments]
    return insert_comment(yaml_text, target, lines) if lines else []


def _own_comments(yaml_text: YamlText, code: Code) -> list[str]:
    """Return the comments in a code's lines, except those in the lines of its children."""
    code_node = yaml_text.code_nodes[code.key]
    start, end = yaml_text.entry_span(code_node)
    child_spans = [yaml_text.entry_span(yaml_text.code_nodes[child.key]) for child in code.children]
    own_scalars = [
        node
        for node in _scalars(code_node.node)
        if not any(left <= node.start < right for left, right in child_spans)
    ]
    skipped = sorted([*child_spans, *((node.start, node.end) for node in own_scalars)])
    comments = [(node.start, header_comment(yaml_text.text, node).strip()) for node in own_scalars]
    for (_, left), (right, _) in pairwise([(start, start), *skipped, (end, end)]):
        comments += [
            (match.start(), match[0].rstrip()) for match in _COMMENT.finditer(yaml_text.text, left, right)
        ]
    return [comment for _, comment in sorted(comments) if comment]


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """Yield every scalar under a node."""
    if isinstance(node, ScalarNode):
        yield node
    for inner in node.items if isinstance(node, SequenceNode) else ():
        yield from _scalars(inner)
    for key, value in node.pairs.values() if isinstance(node, MappingNode) else ():
        yield key
        yield from _scalars(value)
