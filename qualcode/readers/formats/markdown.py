"""Markdown: plain text whose lines that begin with `#` and a blank are headings.

The `#` stay in the text: it is stored as it is in the file.
"""

import re

from qualcode.model import Span, Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions

_HEADING_OR_FENCE = re.compile(
    r"^ {0,3}(?:(?P<marks>#{1,6})[ \t]+(?P<words>\S.*)|(?P<fence>```|~~~).*)$", re.MULTILINE
)


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a Markdown file's text and headings; lines in a fenced code block are no headings."""
    decoded = decode(data, options.encoding, language=options.language)
    headings: list[tuple[Span, int]] = []
    fenced = False
    for match in _HEADING_OR_FENCE.finditer(decoded.text):
        if match["fence"]:
            fenced = not fenced
        elif not fenced:
            span = Span(match.start(), match.end()).trimmed(decoded.text)
            headings.append((span, len(match["marks"])))
    return Transcript(
        text=decoded.text, headings=tuple(headings), encoding=decoded.encoding, warnings=decoded.warnings
    )
