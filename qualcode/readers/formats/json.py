"""JSON transcripts: Whisper's segments, whisper.cpp's, or a plain list of objects with text and speaker."""

import json
from typing import Never

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue, transcript_from_cues
from qualcode.readers.table_columns import find_columns

_LISTS = ("segments", "transcription", "turns", "utterances", "cues")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a JSON file: a list of objects, or an object with such a list under `segments`."""
    decoded = decode(data, options.encoding)
    try:
        document = json.loads(decoded.text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnreadableSourceError(
            f"This is not JSON: {error.msg}.", line=error.lineno, column=error.colno
        ) from error
    except RecursionError as error:
        raise UnreadableSourceError("It is nested too deep.") from error
    except ValueError as error:
        raise UnreadableSourceError(f"It has a number that is not finite ({error}).") from error
    cues = [_cue(number, item, options) for number, item in enumerate(_items(document), start=1)]
    return transcript_from_cues(cues, flowing=True, encoding=decoded.encoding, warnings=decoded.warnings)


def _items(document: object) -> list[object]:
    if isinstance(document, dict):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), None)
    if not isinstance(document, list):
        raise UnreadableSourceError(
            "It has no list of segments.",
            'It should be [{"speaker": "…", "text": "…", "start": 0, "end": 2.5}, …], or that as "segments".',
        )
    return document


def _cue(number: int, item: object, options: ReadOptions) -> Cue:
    if not isinstance(item, dict):
        raise UnreadableSourceError(f"Segment {number} is not an object.")
    times = item.get("timestamps")
    row = {**item, **times} if isinstance(times, dict) else item
    try:
        return find_columns(row, options).cue(row)
    except ValueError as error:
        raise UnreadableSourceError(f"Segment {number}: {error}.") from error


def _refuse(constant: str) -> Never:
    raise ValueError(constant)
