"""The runs of a Word paragraph as they are seen on the page: all changes accepted, hidden text left out."""

from collections.abc import Callable, Iterable

from lxml import etree

from qualcode.model import LeftOutKind
from qualcode.readers.office.word_names import (
    COMPATIBILITY,
    DELETED_TEXT,
    DRAWING,
    FIELD_CODES,
    MARKS,
    MATH_TEXT,
    NOTE_ID,
    NOTE_MARKS,
    OFF,
    OWN_MARK,
    PARAGRAPH_STYLE,
    TEXT,
    NoteKey,
    W,
    is_on,
    text_of,
)
from qualcode.readers.office.word_styles import WordStyles

_RUN, _RUN_PROPERTIES, _RUBY = f"{W}r", f"{W}rPr", f"{W}ruby"
_RUN_STYLE, _BOLD, _HIDDEN = f"{W}rStyle", f"{W}b", f"{W}vanish"
_PROPERTIES = {
    f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr")
}
_DELETED = {f"{W}del", f"{W}moveFrom"}
_ALTERNATIVES, _CHOICE = f"{COMPATIBILITY}AlternateContent", f"{COMPATIBILITY}Choice"
_TEXT_BOXES = {f"{W}txbxContent", f"{DRAWING}txBody"}

Run = tuple[str, bool]
"""A text and whether it is bold."""
LeaveOut = Callable[[LeftOutKind, str], None]
Note = Callable[[NoteKey], str]
"""Returns the words that a note has where its mark is."""


class RunReader:
    """Reads one paragraph after another; of each, `text_boxes` are the contents of boxes anchored in it."""

    def __init__(self, styles: WordStyles, leave_out: LeaveOut, note: Note) -> None:
        self._styles = styles
        self._leave_out = leave_out
        self._note = note
        self._runs: list[Run] = []
        self._hidden: list[str] = []
        self._field_codes: list[str] = []
        self._bold_paragraph = self._hidden_paragraph = self._after_equation = False
        self.text_boxes: list[etree._Element] = []

    def read(self, paragraph: etree._Element) -> list[Run]:
        """Return the runs of a paragraph."""
        style = self._styles.of(paragraph, PARAGRAPH_STYLE)
        self._bold_paragraph, self._hidden_paragraph = style.is_bold, style.is_hidden
        self._after_equation = False
        self._runs, self.text_boxes = [], []
        self._visit(paragraph)
        self._leave_out_joined(LeftOutKind.HIDDEN, self._hidden)
        self._leave_out_joined(LeftOutKind.FIELD_CODES, self._field_codes)
        return self._runs

    def _visit(self, elements: Iterable[etree._Element]) -> None:
        for child in elements:
            tag = child.tag
            if tag == _RUN:
                self._visit_run(child)
            elif tag in _DELETED or tag == DELETED_TEXT:
                self._leave_out(LeftOutKind.DELETED, text_of(child))
            elif tag in _TEXT_BOXES:
                self.text_boxes.append(child)
            elif tag == _ALTERNATIVES:
                self._visit_alternatives(child)
            elif tag == MATH_TEXT:
                self._add(child.text or "", bold=False, equation=True)
            elif tag == _RUBY:
                self._visit_ruby(child)
            elif tag in FIELD_CODES:
                self._field_codes.append(child.text or "")
            elif tag not in _PROPERTIES:
                self._visit(child)

    def _visit_run(self, run: etree._Element) -> None:
        properties = run.find(_RUN_PROPERTIES)
        if self._is_hidden(properties):
            strings = self._field_codes if run.find(TEXT) is None else self._hidden
            strings.append(text_of(run))
            return
        bold = self._is_bold(properties)
        strings = []
        for part in run:
            if part.tag == TEXT:
                strings.append(part.text or "")
            elif part.tag in MARKS:
                strings.append(MARKS[part.tag])
            elif part.tag in NOTE_MARKS:
                self._add("".join(strings), bold=bold)
                strings.clear()
                self._add(self._note((NOTE_MARKS[part.tag], part.get(NOTE_ID, ""))), bold=False)
                if part.get(OWN_MARK, "0") not in OFF:
                    mark = "".join(map(text_of, part.itersiblings()))
                    self._leave_out(LeftOutKind.NOTE_NUMBERS, mark)
                    break
            elif len(part) or part.tag in FIELD_CODES or part.tag == DELETED_TEXT:
                self._add("".join(strings), bold=bold)
                strings.clear()
                self._visit((part,))
        self._add("".join(strings), bold=bold)

    def _visit_alternatives(self, alternatives: etree._Element) -> None:
        """Visit the first choice; the others are the same content for older programs."""
        choices = list(alternatives)
        chosen = next((choice for choice in choices if choice.tag == _CHOICE), next(iter(choices), None))
        for choice in choices:
            if choice is chosen:
                self._visit(choice)
            elif (text := text_of(choice)).strip():
                self._leave_out(LeftOutKind.ALTERNATIVES, text)

    def _visit_ruby(self, ruby: etree._Element) -> None:
        for child in ruby:
            if child.tag == f"{W}rubyBase":
                self._visit(child)
            elif child.tag == f"{W}rt":
                self._leave_out(LeftOutKind.RUBY, text_of(child))

    def _add(self, text: str, *, bold: bool, equation: bool = False) -> None:
        if not text:
            return
        if self._after_equation and (equation or text[0].isalnum()):
            text = f" {text}"
        self._after_equation = equation
        self._leave_out_joined(LeftOutKind.HIDDEN, self._hidden)
        self._runs.append((text, bold))

    def _leave_out_joined(self, kind: LeftOutKind, strings: list[str]) -> None:
        """Leave out what was in one or several runs, of which a word may be in two."""
        if text := "".join(strings).strip():
            self._leave_out(kind, text)
        strings.clear()

    def _is_bold(self, properties: etree._Element | None) -> bool:
        """Whether a run is bold: by itself, or by its style or its paragraph's, of which two cancel out."""
        if properties is None:
            return self._bold_paragraph
        mark = properties.find(_BOLD)
        if mark is not None:
            return is_on(mark)
        return self._styles.of(properties, _RUN_STYLE).is_bold != self._bold_paragraph

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        if properties is None:
            return self._hidden_paragraph
        mark = properties.find(_HIDDEN)
        if mark is not None:
            return is_on(mark)
        return self._hidden_paragraph or self._styles.of(properties, _RUN_STYLE).is_hidden
