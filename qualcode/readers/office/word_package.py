"""The parts of a Word document's archive: the main one, its styles, and those whose words are left out."""

import posixpath
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from qualcode.documents.word_archive import WordArchive
from qualcode.model import LeftOutKind
from qualcode.readers.office.word_names import NOTE_ID, NoteKey, W, text_of
from qualcode.readers.office.word_styles import WordStyles

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
        self._archive = WordArchive(archive)

    def body(self) -> etree._Element:
        """Return the body of the main document."""
        body = self._archive.root(self._archive.main).find(f"{W}body")
        if body is None:
            raise ValueError("no document body")
        return body

    def styles(self) -> WordStyles:
        """Return the document's styles; there may be none."""
        name = self._archive.target(self._archive.main, "styles")
        return WordStyles(self._archive.root(name)) if name in self._archive.names else WordStyles()

    def notes(self) -> dict[NoteKey, etree._Element]:
        """Return the footnotes and endnotes by their numbers, in the order of the file."""
        folder = posixpath.dirname(self._archive.main)
        names = frozenset(self._archive.names)
        return {
            (kind, note.get(NOTE_ID, f"without number {index}")): note
            for base, (kind, tag) in _NOTES.items()
            if (name := posixpath.join(folder, base)) in names
            for index, note in enumerate(self._archive.root(name).iterchildren(tag))
        }

    def left_out(self) -> Iterator[tuple[LeftOutKind, str, str]]:
        """Yield kind, words and position of what is outside the main document and is left out."""
        folder = posixpath.dirname(self._archive.main)
        for name in self._archive.names:
            base = posixpath.basename(name)
            if _EMBEDDED.fullmatch(name):
                yield LeftOutKind.EMBEDDED, "", base
            elif posixpath.dirname(name) == folder and base == _COMMENTS:
                comments = (text_of(comment) for comment in self._archive.root(name).iterchildren(_COMMENT))
                yield from ((LeftOutKind.COMMENTS, comment, "") for comment in comments if comment.strip())
            elif _DIAGRAM.fullmatch(name) or (posixpath.dirname(name) == folder and _HEADER.fullmatch(base)):
                kind = LeftOutKind.DIAGRAMS if _DIAGRAM.fullmatch(name) else LeftOutKind.HEADERS
                if (text := text_of(self._archive.root(name))).strip():
                    yield kind, text, ""
