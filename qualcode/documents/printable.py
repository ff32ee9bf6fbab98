"""Text without the characters that no document format can carry."""

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters other than tab and line ends, lone surrogates and Unicode's noncharacters."""


def printable(text: str) -> str:
    """Return the text with U+FFFD in place of each unprintable character."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """Return the printable text on one line, each run of white space as one space."""
    return printable(" ".join(text.split()))
