"""Small files in each format, written by the tests that read them."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from qualcode import readers
from qualcode.model import Transcript

_ODT_OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>'
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles><office:body><office:text>"
)
_ODT_CLOSE = "</office:text></office:body></office:document-content>"

Line = tuple[int, int, str] | tuple[int, int, str, int]
"""A printed line: left and baseline in points from the lower left corner, its words, its type size."""
_DEFAULT_SIZE = 11


def read(
    folder: Path, name: str, content: str | bytes, options: readers.ReadOptions | None = None
) -> Transcript:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, options)


def read_file(path: Path, options: readers.ReadOptions | None = None) -> Transcript:
    """Read a file as an import does."""
    return readers.parse(readers.read_bytes(path), path, options)


def archive(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def odt(path: Path, body: str) -> Path:
    """Write an OpenDocument text around the XML of its body."""
    mime_type = "application/vnd.oasis.opendocument.text"
    return archive(path, {"mimetype": mime_type, "content.xml": _ODT_OPEN + body + _ODT_CLOSE})


def odt_of(path: Path, paragraphs: Sequence[str]) -> Path:
    """Write an OpenDocument text with these paragraphs."""
    return odt(path, "".join(f"<text:p>{escape(words)}</text:p>" for words in paragraphs))


def pdf(path: Path, pages: Sequence[Sequence[Line]]) -> Path:
    """Write a PDF of lines in Helvetica."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        stream = b"BT " + b"".join(_text_operators(line) for line in lines) + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %b /Contents %d 0 R >>"
            % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    path.write_bytes(_pdf_file(objects))
    return path


def column(*lines: str, top: int = 750, leading: int = 14) -> list[Line]:
    """Return lines one below the other; an empty string leaves a gap."""
    return [(72, top - position * leading, words) for position, words in enumerate(lines) if words]


def _text_operators(line: Line) -> bytes:
    left, baseline, words = line[:3]
    size = line[3] if len(line) > 3 else _DEFAULT_SIZE
    encoded = words.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        encoded = encoded.replace(mark, b"\\" + mark)
    return b"/F1 %d Tf 1 0 0 1 %d %d Tm (%b) Tj " % (size, left, baseline, encoded)


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
