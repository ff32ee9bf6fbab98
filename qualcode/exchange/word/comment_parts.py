"""The parts of a Word archive that have to do with comments: document, styles, comments, notes, headers.

Word for the web and others name the parts differently; they are found by their relationships.
"""

import posixpath
import re
from collections.abc import Iterator
from zipfile import ZipFile

from qualcode import untrusted
from qualcode.exchange.refi.xml_elements import Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The namespace of "Strict Open XML"."""
_DOCUMENT = "word/document.xml"
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
        self._archive = archive
        self._names = frozenset(archive.namelist())
        main = next((name for kind, name in self._targets("") if kind == "officeDocument"), _DOCUMENT)
        self.document = main if main in self._names else ""
        self._parts = [(kind, name) for kind, name in self._targets(main) if name in self._names]

    def root(self, name: str) -> Element:
        """Return the root element of a part."""
        data = self._archive.read(name)
        return untrusted.parse_xml(data.replace(_STRICT, WORD[1:-1].encode()))

    def part(self, kind: str) -> Element | None:
        """Return the root of a part of the document, such as its `comments`; None if it has none."""
        beside = posixpath.join(posixpath.dirname(self.document), f"{kind}.xml")
        names = [name for of_kind, name in self._parts if of_kind == kind] or [beside]
        return self.root(names[0]) if names[0] in self._names else None

    def commented_elsewhere(self) -> dict[str, str]:
        """Return where comments outside the text are, by their ids."""
        return {
            mark.get(f"{WORD}id") or "": _ELSEWHERE[kind]
            for kind, name in self._parts
            if kind in _ELSEWHERE
            for mark in self.root(name).iter(f"{WORD}commentRangeStart", f"{WORD}commentReference")
        }

    def _targets(self, source: str) -> Iterator[tuple[str, str]]:
        """Yield kind and name of each part that `source` (empty: the package) refers to."""
        folder, base = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{base}.rels")
        if relationships in self._names:
            for each in self.root(relationships):
                kind = re.sub(r".*/relationships/", "", each.get("Type") or "")
                target = posixpath.join("/", folder, each.get("Target") or "")
                yield kind, posixpath.normpath(target)[1:]
