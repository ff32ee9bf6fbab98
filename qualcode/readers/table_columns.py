"""Rows with named columns to cues: find the columns of speaker, text, start and end.

CSV tables, worksheets and JSON objects differ only in how their rows are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue
from qualcode.text.time_codes import parse_time_code

_DEFAULT_NAMES = {
    "speaker": ("speaker", "speaker_name", "name", "who", "participant"),
    "text": ("text", "words", "utterance", "content", "transcript", "sentence"),
    "start": ("start", "begin", "begins", "start_time", "starttime", "from", "time", "timestamp"),
    "end": ("end", "ends", "end_time", "endtime", "to"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptColumns:
    """The names of the columns as the file spells them; empty for a column that it does not have."""

    text: str
    speaker: str = ""
    start: str = ""
    end: str = ""

    def cue(self, row: Mapping[str, object]) -> Cue:
        """Return a row as a cue; `ValueError` if a time is malformed or the text is not text."""
        text, speaker = row.get(self.text), row.get(self.speaker)
        if isinstance(text, list | dict):
            message = f"{self.text!r} is not text"
            raise ValueError(message)  # noqa: TRY004 - callers catch one exception for any malformed row
        return Cue(
            text="" if text is None else str(text),
            speaker="" if speaker is None or isinstance(speaker, list | dict) else str(speaker),
            begins=parse_time_code(row.get(self.start)),
            ends=parse_time_code(row.get(self.end)),
        )


def find_columns(header: Iterable[str], options: ReadOptions) -> TranscriptColumns:
    """Return the columns named in the options, or else those with a default name; only text is required."""
    spellings = {name.strip().casefold(): name for name in header if name}
    named = {
        "speaker": options.speaker_column,
        "text": options.text_column,
        "start": options.start_column,
        "end": options.end_column,
    }
    columns: dict[str, str] = {}
    for role, column in named.items():
        if column and column.strip().casefold() not in spellings:
            nearest = nearest_name(column, spellings)
            raise UnreadableSourceError(
                f"There is no column {column!r}.",
                f"Did you mean {spellings[nearest]!r}?"
                if nearest
                else f"There are: {', '.join(spellings.values())}.",
            )
        candidates = (column.strip().casefold(),) if column else _DEFAULT_NAMES[role]
        columns[role] = next((spellings[name] for name in candidates if name in spellings), "")
    if not columns["text"]:
        raise UnreadableSourceError(
            "There is no column with the words.",
            f"Name it with --text-column. There are: {', '.join(spellings.values()) or 'none'}.",
        )
    return TranscriptColumns(**columns)


def default_names() -> frozenset[str]:
    """Return every column name that is found without an option, in lower case."""
    return frozenset(name for names in _DEFAULT_NAMES.values() for name in names)
