"""The parts of a Word archive that have to do with comments: document, styles, comments, notes, headers."""

import posixpath
from zipfile import ZipFile

from qualcode.documents.word_archive import WORD_NAMESPACE, WordArchive
from qualcode.exchange.refi.xml_elements import Element

WORD = f"{{{WORD_NAMESPACE}}}"
_ELSEWHERE = {
    "footnotes": "in a footnote",
    "endnotes": "in an endnote",
    "header": "in a header",
    "footer": "in a footer",
}
"""Kind of a relationship to a part whose comments are on no words of the text → where they are."""


class CommentParts:
    """An opened archive; `document` is empty if it has no document."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = WordArchive(archive)
        main, names = self._archive.main, self._archive.names
        self.document = main if main in names else ""
        self._parts = [(kind, name) for kind, name in self._archive.targets(main) if name in names]

    def root(self, name: str) -> Element:
        """Return the root element of a part."""
        return self._archive.root(name)

    def part(self, kind: str) -> Element | None:
        """Return the root of a part of the document, such as its `comments`; None if it has none."""
        beside = posixpath.join(posixpath.dirname(self.document), f"{kind}.xml")
        names = [name for of_kind, name in self._parts if of_kind == kind] or [beside]
        return self.root(names[0]) if names[0] in self._archive.names else None

    def commented_elsewhere(self) -> dict[str, str]:
        """Return where comments outside the text are, by their ids."""
        return {
            mark.get(f"{WORD}id") or "": _ELSEWHERE[kind]
            for kind, name in self._parts
            if kind in _ELSEWHERE
            for mark in self.root(name).iter(f"{WORD}commentRangeStart", f"{WORD}commentReference")
        }
