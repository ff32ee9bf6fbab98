"""All words of a Markdown file: its decoded bytes; apart from them what may be in the middle of a word."""

import re
from collections.abc import Sequence

from qualcode.model import Transcript
from qualcode.readers.raw_words.decoded_text import decode_again
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_ASIDE = re.compile(
    r"<!--.*?-->|~~[^~\n]+~~|<(del|s|strike)\b[^<>]*>.*?</\1>|</?(?:b|strong|i|em|u|span|small|mark|font|ins)\b[^<>]*>"
    r"|\[\^[^\]\s]+\](?!:)|\^\[[^\[\]\n]+\]",
    re.DOTALL | re.IGNORECASE,
)


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the file as a text of lines, and the comments, deletions and tags inside it."""
    text = decode_again(data, transcript)
    aside = " ".join(match[0] for match in _ASIDE.finditer(text))
    if not aside:
        return (RawText(text=text),)
    return (RawText(text=_ASIDE.sub("", text)), RawText(text=aside))
