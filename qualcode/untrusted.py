"""What a stranger's file may not do: be huge, unfold into something huge, or lead out of itself.

Everything here happens on bytes in memory, before a format's library sees them, so that what was checked
is what is read.
"""

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from qualcode.errors import UnreadableSourceError

MEGABYTE = 1_000_000
FILE_LIMIT = 100 * MEGABYTE
TEXT_LIMIT = 20 * MEGABYTE
UNPACKED_LIMIT = 400 * MEGABYTE
PART_LIMIT = 100 * MEGABYTE
"""Of one XML part of an archive."""
ENTRY_LIMIT = 5_000
RATIO_LIMIT = 150
"""Office files shrink to a tenth, rarely to a fiftieth; only parts over a megabyte are held to this."""

ZIP, PDF, RTF, OLE = b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0"
_DAMAGE = (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error)
"""What opening and unpacking a broken archive raises."""
_WHAT_IT_IS = {
    ZIP: "a zip archive (perhaps .docx, .odt or .xlsx)",
    PDF: "a PDF",
    RTF: "Rich Text (.rtf)",
    OLE: "an old Office file or one with a password",
}


def file_bytes(path: Path, limit: int) -> bytes:
    """Return a regular file's bytes if there are at most `limit` of them."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSourceError("This is not a file.", path=path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UnreadableSourceError(f"It cannot be opened: {error.strerror}.", path=path) from error
    if len(data) > limit:
        raise UnreadableSourceError(
            f"The file is larger than {limit // MEGABYTE} MB.",
            "Split it, or leave out its pictures.",
            path=path,
        )
    return data


def disguise(data: bytes) -> str:
    """Return what a file really is, judged by its first bytes; empty if nothing is known of it."""
    return next((name for signature, name in _WHAT_IT_IS.items() if data.startswith(signature)), "")


def check_archive(path: Path, data: bytes) -> ZipFile:
    """Return the opened archive if neither its sizes, its names nor its XML can do harm."""
    if not data.startswith(ZIP):
        found = disguise(data)
        raise UnreadableSourceError(
            f"This is not a {path.suffix} file" + (f" but {found}." if found else "."),
            "Open it in the program that made it and save it again, without a password.",
            path=path,
        )
    try:
        archive = ZipFile(BytesIO(data))
        _check_entries(path, archive.infolist(), len(data))
        for entry in archive.infolist():
            if entry.file_size and entry.filename.lower().endswith((".xml", ".rels")):
                _check_xml(path, archive, entry)
    except _DAMAGE as error:
        raise UnreadableSourceError(f"The archive is damaged ({error}).", path=path) from error
    return archive


def _check_entries(path: Path, entries: list[ZipInfo], packed: int) -> None:
    if len(entries) > ENTRY_LIMIT:
        raise UnreadableSourceError(f"The archive has {len(entries)} entries.", path=path)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UnreadableSourceError("The archive has two entries of the same name.", path=path)
    if sum(entry.compress_size for entry in entries) > packed:
        raise UnreadableSourceError("The entries of the archive lie over each other.", path=path)
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise UnreadableSourceError("The archive unpacks to an absurd size.", path=path)
    for entry in entries:
        _check_entry(path, entry)


def _check_entry(path: Path, entry: ZipInfo) -> None:
    name = entry.filename
    if name.startswith(("/", "\\")) or ":" in name or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        raise UnreadableSourceError(f"The archive has an entry that leads out of it: {name!r}.", path=path)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableSourceError(f"The archive has a link in it: {name!r}.", path=path)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableSourceError("The archive is packed as office files never are.", path=path)
    if entry.flag_bits & 1:
        raise UnreadableSourceError("The file has a password.", "Save it without one.", path=path)
    if entry.file_size > MEGABYTE and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1):
        raise UnreadableSourceError(
            f"The archive has an entry that unpacks to an absurd size: {name!r}.", path=path
        )


def _check_xml(path: Path, archive: ZipFile, entry: ZipInfo) -> None:
    if entry.file_size > PART_LIMIT:
        raise UnreadableSourceError(
            f"{entry.filename} is larger than {PART_LIMIT // MEGABYTE} MB.", path=path
        )
    check_xml(path, archive.read(entry), entry.filename)


class _DoctypeError(Exception):
    """The document has a DOCTYPE, and with it perhaps entities."""


class _Watcher:
    """A parser's target that builds nothing."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise _DoctypeError

    def close(self) -> None:
        """Return nothing: the parse itself was the check."""


def check_xml(path: Path, data: bytes, part: str) -> None:
    """Refuse XML that is not well formed, nests deeper than 256, or has a DOCTYPE (office files never do)."""
    parser = etree.XMLParser(
        target=cast("etree.ParserTarget", _Watcher()),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        etree.fromstring(data, parser)
    except _DoctypeError as error:
        raise UnreadableSourceError(
            f"{part} declares a document type, which can hide entities.", path=path
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableSourceError(f"{part} is not sound XML ({error.msg}).", path=path) from error


@contextmanager
def blaming(path: Path, kind: str) -> Iterator[None]:
    """Turn whatever a library says about a malformed file into one message that names the file."""
    try:
        yield
    except UnreadableSourceError:
        raise
    except Exception as error:  # a parser meets a broken file with any exception there is
        raise UnreadableSourceError(
            f"It cannot be read as {kind} ({type(error).__name__}: {error}).",
            "Open it in the program that made it and save it again.",
            path=path,
        ) from error
