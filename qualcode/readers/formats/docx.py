"""Word documents: paragraphs, tables and text boxes in document order, with all tracked changes accepted.

The XML of the package is read directly, since only few of its elements matter and none may be missed.
Nothing outside the package is fetched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from qualcode import untrusted
from qualcode.model import LeftOutKind, Transcript
from qualcode.readers.office.word_names import DRAWING, PARAGRAPH_STYLE, NoteKey, W, text_of
from qualcode.readers.office.word_package import WordPackage
from qualcode.readers.office.word_runs import RunReader
from qualcode.readers.office.word_styles import WordStyles
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import WITHOUT_MARK, TextBuilder, leading_bold

_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc"))
_PROPERTIES = {f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr")}
_DELETED_MARK = f"{W}pPr/{W}rPr/{W}del"
_DELETED_ROW, _DELETED_CELL = f"{W}trPr/{W}del", f"{W}tcPr/{W}cellDel"


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a Word document's paragraphs, and its tables' rows with tabs between the cells."""
    layout = TextBuilder(options.notes)
    with untrusted.check_archive(data, ".docx") as archive, untrusted.refusing_malformed("a Word document"):
        package = WordPackage(archive)
        document = _WordWalk(package.styles(), layout, package.notes())
        for paragraph in document.paragraphs(package.body()):
            layout.add(paragraph.text, level=paragraph.level, bold=paragraph.bold)
        document.leave_out_notes()
        for kind, text, where in package.left_out():
            layout.leave_out(kind, text, where)
    return layout.transcript()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """A paragraph, or the row of a table; its level as a heading, its number of leading bold characters."""

    text: str
    level: int | None = None
    bold: int = 0


class _WordWalk:
    """Walks the blocks of a document; what is left out of paragraphs goes to the layout."""

    def __init__(
        self, styles: WordStyles, layout: TextBuilder, notes: Mapping[NoteKey, etree._Element]
    ) -> None:
        self._styles = styles
        self._layout = layout
        self._notes = dict(notes)
        """The notes of which no mark has been read."""
        self._run_reader = RunReader(styles, layout.leave_out, self._note)

    def leave_out_notes(self) -> None:
        """Leave out the notes without a mark in the text."""
        for (kind, _), note in self._notes.items():
            if (text := text_of(note)).strip():
                self._layout.leave_out(kind, text, WITHOUT_MARK)

    def _note(self, key: NoteKey) -> str:
        """Return what stands in the place of a note's mark."""
        note = self._notes.pop(key, None)
        if note is None:
            return ""
        paragraphs = _WordWalk(self._styles, self._layout, {}).paragraphs(note)
        return self._layout.note(key[0], "\n".join(paragraph.text for paragraph in paragraphs))

    def paragraphs(self, parent: etree._Element) -> Iterator[_Paragraph]:
        """Yield paragraphs and table rows; a paragraph whose mark is deleted continues in the next one."""
        carried: list[tuple[str, bool]] = []
        for block in _descendants(parent, {_PARAGRAPH, _TABLE}):
            if block.tag == _TABLE:
                for row in _descendants(block, {_ROW}):
                    yield from self._row(row)
                continue
            runs = [*carried, *self._run_reader.read(block)]
            boxes = self._run_reader.text_boxes
            carried = runs if block.find(_DELETED_MARK) is not None else []
            if not carried:
                yield self._paragraph(runs, self._styles.of(block, PARAGRAPH_STYLE).level)
            for box in boxes:
                yield from self._text_box(box)
        if carried:
            yield self._paragraph(carried, None)

    def _paragraph(self, runs: list[tuple[str, bool]], level: int | None) -> _Paragraph:
        return _Paragraph(text="".join(text for text, _ in runs), level=level, bold=leading_bold(runs))

    def _text_box(self, box: etree._Element) -> Iterator[_Paragraph]:
        if box.tag.startswith(DRAWING):
            yield from (_Paragraph(text=text_of(line)) for line in box.iterchildren(f"{DRAWING}p"))
        else:
            yield from self.paragraphs(box)

    def _row(self, row: etree._Element) -> Iterator[_Paragraph]:
        if row.find(_DELETED_ROW) is not None:
            self._layout.leave_out(LeftOutKind.DELETED, text_of(row))
            return
        yield _Paragraph(text="\t".join(self._cell_text(cell) for cell in _descendants(row, {_CELL})))

    def _cell_text(self, cell: etree._Element) -> str:
        if cell.find(_DELETED_CELL) is not None:
            self._layout.leave_out(LeftOutKind.DELETED, text_of(cell))
            return ""
        return "\n".join(paragraph.text for paragraph in self.paragraphs(cell)).strip()


def _descendants(parent: etree._Element, tags: set[str]) -> Iterator[etree._Element]:
    """Yield the nearest elements of these kinds, also inside content controls and other wrappers."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in _PROPERTIES:
            yield from _descendants(child, tags)
