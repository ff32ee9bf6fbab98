"""Control characters made visible, so that text from files can neither steer a terminal nor break a file.

For a terminal: the C0 controls become their Unicode control pictures (␀ to ␟, ␡); the C1 controls, the
bidirectional controls (U+202A-202E, U+2066-2069) and surrogates, which have no picture, become U+FFFD.
For a document: every control character but tab and line ends becomes U+FFFD, since XML cannot hold it.
"""

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters other than tab and line feed, surrogates and noncharacters."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ROW_ENDS = (0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_LINES = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
    | {0x7F: 0x2421, 0x2028: " ", 0x2029: " "}
    | dict.fromkeys(
        [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)],
        _REPLACEMENT,
    )
)
_ROW = _LINES | dict.fromkeys((*_ROW_ENDS, 0x09), " ")


def visible(text: str) -> str:
    """Return the text for one row of a terminal: one character for each, line ends and tabs as spaces."""
    return text if text.isascii() and text.isprintable() else text.translate(_ROW)


def visible_lines(text: str) -> str:
    """Return the text for a terminal, with its line feeds and tabs."""
    return text.translate(_LINES)


def printable(text: str) -> str:
    """Return the text for a document: U+FFFD for each character of `UNPRINTABLE` that ends no line."""
    return UNPRINTABLE.sub(lambda match: match[0] if match[0] in "\r\x85" else _REPLACEMENT, text)


def one_line(text: str) -> str:
    """Return the printable text on one line, each run of white space as one space."""
    return printable(" ".join(text.split()))
