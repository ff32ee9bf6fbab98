"""The runs of an OpenDocument paragraph as they are seen on the page; the rest is left out by its kind."""

from collections.abc import Callable

from lxml import etree

from qualcode.model import LeftOutKind
from qualcode.readers.office.odt_names import (
    DRAW,
    LINK,
    MATH,
    OFFICE,
    SVG,
    T,
    collapsed,
    equation_text,
    text_of,
)
from qualcode.readers.office.odt_styles import OdtStyles

_MAX_BLANKS = 1_000
_LEFT_OUT = {
    f"{OFFICE}annotation": LeftOutKind.COMMENTS,
    f"{OFFICE}forms": LeftOutKind.FORM_FIELDS,
    f"{T}table-of-content": LeftOutKind.CONTENTS,
    f"{T}ruby-text": LeftOutKind.RUBY,
    f"{T}hidden-text": LeftOutKind.HIDDEN,
    f"{T}hidden-paragraph": LeftOutKind.HIDDEN,
    f"{T}number": LeftOutKind.LIST_NUMBERS,
    f"{SVG}title": LeftOutKind.ALTERNATIVES,
    f"{SVG}desc": LeftOutKind.ALTERNATIVES,
}

Run = tuple[str, bool]
"""A text and whether it is bold."""
LeaveOut = Callable[[LeftOutKind, str, str], None]
EmbeddedObject = Callable[[str], etree._Element | None]  # noqa: SLF001 - the type of all elements
"""Returns the root of an embedded object by its address in the package; None if it is not there."""

Note = Callable[[etree._Element], str]  # noqa: SLF001 - the type of all elements
"""Returns the words that a note has where its mark is."""


class OdtRunReader:
    """Reads one paragraph after another; of each, `frames` are the boxes and shapes anchored in it."""

    def __init__(
        self, styles: OdtStyles, leave_out: LeaveOut, embedded_object: EmbeddedObject, note: Note
    ) -> None:
        self._styles = styles
        self._leave_out = leave_out
        self._embedded_object = embedded_object
        self._note = note
        self._runs: list[Run] = []
        self.frames: list[etree._Element] = []

    def read(self, paragraph: etree._Element) -> list[Run]:
        """Return the runs of a paragraph; white space collapses as in HTML."""
        self._runs, self.frames = [], []
        if self._styles.is_hidden(paragraph):
            self._leave_out(LeftOutKind.HIDDEN, text_of(paragraph), "")
        else:
            self._visit(paragraph, bold=bool(self._styles.is_bold(paragraph)))
        return self._runs

    def leave_out(self, element: etree._Element) -> bool:
        """Leave out an element that is not on the page by its kind; whether it is such an element."""
        if element.tag == f"{T}tracked-changes":
            for deletion in element.iter(f"{T}deletion"):
                self._leave_out(LeftOutKind.DELETED, text_of(deletion), "")
            return True
        if element.tag == f"{T}section" and element.get(f"{T}display") == "none":
            self._leave_out(LeftOutKind.HIDDEN, text_of(element), "")
            return True
        if element.tag not in _LEFT_OUT:
            return False
        if (text := text_of(element)).strip():
            self._leave_out(_LEFT_OUT[element.tag], text, "")
        return True

    def _visit(self, parent: etree._Element, *, bold: bool) -> None:
        self._add(collapsed(parent.text), bold=bold)
        for child in parent:
            if child.tag == f"{T}s":
                self._add(" " * _blank_count(child), bold=bold)
            elif child.tag == f"{T}tab":
                self._add("\t", bold=bold)
            elif child.tag == f"{T}line-break":
                self._add("\n", bold=bold)
            elif child.tag == f"{T}note":
                self._add(self._note(child), bold=False)
            elif not isinstance(child.tag, str) or self.leave_out(child):
                pass
            elif child.tag.startswith(DRAW):
                self._visit_drawing(child, bold=bold)
            elif self._styles.is_hidden(child):
                self._leave_out(LeftOutKind.HIDDEN, text_of(child), "")
            else:
                stated = self._styles.is_bold(child)
                self._visit(child, bold=bold if stated is None else stated)
            self._add(collapsed(child.tail), bold=bold)

    def _visit_drawing(self, drawing: etree._Element, *, bold: bool) -> None:
        """Read an equation in its line; keep a box or a shape for later, name any other object."""
        objects = list(drawing.iter(f"{DRAW}object", f"{DRAW}object-ole"))
        self.frames.append(drawing)
        for element in objects:
            address = element.get(LINK, "").removeprefix("./")
            root = self._embedded_object(address) if len(element) == 0 else element[0]
            if root is not None and root.tag == f"{MATH}math":
                self._add(f" {equation_text(root)} ", bold=bold)
            else:
                self._leave_out(LeftOutKind.EMBEDDED, "" if root is None else text_of(root), address)

    def _add(self, text: str, *, bold: bool) -> None:
        if text:
            self._runs.append((text, bold))


def _blank_count(element: etree._Element) -> int:
    count = element.get(f"{T}c", "1")
    return min(int(count), _MAX_BLANKS) if count.isdecimal() and len(count) < len(str(_MAX_BLANKS)) + 1 else 1
