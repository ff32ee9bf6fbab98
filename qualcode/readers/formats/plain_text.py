"""Plain text: decoded, with Unix newlines, otherwise unchanged."""

from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a text file's text."""
    decoded = decode(data, options.encoding, language=options.language)
    return Transcript(text=decoded.text, encoding=decoded.encoding, warnings=decoded.warnings)
