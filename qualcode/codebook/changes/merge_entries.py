"""One code of the file taken up by another: its children, examples, patterns and comments go with it.

Its own words (label, definition and the like) go; they stay in the earlier version of the codebook.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from qualcode.codebook.changes import changed_codebook
from qualcode.codebook.yaml_file import splices as passages
from qualcode.codebook.yaml_file.write_yaml import pattern_text
from qualcode.codebook.yaml_file.yaml_nodes import Mapping, Node, Scalar, Sequence
from qualcode.codebook.yaml_file.yaml_scalars import scalar
from qualcode.codebook.yaml_file.yaml_text import CodeNode, Splice, YamlText
from qualcode.model import Code, CodeKey, Pattern

T = TypeVar("T")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)


def merged(paper: YamlText, keys: Several[CodeKey], into: CodeKey) -> YamlText:
    """Return the manuscript in which codes are taken up by another that stands under none of them."""
    under = {above.key for key in keys for above in paper.codebook.ancestors(key)}
    if under.isdisjoint(keys):
        return _merged_at_once(paper, keys, into)
    for key in keys:  # one stands under another, so that their lines overlap
        paper = _merged_at_once(paper, [key], into)
    return paper


def _merged_at_once(paper: YamlText, keys: Several[CodeKey], into: CodeKey) -> YamlText:
    gone, kept = [paper.codebook.code(key) for key in keys], paper.codebook.code(into)
    examples = _new((text for code in gone for text in code.examples), kept.examples)
    patterns = _new((pattern for code in gone for pattern in code.patterns), kept.patterns)
    rest = paper.codebook
    for key in keys:
        rest = changed_codebook.without(rest, key)
    meant = changed_codebook.with_code(
        rest,
        into,
        lambda code: replace(
            code,
            examples=(*code.examples, *examples),
            patterns=(*code.patterns, *patterns),
            children=(*code.children, *(child for each in gone for child in each.children)),
        ),
    )
    node = paper.places[into].node
    splices = [(*paper.entry(paper.places[key]), "") for key in keys]
    splices += _comments(paper, gone, paper.places[into])
    splices += passages.add_items(paper, node, "examples", [_example(text) for text in examples])
    splices += passages.add_items(paper, node, "patterns", [_pattern(pattern) for pattern in patterns])
    splices += _children(paper, gone, paper.places[into])
    return paper.spliced(splices, meant)


def _new(found: Iterable[T], kept: Several[T]) -> list[T]:
    """Return what is found and not kept already, once each; patterns cannot be hashed."""
    new: list[T] = []
    for each in found:
        if each not in kept and each not in new:
            new.append(each)
    return new


def _example(text: str) -> passages.ListItem:
    return passages.ListItem(after_dash=scalar(text), in_brackets=scalar(text, flow=True))


def _pattern(pattern: Pattern) -> passages.ListItem:
    return passages.ListItem(pattern_text(pattern), f"{{{pattern_text(pattern, flow=True)}}}")


def _children(paper: YamlText, gone: Several[Code], target: CodeNode) -> list[Splice]:
    """Move the codes under the merged ones, and take out the lists that become empty."""
    children = [paper.places[child.key] for code in gone for child in code.children]
    places = [paper.places[code.key] for code in gone]
    emptied = [place for place in places if not (children and place.parent is target.node)]
    splices = passages.without_list(paper, emptied)
    if children:
        splices += passages.put_codes(
            paper, target.node, None, [passages.lift(paper, each)[1] for each in children]
        )
    return splices


def _comments(paper: YamlText, gone: Several[Code], target: CodeNode) -> list[Splice]:
    """Put the comments on the codes' own lines below the key of the one they are merged into."""
    lines: list[str] = []
    for code in gone:
        if found := _own_comments(paper, code):
            lines += [f"# From `{code.key}`:", *found]
    return passages.put_comment(paper, target, lines) if lines else []


def _own_comments(paper: YamlText, code: Code) -> list[str]:
    """Return the comments in a code's entry but those of the codes under it, which move along with them."""
    place = paper.places[code.key]
    start, end = paper.entry(place)
    children = [paper.entry(paper.places[child.key]) for child in code.children]
    own = [
        node
        for node in _scalars(place.node)
        if not any(left <= node.start < right for left, right in children)
    ]
    taken = sorted([*children, *((node.start, node.end) for node in own)])
    found = [(node.start, passages.header_comment(paper.text, node).strip()) for node in own]
    for (_, left), (right, _) in pairwise([(start, start), *taken, (end, end)]):
        found += [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer(paper.text, left, right)]
    return [comment for _, comment in sorted(found) if comment]


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yield every scalar under a node."""
    if isinstance(node, Scalar):
        yield node
    for inner in node.items if isinstance(node, Sequence) else ():
        yield from _scalars(inner)
    for key, value in node.pairs.values() if isinstance(node, Mapping) else ():
        yield key
        yield from _scalars(value)
