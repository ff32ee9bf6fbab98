"""The archive of a REFI-QDA project (.qdpx): one XML document and the files of the sources.

Programs disagree about the folder's name, the case of names and the prefix of paths, so that a file is found
by the last part of its path, whatever its case.
"""

import re
from dataclasses import dataclass
from zipfile import ZipFile

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.refi.xml_elements import Element, local_name

_SEPARATOR = re.compile(r"[/\\]")
_OF_THE_SYSTEM = re.compile(r"^__MACOSX/|(^|[/\\])\._[^/\\]*$")
"""Entries that a Mac adds when a person packs the files again."""
_PREFIX = re.compile(r"^(internal|relative|absolute):/*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProjectArchive:
    """The root element of the document, and the files by their names in lower case."""

    root: Element
    archive: ZipFile
    entries: dict[str, str]

    def file(self, path: str | None) -> bytes | None:
        """Return the file that a path of the document names; None if it is not in the archive."""
        entry = self.entries.get(file_name_of(path).casefold())
        if not entry:
            return None
        try:
            return self.archive.read(entry)
        except untrusted.ARCHIVE_ERRORS as error:
            raise UnreadableSourceError(f"The file {entry} in the archive is damaged ({error}).") from error


def file_name_of(path: str | None) -> str:
    """Return the last part of a path: `internal://ABC.txt` is `ABC.txt`."""
    return _SEPARATOR.split(_PREFIX.sub("", (path or "").strip()))[-1]


def open_archive(data: bytes) -> ProjectArchive:
    """Return the checked archive; UnreadableSourceError if it is none, not safe, or has not one project."""
    archive = untrusted.check_archive(data, ".qdpx")
    names = [
        entry.filename
        for entry in archive.infolist()
        if not entry.is_dir() and not _OF_THE_SYSTEM.search(entry.filename)
    ]
    documents = [name for name in names if name.lower().endswith(".qde")]
    at_root = [name for name in documents if len(_SEPARATOR.split(name)) == 1] or documents
    if len(at_root) != 1:
        found = ", ".join(at_root) or "none"
        raise UnreadableSourceError(
            f"A REFI-QDA project has one .qde document; this file has {found}.",
            "Export the project again from the program that made it.",
        )
    try:
        root = untrusted.parse_xml(archive.read(at_root[0]))
    except UnreadableSourceError as error:
        raise UnreadableSourceError(
            f"{at_root[0]}: {error.message}", error.hint, line=error.line, column=error.column
        ) from error
    except untrusted.ARCHIVE_ERRORS as error:
        raise UnreadableSourceError(f"{at_root[0]} in the archive is damaged ({error}).") from error
    if local_name(root) != "Project":
        raise UnreadableSourceError(
            f"{at_root[0]} is no REFI-QDA project but <{local_name(root)}>.",
            "A codebook (.qdc) is imported with `qualcode codebook import`.",
        )
    entries = {_SEPARATOR.split(name)[-1].casefold(): name for name in names}
    return ProjectArchive(root=root, archive=archive, entries=entries)
