"""The styles of a Word document: which are headings, bold or hidden, also by a style they are based on."""

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from qualcode.readers.office.word_names import VALUE, W, is_on

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


class WordStyle:
    """A style; `levels`, `bold` and `hidden` are those of the nearest style in its line that states them."""

    def __init__(self, line: list[etree._Element]) -> None:
        self._line = line

    @cached_property
    def level(self) -> int | None:
        """The level of a style of paragraphs that is a heading."""
        if not self._line or self._line[0].get(f"{W}type") != "paragraph":
            return None
        for style in self._line:
            element = style.find(f"{W}name")
            name = "" if element is None else element.get(VALUE, "")
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if name == "Title":
                return 1
        return None

    @cached_property
    def is_bold(self) -> bool:
        """Whether its characters are bold."""
        return self._is_set("b")

    @cached_property
    def is_hidden(self) -> bool:
        """Whether its characters are hidden."""
        return self._is_set("vanish")

    def _is_set(self, name: str) -> bool:
        marks = (style.find(f"{W}rPr/{W}{name}") for style in self._line)
        return is_on(next((mark for mark in marks if mark is not None), None))


class WordStyles:
    """The styles of a document by their ids; a style is looked up when the first paragraph has it."""

    def __init__(self, root: etree._Element | None = None) -> None:
        styles = () if root is None else root.iterchildren(f"{W}style")
        self._elements = {style.get(f"{W}styleId", ""): style for style in styles}
        self._styles: dict[str, WordStyle] = {}

    def of(self, element: etree._Element, path: str) -> WordStyle:
        """Return the style that an element names at this path; one that states nothing if there is none."""
        reference = element.find(path)
        identifier = "" if reference is None else reference.get(VALUE, "")
        if identifier not in self._styles:
            self._styles[identifier] = WordStyle(list(self._line(identifier)))
        return self._styles[identifier]

    def _line(self, identifier: str) -> Iterator[etree._Element]:
        """Yield the style and those that it is based on, the nearest first."""
        visited: set[str] = set()
        while identifier in self._elements and identifier not in visited:
            visited.add(identifier)
            style = self._elements[identifier]
            yield style
            base = style.find(f"{W}basedOn")
            identifier = "" if base is None else base.get(VALUE, "")
