"""The tokens of Rich Text: braces, control words, and strings decoded by the code page of their font."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from striprtf.striprtf import FONTTABLE, charset_map, font_table_group

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_OLD_CODE_PAGES = ((r"\mac", "mac_roman"), (r"\pca", "cp850"), (r"\pc", "cp437"))
DEFAULT_ENCODING = "cp1252"
SYMBOLS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",  # noqa: RUF001 - the dash is meant
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",  # noqa: RUF001 - typographic quotation marks are meant
    "rquote": "’",  # noqa: RUF001 - as above
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "~": "\xa0",
    "_": "\u2011",
    "-": "",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
"""Control words and symbols that are characters."""


@dataclass(frozen=True, slots=True)
class RtfToken:
    """A brace, a control word with its number, a symbol (no letter), or `data` in the font's code page."""

    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(text: str) -> Iterator[RtfToken]:
    """Yield the tokens of a file that was decoded as Latin-1, so that each character is a byte."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        if word := match["word"]:
            number = None if match["number"] is None else int(match["number"])
            yield RtfToken(word, number)
            if word == "bin" and number and number > 0:
                position += number
        elif match["byte"]:
            yield RtfToken(data=bytes.fromhex(match["byte"]))
        elif match["symbol"]:
            yield RtfToken("par") if match["symbol"] in "\r\n" else RtfToken(match["symbol"])
        elif match["brace"]:
            yield RtfToken(match["brace"] + "group")
        elif match["text"]:
            yield RtfToken(data=match["text"].encode("latin-1"))


def stated_encoding(text: str) -> str:
    """Return the code page that the file states; Windows-1252 if it states none that is known."""
    header = text[:4096]
    stated = _CODE_PAGE.search(header)
    if stated:
        return known_encoding(f"cp{stated[1]}", DEFAULT_ENCODING)
    return next((codec for word, codec in _OLD_CODE_PAGES if f"{word}\\" in header), DEFAULT_ENCODING)


def font_encodings(text: str, encoding: str) -> Mapping[int, str]:
    """Map the numbers of the fonts to the code pages of their character sets."""
    fonts = FONTTABLE.findall(font_table_group(text))  # type: ignore[no-untyped-call]
    return {
        int(font): known_encoding(charset_map.get(int(charset), encoding), encoding)
        for font, charset, _ in fonts
        if int(charset)
    }


def known_encoding(name: str, default: str) -> str:
    """Return the name of a codec, or the default if Python has no such codec."""
    try:
        codecs.lookup(name)
    except LookupError:
        return default
    return name
