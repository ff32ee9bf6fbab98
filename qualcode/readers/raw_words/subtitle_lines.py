"""All words of a subtitle file: its lines, each of which ends a word."""

from collections.abc import Sequence
from html import unescape

from qualcode.model import Transcript
from qualcode.readers.raw_words.decoded_text import decode_again
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the file as one text of lines, with character references resolved."""
    return (RawText(text=unescape(decode_again(data, transcript)).replace("\n", " |\n")),)
