"""All words of a text file: its decoded bytes."""

from collections.abc import Sequence

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the file as one text of lines, in the encoding that the reader detected."""
    return (RawText(text=decode_again(data, transcript)),)


def decode_again(data: bytes, transcript: Transcript) -> str:
    """Return the bytes as text with Unix newlines; what is not of the encoding becomes U+FFFD."""
    codec, *_ = transcript.encoding.split() or ["utf-8"]
    text = data.decode(codec, errors="replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
