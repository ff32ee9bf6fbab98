"""JSON transcripts: of speech recognition services, or a plain list of objects with text and speaker."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Never

from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOut, LeftOutKind, Transcript
from qualcode.readers.decode_bytes import decode
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.transcript_tables.json_shapes import find_rows
from qualcode.readers.transcript_tables.json_words import PIECES, speaker_of
from qualcode.readers.transcript_tables.table_cues import TableCues

_WORD = re.compile(r"\w+")


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return the turns of a JSON file: a list of objects, or a document of a known shape."""
    decoded = decode(data, options.encoding, language=options.language)
    document = parse_document(decoded.text)
    rows = list(_rows(document, options))
    header = list(dict.fromkeys(key for row in rows for key in row if key != PIECES))
    table = TableCues(header, options, unit="segment")
    used: list[str] = []
    for number, row in enumerate(rows, start=1):
        table.add(number, [row.get(key) for key in header])
        used += row.get(PIECES) or [str(row.get(header[table.columns.text]))]
    transcript = table.transcript(flowing=True, encoding=decoded.encoding, warnings=decoded.warnings)
    read_keys = frozenset(header[index] for index in table.columns.read if index != table.columns.text)
    return replace(transcript, left_out=tuple(_left_out(document, used, read_keys)))


def parse_document(text: str) -> object:
    """Return the document in a JSON text; UnreadableSourceError names the line of a syntax error."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnreadableSourceError(
            f"This is not JSON: {error.msg}.", line=error.lineno, column=error.colno
        ) from error
    except RecursionError as error:
        raise UnreadableSourceError("It is nested too deep.") from error
    except ValueError as error:
        raise UnreadableSourceError(f"It has a number that is not finite ({error}).") from error


def _rows(document: object, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
    """Yield the utterances without values that are lists or objects."""
    items = find_rows(document)
    if items is None:
        raise UnreadableSourceError(
            "It has no list of segments.",
            'It should be [{"speaker": "…", "text": "…", "start": 0, "end": 2.5}, …], or that as "segments".',
        )
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise UnreadableSourceError(f"Segment {number} is not an object.")
        for key in (options.text_column or "text", "text"):
            if isinstance(item.get(key), list | dict):
                raise UnreadableSourceError(f"Segment {number}: {key!r} is not text.")
        row = {
            key: value for key, value in item.items() if key == PIECES or not isinstance(value, list | dict)
        }
        if isinstance(item.get("speaker", item.get("participant")), dict):
            row["speaker"] = speaker_of(item)
        yield row


def _left_out(document: object, used: list[str], read_keys: frozenset[str]) -> Iterator[LeftOut]:
    """Yield every string of the document that is not in the text: names, second renderings, other words."""
    remaining = Counter(used)
    vocabulary = {word for text in (*used, "speaker") for word in _WORD.findall(text.casefold())}
    for path, text in strings(document):
        if remaining[text]:
            remaining[text] -= 1
            continue
        words = [word for word in _WORD.findall(text.casefold()) if not word.isdecimal()]
        if vocabulary.issuperset(words):
            kind = LeftOutKind.ALTERNATIVES
        elif path in read_keys:
            kind = LeftOutKind.TIMES
        else:
            kind = LeftOutKind.COLUMNS if len(text.split()) > 1 else LeftOutKind.KEYS
        yield LeftOut(kind=kind, text=text, where=repr(path))


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Yield each string in a document with the key that it stands under, in the order of the document."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        key, item = stack.pop()
        if isinstance(item, str):
            yield key, item
        elif isinstance(item, dict):
            stack.extend(reversed(list(item.items())))
        elif isinstance(item, list):
            stack.extend((key, element) for element in reversed(item))


def _refuse(constant: str) -> Never:
    raise ValueError(constant)
