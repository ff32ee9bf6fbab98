"""All words of a table of comma-separated values: its cells, one line for each row."""

import csv
from collections.abc import Sequence
from io import StringIO

from qualcode import untrusted
from qualcode.model import Transcript
from qualcode.readers.raw_words.decoded_text import decode_again
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the table as one text of lines; commas, semicolons and tabs end words in any case."""
    csv.field_size_limit(untrusted.TEXT_LIMIT)
    text = decode_again(data, transcript)
    return (RawText(text=" |\n".join(" | ".join(row) for row in csv.reader(StringIO(text, newline="")))),)
