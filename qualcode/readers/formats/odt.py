"""OpenDocument texts: paragraphs, tables, text boxes and shapes in document order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOutKind, Transcript
from qualcode.readers.office.odt_names import DRAW, OFFICE, STYLE, TABLE, T, text_of
from qualcode.readers.office.odt_runs import OdtRunReader
from qualcode.readers.office.odt_styles import OdtStyles
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder, leading_bold

_ROW, _CELL, _COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_LINES = (f"{T}p", f"{T}h")
_HEADERS = tuple(f"{STYLE}{name}{page}" for name in ("header", "footer") for page in ("", "-left", "-first"))


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return an OpenDocument text's paragraphs, and its tables' rows with tabs between the cells."""
    layout = TextBuilder(options.notes)
    with (
        untrusted.check_archive(data, ".odt") as archive,
        untrusted.refusing_malformed("an OpenDocument text"),
    ):
        root = _parse(archive, "content.xml")
        body = root.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise UnreadableSourceError("This is not an OpenDocument text.")
        named = _parse(archive, "styles.xml") if "styles.xml" in archive.namelist() else None
        styles = OdtStyles(root) if named is None else OdtStyles(named, root)
        for paragraph in _OdtWalk(archive, styles, layout).paragraphs(body):
            layout.add(paragraph.text, level=paragraph.level, bold=paragraph.bold)
        for header in () if named is None else named.iter(*_HEADERS):
            if (text := text_of(header)).strip():
                layout.leave_out(LeftOutKind.HEADERS, text)
    return layout.transcript()


def _parse(archive: ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), untrusted.xml_parser())


@dataclass(frozen=True, slots=True, kw_only=True)
class _OdtParagraph:
    """A paragraph, or the row of a table; its level as a heading, its number of leading bold characters."""

    text: str
    level: int | None = None
    bold: int = 0


class _OdtWalk:
    """Walks the blocks of a document, also inside lists and sections."""

    def __init__(self, archive: ZipFile, styles: OdtStyles, layout: TextBuilder) -> None:
        self._archive = archive
        self._styles = styles
        self._layout = layout
        self._run_reader = OdtRunReader(styles, layout.leave_out, self._embedded_object, self._note)

    def paragraphs(self, parent: etree._Element) -> Iterator[_OdtParagraph]:
        """Yield paragraphs, headings, table rows, and after a paragraph what is in its boxes and shapes."""
        for child in parent:
            if not isinstance(child.tag, str) or self._run_reader.leave_out(child):
                continue
            if child.tag in _LINES:
                runs = self._run_reader.read(child)
                frames = self._run_reader.frames
                text = "".join(text for text, _ in runs)
                yield _OdtParagraph(text=text, level=_level(child), bold=leading_bold(runs))
                for frame in frames:
                    yield from self.paragraphs(frame)
            elif child.tag == _ROW:
                yield self._row(child)
            elif child.tag not in (f"{DRAW}object", f"{DRAW}object-ole"):
                yield from self.paragraphs(child)

    def _row(self, row: etree._Element) -> _OdtParagraph:
        cells: list[str] = []
        for cell in row:
            if cell.tag == _CELL:
                cells.append("\n".join(paragraph.text for paragraph in self.paragraphs(cell)).strip())
            elif cell.tag == _COVERED and (text := text_of(cell)).strip():
                self._layout.leave_out(LeftOutKind.HIDDEN, text)
        return _OdtParagraph(text="\t".join(cells))

    def _note(self, note: etree._Element) -> str:
        """Return what stands in the place of a note's mark."""
        body, citation = note.find(f"{T}note-body"), note.find(f"{T}note-citation")
        walk = _OdtWalk(self._archive, self._styles, self._layout)
        paragraphs = () if body is None else walk.paragraphs(body)
        is_endnote = note.get(f"{T}note-class") == "endnote"
        return self._layout.note(
            LeftOutKind.ENDNOTES if is_endnote else LeftOutKind.FOOTNOTES,
            "\n".join(paragraph.text for paragraph in paragraphs),
            "" if citation is None else text_of(citation),
        )

    def _embedded_object(self, address: str) -> etree._Element | None:
        name = f"{address}/content.xml"
        return _parse(self._archive, name) if name in self._archive.namelist() else None


def _level(paragraph: etree._Element) -> int | None:
    if paragraph.tag != f"{T}h":
        return None
    level = paragraph.get(f"{T}outline-level", "1")
    return int(level) if re.fullmatch(r"[1-9]\d?", level) else 1
