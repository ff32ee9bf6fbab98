"""The table of file suffixes, and the one way in: a path to a transcript.

A module is imported only when a file of its format is met: plain text loads no office library.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions

# NUL stops many programs in the middle of a text, and half a surrogate pair has no UTF-8 form.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class FormatReader(Protocol):
    """What each format's module offers."""

    def read(self, path: Path, data: bytes, options: ReadOptions) -> Transcript:
        """Return the transcript that the file's bytes hold; `path` is for messages only."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """Which module reads a suffix, and how many bytes a file may have."""

    module: str
    limit: int


SUFFIXES: Mapping[str, SourceFormat] = {
    ".txt": SourceFormat("plain_text", untrusted.TEXT_LIMIT),
    ".md": SourceFormat("markdown", untrusted.TEXT_LIMIT),
    ".docx": SourceFormat("docx", untrusted.FILE_LIMIT),
    ".odt": SourceFormat("odt", untrusted.FILE_LIMIT),
    ".rtf": SourceFormat("rtf", untrusted.TEXT_LIMIT),
    ".pdf": SourceFormat("pdf", untrusted.FILE_LIMIT),
    ".html": SourceFormat("html", untrusted.TEXT_LIMIT),
    ".htm": SourceFormat("html", untrusted.TEXT_LIMIT),
    ".vtt": SourceFormat("subtitles", untrusted.TEXT_LIMIT),
    ".srt": SourceFormat("subtitles", untrusted.TEXT_LIMIT),
    ".json": SourceFormat("json", untrusted.TEXT_LIMIT),
    ".csv": SourceFormat("csv", untrusted.TEXT_LIMIT),
    ".xlsx": SourceFormat("xlsx", untrusted.FILE_LIMIT),
}


def read(path: Path, *, options: ReadOptions | None = None) -> Transcript:
    """Return the transcript in a file; `UnreadableSourceError` names the file and what is wrong."""
    chosen = _format_of(path)
    data = untrusted.file_bytes(path, chosen.limit)
    if not data.strip():
        raise UnreadableSourceError("The file is empty.", path=path)
    reader = cast("FormatReader", import_module(f"qualcode.readers.formats.{chosen.module}"))
    transcript = _storable(reader.read(path, data, options or ReadOptions()))
    if not transcript.text.strip():
        raise UnreadableSourceError("There are no words in the file.", path=path)
    return transcript


def _format_of(path: Path) -> SourceFormat:
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
