"""All words of a JSON document: its strings, without the keys."""

import json
import re
from collections.abc import Sequence

from qualcode.model import Transcript
from qualcode.readers.raw_words.decoded_text import decode_again
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_STRING = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?', re.DOTALL)
"""A string, group 1; with a colon after it, group 2, it is a key."""


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the strings, one on each line."""
    matches = _STRING.finditer(decode_again(data, transcript))
    strings = (json.loads(match[1], strict=False) for match in matches if not match[2])
    return (RawText(text=" |\n".join(strings), unit="string"),)
