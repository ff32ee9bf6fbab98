"""File formats by suffix; read a source file's bytes and parse them to a transcript.

To add a format: a module with a function `read` in `formats/`, one in `raw_words/` that reads all words of
the file in a second, simple way (`word_accounting` compares them), and one entry in `SUFFIXES`. The modules
of a format are imported only when a file of that format is parsed: plain text loads no office library.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText, account_words

# NUL ends a text in many programs, and half a surrogate pair cannot be encoded as UTF-8.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class FormatReader(Protocol):
    """What each module in `formats/` offers."""

    def read(self, data: bytes, options: ReadOptions) -> Transcript:
        """Return the transcript in a file's bytes; an `UnreadableSourceError` need not name the file."""
        ...


class RawReader(Protocol):
    """What each module in `raw_words/` offers."""

    def read(self, data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:
        """Return all words in a file's bytes; the transcript tells its encoding."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """The modules in `formats/` and `raw_words/` that read a suffix, and a file's maximum size in bytes."""

    module: str
    limit: int
    raw_words: str = ""


_PROJECT_HINT = "It is a project of another program, which becomes a study: qualcode init DIR --from FILE"
_PROJECTS = dict.fromkeys((".qdpx", ".qda", ".sqlite3", ".sqlite", ".db"), _PROJECT_HINT)

SUFFIXES: Mapping[str, SourceFormat] = {
    ".txt": SourceFormat("plain_text", untrusted.TEXT_LIMIT, "decoded_text"),
    ".md": SourceFormat("markdown", untrusted.TEXT_LIMIT, "markdown_source"),
    ".docx": SourceFormat("docx", untrusted.FILE_LIMIT, "word_parts"),
    ".odt": SourceFormat("odt", untrusted.FILE_LIMIT, "opendocument_parts"),
    ".rtf": SourceFormat("rtf", untrusted.TEXT_LIMIT, "rich_text"),
    ".pdf": SourceFormat("pdf", untrusted.FILE_LIMIT, "page_texts"),
    ".html": SourceFormat("html", untrusted.TEXT_LIMIT, "web_page"),
    ".htm": SourceFormat("html", untrusted.TEXT_LIMIT, "web_page"),
    ".vtt": SourceFormat("subtitles", untrusted.TEXT_LIMIT, "subtitle_lines"),
    ".srt": SourceFormat("subtitles", untrusted.TEXT_LIMIT, "subtitle_lines"),
    ".json": SourceFormat("json", untrusted.TEXT_LIMIT, "json_strings"),
    ".csv": SourceFormat("csv", untrusted.TEXT_LIMIT, "table_cells"),
    ".xlsx": SourceFormat("xlsx", untrusted.FILE_LIMIT, "workbook_cells"),
}


def read_bytes(path: Path) -> bytes:
    """Return a source file's bytes; `UnreadableSourceError` if its format is unknown or it is too large."""
    return untrusted.read_bytes(path, _format_of(path).limit)


def parse(data: bytes, path: Path, options: ReadOptions | None = None) -> Transcript:
    """Return the transcript in a source file's bytes; the file itself is not opened.

    `path` tells the format, by its suffix, and is named in errors (`UnreadableSourceError`).
    """
    source_format = _format_of(path)
    with untrusted.naming_file(path), _refusing_what_no_reader_expects():
        if not data.strip():
            raise UnreadableSourceError("The file is empty.")
        reader = cast("FormatReader", import_module(f"qualcode.readers.formats.{source_format.module}"))
        options = options or ReadOptions()
        transcript = _without_unstorable(reader.read(data, options))
        if not transcript.text.strip():
            raise UnreadableSourceError("There are no words in the file.")
        return _with_word_account(transcript, data, source_format, options)


@contextmanager
def _refusing_what_no_reader_expects() -> Iterator[None]:
    """Turn an exception that a strange file has caused into an error, so that other files are imported."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableSourceError(
            f"The file has something that qualcode does not expect ({type(error).__name__}: {error}).",
            "Save it again in the program that made it. If that does not help, please report this message.",
        ) from error


def _with_word_account(
    transcript: Transcript, data: bytes, source_format: SourceFormat, options: ReadOptions
) -> Transcript:
    """Add the comparison with the words in the file, and a warning about each kind of difference."""
    if not source_format.raw_words:
        return transcript
    raw_reader = cast("RawReader", import_module(f"qualcode.readers.raw_words.{source_format.raw_words}"))
    raw_texts = raw_reader.read(data, transcript, options)
    account, warnings = account_words(raw_texts, _counted_text(transcript), transcript.left_out)
    return replace(transcript, word_account=account, warnings=(*transcript.warnings, *warnings))


def _counted_text(transcript: Transcript) -> str:
    """Return the text with a mark between turns: a word cut off at the end of one ends there."""
    if not transcript.turns:
        return transcript.text
    return " |\n".join(turn.body.of(transcript.text) for turn in transcript.turns)


def _format_of(path: Path) -> SourceFormat:
    suffix = path.suffix.lower()
    if suffix == ".doc":
        raise UnreadableSourceError(
            "This is the Word format from before 2007, which qualcode does not read.",
            "Save it as .docx in Word or LibreOffice, or: soffice --headless --convert-to docx FILE",
            path=path,
        )
    if suffix not in SUFFIXES:
        name = f"{suffix} files" if suffix else "files without a suffix"
        raise UnreadableSourceError(
            f"qualcode does not read {name}.",
            _PROJECTS.get(suffix, f"It reads {' '.join(SUFFIXES)}."),
            path=path,
        )
    return SUFFIXES[suffix]


def _without_unstorable(transcript: Transcript) -> Transcript:
    """Replace each character that cannot be stored by one U+FFFD, so that offsets stay."""
    text = transcript.text
    if text.isascii() and "\0" not in text:
        return transcript
    text, count = _UNSTORABLE.subn("\ufffd", text)
    if not count:
        return transcript
    warning = f"{count} characters that cannot be stored (NUL or half a character) are shown as \ufffd."
    return replace(transcript, text=text, warnings=(*transcript.warnings, warning))
