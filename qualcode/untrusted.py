"""Limits and checks for files from outside: size, archive entries, compression ratio, XML entities.

All checks work on bytes in memory, before a format's library sees them, so that the bytes that were checked
are the bytes that are parsed.
"""

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from qualcode import files
from qualcode.errors import InvalidFileError, UnreadableSourceError

if TYPE_CHECKING:
    from lxml import etree

MEGABYTE, TEXT_LIMIT = files.MEGABYTE, files.TEXT_LIMIT
FILE_LIMIT = 100 * MEGABYTE
UNPACKED_LIMIT = 400 * MEGABYTE
XML_LIMIT = 100 * MEGABYTE
"""For one XML document, in a file of its own or as an entry of an archive."""
ENTRY_LIMIT = 5_000
RATIO_LIMIT = 150
"""Office files compress about 10:1, rarely 50:1; only entries over a megabyte are checked."""

ZIP, PDF, RTF, OLE = b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0"
ARCHIVE_ERRORS = (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error)
"""What `zipfile` raises on opening and unpacking a damaged archive."""
_FORMAT_NAMES = {
    ZIP: "a zip archive (perhaps .docx, .odt or .xlsx)",
    PDF: "a PDF",
    RTF: "Rich Text (.rtf)",
    OLE: "an old Office file or one with a password",
}


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes."""
    try:
        return files.read_limited(path, limit)
    except InvalidFileError as error:
        raise UnreadableSourceError(error.message, error.hint, path=path) from error


def detected_format(data: bytes) -> str:
    """Return the name of the format that a file's first bytes state; empty if they state none."""
    return next((name for signature, name in _FORMAT_NAMES.items() if data.startswith(signature)), "")


def check_archive(data: bytes, suffix: str) -> ZipFile:
    """Return the opened zip archive after checking its sizes, entry names and XML entries.

    `suffix` is the file's, for the error message if the bytes are no archive.
    """
    if not data.startswith(ZIP):
        detected = detected_format(data)
        raise UnreadableSourceError(
            f"This is not a {suffix} file" + (f" but {detected}." if detected else "."),
            "Open it in the program that made it and save it again, without a password.",
        )
    try:
        archive = ZipFile(BytesIO(data))
        _check_entries(archive.infolist(), len(data))
        for entry in archive.infolist():
            if entry.file_size and entry.filename.lower().endswith((".xml", ".rels")):
                _check_xml_entry(archive, entry)
    except ARCHIVE_ERRORS as error:
        raise UnreadableSourceError(f"The archive is damaged ({error}).") from error
    return archive


def _check_entries(entries: list[ZipInfo], archive_size: int) -> None:
    if len(entries) > ENTRY_LIMIT:
        raise UnreadableSourceError(f"The archive has {len(entries)} entries, more than {ENTRY_LIMIT}.")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UnreadableSourceError("The archive has two entries of the same name.")
    if sum(entry.compress_size for entry in entries) > archive_size:
        raise UnreadableSourceError("The entries of the archive overlap.")
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise UnreadableSourceError(f"The archive unpacks to more than {UNPACKED_LIMIT // MEGABYTE} MB.")
    for entry in entries:
        _check_entry(entry)


def leads_outside(name: str) -> bool:
    """Whether the name of a file, which a file tells, leads to a place outside the folder that it is in."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return name.startswith(("/", "\\")) or bool(PurePath(name).drive) or ".." in parts


def _check_entry(entry: ZipInfo) -> None:
    name = entry.filename
    if ":" in name or leads_outside(name):
        raise UnreadableSourceError(f"The archive entry {name!r} has a path outside the archive.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableSourceError(f"The archive entry {name!r} is a symbolic link.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableSourceError(
            f"The archive entry {name!r} has a compression method that office files never use."
        )
    if entry.flag_bits & 1:
        raise UnreadableSourceError("The file has a password.", "Save it without one.")
    if entry.file_size > MEGABYTE and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1):
        raise UnreadableSourceError(f"The archive entry {name!r} is compressed more than {RATIO_LIMIT} to 1.")


def _check_xml_entry(archive: ZipFile, entry: ZipInfo) -> None:
    if entry.file_size > XML_LIMIT:
        raise UnreadableSourceError(f"{entry.filename} is larger than {XML_LIMIT // MEGABYTE} MB.")
    try:
        check_xml(archive.read(entry))
    except UnreadableSourceError as error:
        raise UnreadableSourceError(f"{entry.filename}: {error.message}") from error


class _DoctypeError(Exception):
    """The document has a DOCTYPE, which may define entities."""


class _DoctypeDetector:
    """A parser target that builds no tree and raises on a DOCTYPE."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise _DoctypeError

    def close(self) -> None:
        """Return nothing: the parse itself is the check."""


def check_xml(data: bytes) -> None:
    """Refuse XML that is too large, not well formed, nested deeper than 256, or has a DOCTYPE.

    Office files and REFI-QDA codebooks never have one. The error names line and column.
    """
    if len(data) > XML_LIMIT:
        raise UnreadableSourceError(f"The XML is larger than {XML_LIMIT // MEGABYTE} MB.")
    from lxml import etree

    try:
        etree.fromstring(data, xml_parser(cast("etree.ParserTarget", _DoctypeDetector())))
    except _DoctypeError as error:
        raise UnreadableSourceError(
            "It declares a document type (DOCTYPE), which may define entities.", "Remove the declaration."
        ) from error
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from error


def _no_xml(error: "etree.XMLSyntaxError") -> UnreadableSourceError:
    line, column = error.position
    return UnreadableSourceError(f"It is not XML: {error.msg}.", line=line, column=column)


def parse_xml(data: bytes) -> "etree._Element":
    """Return the root element of XML that passes `check_xml`."""
    from lxml import etree

    check_xml(data)
    try:
        return etree.fromstring(data, xml_parser())
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from error


def xml_parser(target: "etree.ParserTarget | None" = None) -> "etree.XMLParser":
    """Return a parser that expands no entities, loads no DTD and opens no connection."""
    from lxml import etree

    return etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False)


@contextmanager
def naming_file(path: Path) -> Iterator[None]:
    """Add the path to an `InvalidFileError` that does not name its file yet."""
    try:
        yield
    except InvalidFileError as error:
        error.path = error.path or path
        raise


@contextmanager
def refusing_malformed(kind: str) -> Iterator[None]:
    """Turn any exception of a format's library into one `UnreadableSourceError`; `kind`: "a PDF"."""
    try:
        yield
    except UnreadableSourceError:
        raise
    except Exception as error:  # libraries raise any exception on a malformed file
        raise UnreadableSourceError(
            f"It cannot be read as {kind} ({type(error).__name__}: {error}).",
            "Open it in the program that made it and save it again.",
        ) from error
