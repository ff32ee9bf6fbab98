"""What a person may say about a file that the file does not say of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Names of columns (or JSON keys), the sheet and the encoding; empty means: find out."""

    speaker_column: str = ""
    text_column: str = ""
    start_column: str = ""
    end_column: str = ""
    sheet: str = ""
    """The worksheet of an .xlsx; empty for the first."""
    encoding: str = ""
    """The encoding of a text file, where the guess is wrong: `cp1252`, `mac_roman`, `utf-16` …"""
