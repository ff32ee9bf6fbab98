"""All words of a Word document: the text elements of its XML parts, found without parsing them."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_PART = re.compile(r"word/(?!glossary/|theme/)(?:.*/)?[^/]+\.xml")
_TEXT = re.compile(
    r"<(?:\w+:)?(?:t|delText|instrText|delInstrText)(?: [^<>]*)?>([^<]+)"
    r"|</?(?:\w+:)?(p)[ />]|<(?:\w+:)?(?:tab|ptab|br|cr)[ />]|</m:t>"
)
"""The text elements; and what ends a word: paragraphs, tabs, line breaks, and each text of an equation."""


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the text elements of each XML part, one line for each paragraph."""
    with ZipFile(BytesIO(data)) as archive:
        parts = ((name, archive.read(name)) for name in archive.namelist() if _PART.fullmatch(name))
        return [RawText(text=_text(xml), part=name, unit="paragraph") for name, xml in parts]


def _text(xml: bytes) -> str:
    encoding = "utf-16" if xml.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return unescape("".join(_strings(xml.decode(encoding, errors="replace"))))


def _strings(xml: str) -> Iterator[str]:
    for match in _TEXT.finditer(xml):
        if match[1]:
            yield match[1].replace("\n", " ")
        elif match[2]:
            yield "\n" if match[0].startswith("</") else " "
        else:
            yield " "
