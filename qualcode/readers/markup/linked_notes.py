"""The footnotes and endnotes of a web page: a mark links to a note further down, which links back to it.

So write LibreOffice, Word, pandoc, GitHub, MediaWiki and others; their names of classes differ, their links
do not. A note without a link back is recognised by a role that the page states, such as `doc-footnote`.
"""

import re
from collections.abc import Iterator

from lxml import etree

from qualcode.model import LeftOutKind

_MARK = re.compile(
    r"[\[(]?(?:(?:note|nb|n|fn)\.? ?)?(?:\d{1,4}|[a-z]|[ivxlc]{1,7}|[*\u2020\u2021\u00a7\u00b6#]{1,4})"
    r"[.\])]?",
    re.IGNORECASE,
)
_ROLES = ("doc-footnote", "doc-endnote", "doc-noteref", "footnote", "endnote", "rearnote", "noteref")
_ROLE_ATTRIBUTES = ("role", "epub:type", "{http://www.idpf.org/2007/ops}type")
_BLOCKS = ("p", "li", "dd", "div", "aside", "section", "td")
_WRAPPERS = ("div", "li", "dd", "aside", "section")
_ENDNOTE = re.compile(r"end-?note|\bedn", re.IGNORECASE)


class LinkedNotes:
    """The notes of a page by their marks; `blocks` are the elements that hold the notes."""

    def __init__(self, root: etree._Element) -> None:
        self._by_mark: dict[etree._Element, etree._Element] = {}
        self.blocks: dict[etree._Element, None] = {}
        """In the order of their first marks."""
        self._back_links: set[etree._Element] = set()
        marks = [link for link in root.iter("a") if _target_name(link) and _MARK.fullmatch(_text(link))]
        if not marks:
            return
        positions = {element: position for position, element in enumerate(root.iter())}
        targets = _named_elements(positions)
        pairs = [(mark, target) for mark in marks if (target := targets.get(_target_name(mark))) is not None]
        noted = {target for mark, target in pairs if positions[mark] < positions[target]}
        for mark, target in pairs:
            if positions[mark] < positions[target]:
                self._add(mark, _block(target, noted))

    def _add(self, mark: etree._Element, block: etree._Element | None) -> None:
        if block is None or block in mark.iterancestors():
            return
        names = _names_around(mark)
        back_links = [link for link in block.iter("a") if _target_name(link) in names]
        if back_links or _states_role(mark) or _states_role(block):
            self._by_mark[mark] = block
            self.blocks[block] = None
            self._back_links.update(back_links)

    def of_mark(self, element: etree._Element) -> etree._Element | None:
        """Return the element that holds the note of a mark; None if the element is no mark."""
        return self._by_mark.get(element)

    def is_back_link(self, element: etree._Element) -> bool:
        """Whether an element of a note is the link back to its mark."""
        return element in self._back_links


def note_kind(block: etree._Element) -> LeftOutKind:
    """Return whether an element holds a footnote or an endnote, by its names."""
    names = " ".join((block.get("id", ""), block.get("class", ""), *_roles(block)))
    return LeftOutKind.ENDNOTES if _ENDNOTE.search(names) else LeftOutKind.FOOTNOTES


def _block(target: etree._Element, targets: set[etree._Element]) -> etree._Element | None:
    """Return the element that holds the note of a target, and of no other target."""
    lines = (element for element in (target, *target.iterancestors()) if element.tag in _BLOCKS)
    block = next(lines, None)
    if block is None or _targets_inside(block, targets) > 1:
        return None
    parent = block.getparent()
    if block.tag == "p" and parent is not None and parent.tag in _WRAPPERS:
        is_of_one_note = _targets_inside(parent, targets) == 1 and (parent.get("id") or parent.tag == "li")
        return parent if is_of_one_note else block
    return block


def _targets_inside(block: etree._Element, targets: set[etree._Element]) -> int:
    return sum(1 for element in block.iter() if element in targets)


def _named_elements(elements: dict[etree._Element, int]) -> dict[str, etree._Element]:
    """Map ids, and the names of anchors, to their first elements."""
    named: dict[str, etree._Element] = {}
    for element in elements:
        if isinstance(element.tag, str):
            for name in _names(element):
                named.setdefault(name, element)
    return named


def _names(element: etree._Element) -> Iterator[str]:
    """Yield the id of an element and the name of an anchor."""
    yield from filter(None, (element.get("id"), element.get("name") if element.tag == "a" else None))


def _names_around(mark: etree._Element) -> set[str]:
    """Return the names of a mark, of what is in it, just around it and just before it."""
    around = [*mark.iter()]
    for element in (mark, *list(mark.iterancestors())[:2]):
        previous = element.getprevious()
        around += [element] if previous is None else [element, previous]
    return {name for element in around if isinstance(element.tag, str) for name in _names(element)}


def _target_name(link: etree._Element) -> str:
    address = link.get("href", "").strip()
    return address[1:] if address.startswith("#") else ""


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _states_role(element: etree._Element) -> bool:
    return any(role in _ROLES for role in _roles(element))


def _roles(element: etree._Element) -> list[str]:
    return " ".join(element.get(attribute, "") for attribute in _ROLE_ATTRIBUTES).split()
