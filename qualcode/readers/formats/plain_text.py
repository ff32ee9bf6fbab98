"""Plain text: decoded, its newlines made Unix ones, and otherwise untouched."""

from pathlib import Path

from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return a text file's text."""
    decoded = decode(path, data, options.encoding)
    return Transcript(text=decoded.text, encoding=decoded.encoding, warnings=decoded.warnings)
