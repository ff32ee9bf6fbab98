"""Find the columns of speaker, text, times and document by their names.

CSV tables, worksheets and JSON objects differ only in how their rows are read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.readers.read_options import IGNORED_COLUMN, ReadOptions

_UNIT = re.compile(r"(?<=[\s_(\[])(?:ms|msec|millis|milliseconds?|s|secs?|seconds?)[)\]]?$|milliseconds$")
_NOT_IN_NAMES = re.compile(r"[\W_]+")
# fmt: off
_DEFAULT_NAMES = {
    "speaker": (
        "speaker", "speakername", "speakerlabel", "name", "who", "participant", "speakerid", "speakertag",
        "participantname", "displayname", "role", "author",
    ),
    "text": ("text", "words", "utterance", "content", "transcript", "sentence", "body", "transcription",
             "dialogue", "speech", "message"),
    "start": (
        "start", "begin", "begins", "starttime", "begintime", "from", "time", "timestamp", "timecode",
        "offset", "timespan", "timerange",
    ),
    "end": ("end", "ends", "endtime", "to"),
    "document": (),
}
# fmt: on
"""Names without blanks, underscores and units, in the order of preference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptColumns:
    """The index of each column in the header; None for a column that the table does not have."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    document: int | None = None

    @property
    def read(self) -> frozenset[int]:
        """The indexes of the columns that are read."""
        indexes = (self.text, self.speaker, self.start, self.end, self.document)
        return frozenset(index for index in indexes if index is not None)


def find_columns(header: Sequence[str], options: ReadOptions) -> TranscriptColumns:
    """Return the columns named in the options, or else those with a default name; only text is required."""
    times_ignored = options.start_column == IGNORED_COLUMN and IGNORED_COLUMN not in map(_plain, header)
    text = _find(header, "text", options.text_column)
    if text is None:
        raise UnreadableSourceError(
            "There is no column with the words.", f"Name it with --text-column. {_names(header)}"
        )
    return TranscriptColumns(
        text=text,
        speaker=_find(header, "speaker", options.speaker_column),
        start=None if times_ignored else _find(header, "start", options.start_column),
        end=None if times_ignored else _find(header, "end", options.end_column),
        document=_find(header, "document", options.document_column),
    )


def is_header(cells: Iterable[object], options: ReadOptions) -> bool:
    """Whether one of the cells is the name of the column with the words."""
    named = options.text_column.strip().casefold()
    names = (str(cell) for cell in cells if cell is not None)
    return any(name.strip().casefold() == named if named else is_text_column(name) for name in names)


def is_default_name(name: str) -> bool:
    """Whether a column of this name is found without an option."""
    return any(_plain(name) in names for names in _DEFAULT_NAMES.values())


def is_text_column(name: str) -> bool:
    """Whether a column of this name is found to be the one with the words."""
    return _plain(name) in _DEFAULT_NAMES["text"]


def _find(header: Sequence[str], role: str, named: str) -> int | None:
    if not named:
        plain_names = list(map(_plain, header))
        indexes = (plain_names.index(name) for name in _DEFAULT_NAMES[role] if name in plain_names)
        return next(indexes, None)
    spellings = [name.strip().casefold() for name in header]
    if named.strip().casefold() in spellings:
        return spellings.index(named.strip().casefold())
    nearest = nearest_name(named, header)
    raise UnreadableSourceError(
        f"There is no column {named!r}.", f"Did you mean {nearest!r}?" if nearest else _names(header)
    )


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub("", _UNIT.sub("", name.strip().casefold()))


def _names(header: Sequence[str]) -> str:
    return f"There are: {', '.join(filter(None, map(str.strip, header))) or 'none'}."
