"""One code of the file taken up by another: its children, examples, patterns and comments go with it.

Its own words (label, definition and the like) go; they stay in the earlier version of the codebook.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from qualcode.codebook import passages, trees
from qualcode.codebook.manuscript import Manuscript, Place, Splice
from qualcode.codebook.nodes import Mapping, Node, Scalar, Sequence
from qualcode.codebook.scalars import scalar
from qualcode.codebook.writing import pattern_text
from qualcode.model import Code, CodeKey

_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)


def merged(paper: Manuscript, key: CodeKey, into: CodeKey) -> Manuscript:
    """Return the manuscript in which one code is taken up by another that does not stand under it."""
    gone, kept = paper.codebook.code(key), paper.codebook.code(into)
    examples = [text for text in gone.examples if text not in kept.examples]
    patterns = [pattern for pattern in gone.patterns if pattern not in kept.patterns]
    meant = trees.with_code(
        trees.without(paper.codebook, key),
        into,
        lambda code: replace(
            code,
            examples=(*code.examples, *examples),
            patterns=(*code.patterns, *patterns),
            children=(*code.children, *gone.children),
        ),
    )
    place, target = paper.places[key], paper.places[into]
    start, end = paper.entry(place)
    splices = [(start, end, ""), *_comments(paper, gone, place, target)]
    splices += passages.add_items(paper, target.node, "examples", [scalar(text) for text in examples])
    splices += passages.add_items(
        paper, target.node, "patterns", [pattern_text(pattern) for pattern in patterns]
    )
    splices += _children(paper, gone, place, target)
    return paper.spliced(splices, meant)


def _children(paper: Manuscript, gone: Code, place: Place, target: Place) -> list[Splice]:
    if not gone.children:
        return passages.without_list(paper, place)
    entries = [passages.lift(paper, paper.places[child.key])[1] for child in gone.children]
    taken = [] if place.parent is target.node else passages.without_list(paper, place)
    return [*taken, *passages.put_codes(paper, target.node, None, entries)]


def _comments(paper: Manuscript, gone: Code, place: Place, target: Place) -> list[Splice]:
    """Put the comments on a code's own lines below the key of the one it is merged into."""
    start, end = paper.entry(place)
    children = [paper.entry(paper.places[child.key]) for child in gone.children]
    scalars = [
        node
        for node in _scalars(place.node)
        if not any(left <= node.start < right for left, right in children)
    ]
    taken = sorted([*children, *((node.start, node.end) for node in scalars)])
    found = [(node.start, passages.header_comment(paper.text, node).strip()) for node in scalars]
    for (_, left), (right, _) in pairwise([(start, start), *taken, (end, end)]):
        found += [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer(paper.text, left, right)]
    lines = [comment for _, comment in sorted(found) if comment]
    return passages.put_comment(paper, target, [f"# From `{gone.key}`:", *lines]) if lines else []


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yield every scalar under a node."""
    if isinstance(node, Scalar):
        yield node
    for inner in node.items if isinstance(node, Sequence) else ():
        yield from _scalars(inner)
    for key, value in node.pairs.values() if isinstance(node, Mapping) else ():
        yield key
        yield from _scalars(value)
