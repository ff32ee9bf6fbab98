"""The parts of a Word archive, found by their relationships: programs name the files differently.

Documents in "Strict Open XML" have namespaces of their own; all parts are read as if they had the usual ones.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import ZipFile

from qualcode import untrusted

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD_NAMESPACE.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": MATH_NAMESPACE.encode(),
}
"""The namespaces of "Strict Open XML", and those that all other documents have."""
_KIND = re.compile(r".*/relationships/")


class WordArchive:
    """An opened archive; `main` is the name of its document, which a damaged archive may lack."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = tuple(archive.namelist())
        self.main = self.target("", "officeDocument") or "word/document.xml"

    def root(self, name: str) -> "_Element":
        """Return the root element of a part; a missing part is a KeyError."""
        data = self._archive.read(name)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        return untrusted.parse_xml(data)

    def target(self, source: str, kind: str) -> str:
        """Return the part to which `source` has a relationship of this kind; empty if it has none."""
        return next((name for of_kind, name in self.targets(source) if of_kind == kind), "")

    def targets(self, source: str) -> Iterator[tuple[str, str]]:
        """Yield kind and name of each part that `source` (empty: the package) refers to."""
        folder, base = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{base}.rels")
        if relationships in self.names:
            for each in self.root(relationships):
                target = posixpath.join("/", folder, each.get("Target") or "")
                yield _KIND.sub("", each.get("Type") or ""), posixpath.normpath(target)[1:]
