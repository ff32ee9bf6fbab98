"""Options for reading a source file where the file does not state something itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Names of columns (or JSON keys), worksheet and encoding; empty: detect."""

    speaker_column: str = ""
    text_column: str = ""
    start_column: str = ""
    end_column: str = ""
    sheet: str = ""
    """The worksheet of an .xlsx file; empty for the first."""
    encoding: str = ""
    """The encoding of a text file, if the detected one is wrong: `cp1252`, `mac_roman`, `utf-16` …"""
