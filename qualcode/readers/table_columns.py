"""Rows with named columns to cues: which column is the speaker's, which holds the words.

CSV, spreadsheets and JSON objects differ only in how a row is got at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UnreadableSourceError, nearest_name
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue
from qualcode.text.time_codes import parse_time_code

_USUAL = {
    "speaker": ("speaker", "speaker_name", "name", "who", "participant"),
    "text": ("text", "words", "utterance", "content", "transcript", "sentence"),
    "start": ("start", "begin", "begins", "start_time", "starttime", "from", "time", "timestamp"),
    "end": ("end", "ends", "end_time", "endtime", "to"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptColumns:
    """The names of the columns as the file spells them; empty for one that it does not have."""

    text: str
    speaker: str = ""
    start: str = ""
    end: str = ""

    def cue(self, row: Mapping[str, object]) -> Cue:
        """Return a row as a cue; `ValueError` if a time is none or the words are not text."""
        text, speaker = row.get(self.text), row.get(self.speaker)
        if isinstance(text, list | dict):
            message = f"{self.text!r} is not text"
            raise ValueError(message)  # noqa: TRY004 - one kind of mistake, caught in one place
        return Cue(
            text="" if text is None else str(text),
            speaker="" if speaker is None or isinstance(speaker, list | dict) else str(speaker),
            begins=parse_time_code(row.get(self.start)),
            ends=parse_time_code(row.get(self.end)),
        )


def find_columns(path: Path, header: Iterable[str], options: ReadOptions) -> TranscriptColumns:
    """Return the columns named in the options, or else the usual ones; only the text is indispensable."""
    names = {name.strip().casefold(): name for name in header if name}
    asked = {
        "speaker": options.speaker_column,
        "text": options.text_column,
        "start": options.start_column,
        "end": options.end_column,
    }
    found: dict[str, str] = {}
    for part, column in asked.items():
        if column and column.strip().casefold() not in names:
            nearest = nearest_name(column, names)
            raise UnreadableSourceError(
                f"There is no column {column!r}.",
                f"Did you mean {names[nearest]!r}?"
                if nearest
                else f"There are: {', '.join(names.values())}.",
                path=path,
            )
        wanted = (column.strip().casefold(),) if column else _USUAL[part]
        found[part] = next((names[name] for name in wanted if name in names), "")
    if not found["text"]:
        raise UnreadableSourceError(
            "There is no column with the words.",
            f"Name it with the option for the text column. There are: {', '.join(names.values()) or 'none'}.",
            path=path,
        )
    return TranscriptColumns(**found)


def usual_names() -> frozenset[str]:
    """Return every name by which a column is found without being asked for."""
    return frozenset(name for names in _USUAL.values() for name in names)
