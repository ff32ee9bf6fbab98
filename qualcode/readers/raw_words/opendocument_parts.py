"""All words of an OpenDocument text: the text nodes of its XML parts, found without parsing them."""

import re
from collections.abc import Sequence
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_PART = re.compile(r"(?:.*/)?(?:content|styles)\.xml")
_NO_WORDS = re.compile(
    r"<(dc:creator|dc:date|meta:[\w-]+|math:annotation|annotation|config:[\w-]+)(?: [^<>]*)?>[^<]*</\1>"
)
_HEADER = re.compile(r"<style:((?:header|footer)(?:-left|-first)?)(?: [^<>]*)?>.*?</style:\1>", re.DOTALL)
_ASIDE = re.compile(
    r"<(text:note|text:ruby-text|text:hidden-text|office:annotation|draw:[\w-]+)(?: [^<>]*)?(?<!/)>.*?</\1>",
    re.DOTALL,
)
"""What may stand in the middle of a word."""
_END = re.compile(r"</?text:(?:p|h|tab|s|line-break|note-citation)(?=[ />])|</(?:math:)?m[ions]\w*>")
_TAG = re.compile(r"<[^<>]*>")


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the text nodes of the content, of headers and footers, and of embedded objects."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist() if _PART.fullmatch(name)]
    raw_texts: list[RawText] = []
    for name, data_of_part in parts:
        xml = _NO_WORDS.sub("", data_of_part.decode("utf-8", errors="replace")).replace("\n", " ")
        if name.endswith("styles.xml"):
            xml = " ".join(match[0] for match in _HEADER.finditer(xml)) if name == "styles.xml" else ""
        else:
            _, _, xml = xml.partition("<office:body") if "<office:body" in xml else ("", "", xml)
            xml = f"<{xml}"
        aside = " ".join(match[0] for match in _ASIDE.finditer(xml))
        texts = (_text(_ASIDE.sub("", xml)), _text(aside))
        raw_texts += (RawText(text=text, part=name, unit="paragraph") for text in texts if text.strip())
    return raw_texts


def _text(xml: str) -> str:
    return unescape(_TAG.sub("", _END.sub(r"\n\g<0>", xml)))
