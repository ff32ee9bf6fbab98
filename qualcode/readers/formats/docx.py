"""Word documents: paragraphs and tables in document order, with all tracked changes accepted.

python-docx opens the package and resolves styles; this module walks the paragraphs, because python-docx's
`text` leaves out tracked insertions and content controls. Nothing outside the package is fetched.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from lxml import etree

from qualcode import untrusted
from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder, leading_bold

_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
_TEXT, _STYLE, _VALUE = qn("w:t"), qn("w:pStyle"), qn("w:val")
# Not shown on the page: properties, deletions, moved text at its old position, alternative renderings.
_HIDDEN = {
    qn(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "del", "moveFrom")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LEFT_OUT = {
    "Text boxes are left out.": qn("w:txbxContent"),
    "Footnotes are left out.": qn("w:footnoteReference"),
    "Endnotes are left out.": qn("w:endnoteReference"),
}


def read(data: bytes, options: ReadOptions) -> Transcript:  # noqa: ARG001 - the signature of all readers
    """Return a Word document's paragraphs, and its tables' rows with tabs between the cells."""
    untrusted.check_archive(data, ".docx").close()
    layout = TextBuilder()
    with untrusted.refusing_malformed("a Word document"):
        document = Document(BytesIO(data))
        body = document.element.body
        levels = _heading_levels(document)
        for block in _blocks(body):
            if block.tag == _TABLE:
                for row in block.iterchildren(_ROW):
                    layout.add(_row_text(row))
            else:
                runs = list(_runs(block))
                layout.add(
                    "".join(text for text, _ in runs), level=_level(block, levels), bold=leading_bold(runs)
                )
        warnings = tuple(
            warning for warning, tag in _LEFT_OUT.items() if next(body.iter(tag), None) is not None
        )
    return layout.transcript(warnings=warnings)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _HIDDEN:
            yield from _blocks(child)


def _row_text(row: etree._Element) -> str:
    cells = (cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW), None) is row)
    return "\t".join(_cell_text(cell) for cell in cells)


def _cell_text(cell: etree._Element) -> str:
    lines: list[str] = []
    for block in _blocks(cell):
        if block.tag == _TABLE:
            lines += [_row_text(row) for row in block.iterchildren(_ROW)]
        else:
            lines.append("".join(text for text, _ in _runs(block)))
    return "\n".join(lines).strip()


def _runs(parent: etree._Element) -> Iterator[tuple[str, bool]]:
    """Yield each run's text and whether it is bold."""
    for child in parent:
        if child.tag == _RUN:
            yield _run_text(child), _is_bold(child)
        elif child.tag not in _HIDDEN:
            yield from _runs(child)


def _run_text(run: etree._Element) -> str:
    return "".join((part.text or "") if part.tag == _TEXT else _MARKS.get(part.tag, "") for part in run)


def _is_bold(run: etree._Element) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return mark is not None and mark.get(_VALUE, "true") not in ("0", "false", "off")


def _heading_levels(document: WordDocument) -> dict[str, int]:
    """Map the ids of the paragraph styles that are headings, or are based on one, to their levels."""
    levels: dict[str, int] = {}
    for style in document.styles:
        if style.type != WD_STYLE_TYPE.PARAGRAPH:
            continue
        ancestor, visited = style, set()
        while ancestor is not None and ancestor.style_id not in visited:
            visited.add(ancestor.style_id)
            name = ancestor.name or ""
            if match := _HEADING.fullmatch(name):
                levels[style.style_id] = int(match[1])
                break
            if name == "Title":
                levels[style.style_id] = 1
                break
            ancestor = ancestor.base_style
    return levels


def _level(paragraph: etree._Element, levels: dict[str, int]) -> int | None:
    style = paragraph.find(f"{qn('w:pPr')}/{_STYLE}")
    return None if style is None else levels.get(style.get(_VALUE, ""))
