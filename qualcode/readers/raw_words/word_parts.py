"""All words of a Word document: the text elements of its XML parts, found without parsing them."""

import re
from collections.abc import Sequence
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_PART = re.compile(
    r"(?!docProps/|customXml/|.*/glossary/|.*/theme/)"
    r"(?!.*/(?:styles|stylesWithEffects|settings|webSettings|numbering|fontTable)\.xml).*\.xml"
)
_TOKEN = re.compile(
    r"<(?:[a-z]{1,3}:)?(?P<text>t|delText|instrText|delInstrText)(?: [^<>]*)?>(?P<words>[^<]+)"
    r"|<(?P<end>/?)(?:[a-z]{1,3}:)?(?P<tag>p|tab|ptab|br|cr|moveFrom|rt|del)[ />]|</m:t>"
    r"|<w:(?:foot|end)noteReference [^<>]*customMarkFollows=\"(?P<own_mark>1|true|on)\""
)


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the text elements of each XML part, one line for each paragraph."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist() if _PART.fullmatch(name)]
    return [
        RawText(text=text, part=name, unit="paragraph")
        for name, xml in parts
        for text in _visible_and_other(xml)
        if text and not text.isspace()
    ]


def _visible_and_other(xml: bytes) -> tuple[str, str]:
    """Return the visible text, and apart from it what is deleted, moved away, a field code or above the line.

    The second kind may be in the middle of a word of the first.
    """
    encoding = "utf-16" if xml.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    visible: list[str] = []
    other: list[str] = []
    strings = visible
    after_own_mark = False
    for match in _TOKEN.finditer(xml.decode(encoding, errors="replace")):
        if words := match["words"]:
            is_visible = match["text"] == "t" and not after_own_mark
            (strings if is_visible else other).append(words.replace("\n", " "))
            after_own_mark = False
        elif match["own_mark"]:
            after_own_mark = True
        elif match["tag"] in ("moveFrom", "rt", "del"):
            other.append(" ")
            strings = other if match["tag"] != "del" and not match["end"] else visible
        else:
            separator = "\n" if match["tag"] == "p" and match["end"] else " "
            visible.append(separator)
            other.append(separator)
    return unescape("".join(visible)), unescape("".join(other))
