"""The parts of a Word document's archive: the main one, its styles, and those whose words are left out."""

import posixpath
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from qualcode import untrusted
from qualcode.model import LeftOutKind
from qualcode.readers.office.word_names import NOTE_ID, NoteKey, W, text_of
from qualcode.readers.office.word_styles import WordStyles

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
"""The namespaces of "Strict Open XML", and those that all other documents have."""
_NOTES = {
    "footnotes.xml": (LeftOutKind.FOOTNOTES, f"{W}footnote"),
    "endnotes.xml": (LeftOutKind.ENDNOTES, f"{W}endnote"),
}
_COMMENTS, _COMMENT = "comments.xml", f"{W}comment"
_HEADER = re.compile(r"(?:header|footer)\d*\.xml")
_EMBEDDED = re.compile(r"(?:.*/)?(?:embeddings/[^/]+|afchunk[^/]*\.\w+)", re.IGNORECASE)
_DIAGRAM = re.compile(r"(?:.*/)?(?:diagrams|charts)/[^/]+\.xml")


class WordPackage:
    """An opened archive; a missing part is a KeyError."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._main = self._target("", "officeDocument") or "word/document.xml"

    def body(self) -> etree._Element:
        """Return the body of the main document."""
        body = self._parse(self._main).find(f"{W}body")
        if body is None:
            raise ValueError("no document body")
        return body

    def styles(self) -> WordStyles:
        """Return the document's styles; there may be none."""
        name = self._target(self._main, "styles")
        return WordStyles(self._parse(name)) if name in self._archive.namelist() else WordStyles()

    def notes(self) -> dict[NoteKey, etree._Element]:
        """Return the footnotes and endnotes by their numbers, in the order of the file."""
        folder = posixpath.dirname(self._main)
        names = frozenset(self._archive.namelist())
        return {
            (kind, note.get(NOTE_ID, f"without number {index}")): note
            for base, (kind, tag) in _NOTES.items()
            if (name := posixpath.join(folder, base)) in names
            for index, note in enumerate(self._parse(name).iterchildren(tag))
        }

    def left_out(self) -> Iterator[tuple[LeftOutKind, str, str]]:
        """Yield kind, words and position of what is outside the main document and is left out."""
        folder = posixpath.dirname(self._main)
        for name in self._archive.namelist():
            base = posixpath.basename(name)
            if _EMBEDDED.fullmatch(name):
                yield LeftOutKind.EMBEDDED, "", base
            elif posixpath.dirname(name) == folder and base == _COMMENTS:
                comments = (text_of(comment) for comment in self._parse(name).iterchildren(_COMMENT))
                yield from ((LeftOutKind.COMMENTS, comment, "") for comment in comments if comment.strip())
            elif _DIAGRAM.fullmatch(name) or (posixpath.dirname(name) == folder and _HEADER.fullmatch(base)):
                kind = LeftOutKind.DIAGRAMS if _DIAGRAM.fullmatch(name) else LeftOutKind.HEADERS
                if (text := text_of(self._parse(name))).strip():
                    yield kind, text, ""

    def _parse(self, name: str) -> etree._Element:
        data = self._archive.read(name)
        if b"purl.oclc.org/ooxml" in data:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        return etree.fromstring(data, untrusted.xml_parser())

    def _target(self, source: str, kind: str) -> str:
        """Return the part to which `source` (empty: the package) has a relationship of this kind."""
        folder, base = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{base}.rels")
        if relationships in self._archive.namelist():
            for relationship in self._parse(relationships).iter(_RELATIONSHIP):
                if relationship.get("Type", "").endswith(f"/relationships/{kind}"):
                    return posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", "")))[1:]
        return ""
