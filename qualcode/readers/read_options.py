"""Options for reading a source file where the file does not state something itself."""

from dataclasses import dataclass

from qualcode.output_formats import NoteUse, TimeUnit

IGNORED_COLUMN = "none"
"""As the name of the column of times: the table's times are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Names of columns (or JSON keys), worksheets and encoding; empty: detect."""

    speaker_column: str = ""
    text_column: str = ""
    start_column: str = ""
    """The column of times, or `IGNORED_COLUMN`."""
    end_column: str = ""
    time_unit: TimeUnit | None = None
    """The unit of times that are plain numbers; None: by the column's name, or as fast as people speak."""
    document_column: str = ""
    """The column that names the transcript a row belongs to, in a table with several."""
    sheets: tuple[str, ...] = ()
    """Worksheets of an .xlsx file; empty for the first that has words."""
    notes: NoteUse = NoteUse.LEAVE
    """What becomes of footnotes and endnotes."""
    language: str = ""
    """The code of the project's language, to guess an encoding by: `pl`."""
    encoding: str = ""
    """The encoding of a text file, if the detected one is wrong: `cp1252`, `mac_roman`, `utf-16` …"""
