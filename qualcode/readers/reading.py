"""The table of file suffixes, and the one way in: a path to a transcript.

A module is imported only when a file of its format is met: plain text loads no office library.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import guard
from qualcode.readers.options import ReadOptions

# NUL stops many programs in the middle of a text, and half a surrogate pair has no UTF-8 form.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Reader(Protocol):
    """What each format's module offers."""

    def read(self, path: Path, data: bytes, options: ReadOptions) -> Transcript:
        """Return the transcript that the file's bytes hold; `path` is for messages only."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """Which module reads a suffix, and how many bytes a file may have."""

    module: str
    limit: int


SUFFIXES: Mapping[str, Format] = {
    ".txt": Format("plain", guard.TEXT_LIMIT),
    ".md": Format("markdown", guard.TEXT_LIMIT),
    ".docx": Format("docx", guard.FILE_LIMIT),
    ".odt": Format("odt", guard.FILE_LIMIT),
    ".rtf": Format("rtf", guard.TEXT_LIMIT),
    ".pdf": Format("pdf", guard.FILE_LIMIT),
    ".html": Format("html", guard.TEXT_LIMIT),
    ".htm": Format("html", guard.TEXT_LIMIT),
    ".vtt": Format("subtitles", guard.TEXT_LIMIT),
    ".srt": Format("subtitles", guard.TEXT_LIMIT),
    ".json": Format("json", guard.TEXT_LIMIT),
    ".csv": Format("csv", guard.TEXT_LIMIT),
    ".xlsx": Format("xlsx", guard.FILE_LIMIT),
}


def read(path: Path, *, options: ReadOptions | None = None) -> Transcript:
    """Return the transcript in a file; `UnreadableSourceError` names the file and what is wrong."""
    chosen = _format_of(path)
    data = guard.file_bytes(path, chosen.limit)
    if not data.strip():
        raise UnreadableSourceError("The file is empty.", path=path)
    reader = cast("Reader", import_module(f"qualcode.readers.{chosen.module}"))
    transcript = _storable(reader.read(path, data, options or ReadOptions()))
    if not transcript.text.strip():
        raise UnreadableSourceError("There are no words in the file.", path=path)
    return transcript


def _format_of(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix == ".doc":
        raise UnreadableSourceError(
            "This is Word's format of before 2007, which qualcode does not read.",
            "Save it as .docx in Word or LibreOffice, or: soffice --headless --convert-to docx FILE",
            path=path,
        )
    if suffix not in SUFFIXES:
        name = f"{suffix} files" if suffix else "files without a suffix"
        raise UnreadableSourceError(
            f"qualcode does not read {name}.", f"It reads {' '.join(SUFFIXES)}.", path=path
        )
    return SUFFIXES[suffix]


def _storable(transcript: Transcript) -> Transcript:
    """Put U+FFFD, one for one so that no offset moves, where a character could not be stored."""
    text = transcript.text
    if text.isascii() and "\0" not in text:
        return transcript
    text, count = _UNSTORABLE.subn("\ufffd", text)
    if not count:
        return transcript
    warning = f"{count} characters that cannot be stored (NUL or half a character) are shown as \ufffd."
    return replace(transcript, text=text, warnings=(*transcript.warnings, warning))
