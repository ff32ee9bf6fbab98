"""Decode bytes to text: detect the encoding and report how certain it is.

Valid UTF-8 is taken as UTF-8, a byte order mark states the encoding; anything else is a guess
(`guess_encoding`) and is reported as a warning.
"""

import codecs
import re
from dataclasses import dataclass

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError, UsageError

# UTF-32's byte order mark begins with UTF-16's: the longer ones come first.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8 with byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_DOUBLY_ENCODED = re.compile("â€[™œ˜¦\x9d”“]|Ã[©¨¼¶¤±§]")  # noqa: RUF001 - UTF-8 that was read as Windows-1252
_MAX_JUNK_SHARE = 0.005
_VALID_PER_INVALID = 10
"""UTF-8 with damage has at least this many valid characters over 127 for each invalid byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text with Unix newlines, its encoding, and warnings about either."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str = "", *, language: str = "", keep_separators: bool = False) -> Decoded:
    """Return the text of a file; without a named encoding or a byte order mark, it is detected.

    `language` is the code of the language that the text is probably in, for that guess.
    With `keep_separators`, Unicode's own line ends stay (see `with_line_ends`).
    """
    if detected := untrusted.detected_format(data):
        raise UnreadableSourceError(
            f"This is not plain text but {detected}.", "Give the file the suffix of its format."
        )
    decoded = (
        _decode_as(data, encoding) if encoding else _decode_marked(data) or _decode_unmarked(data, language)
    )
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not keep_separators:
        text = with_line_ends(text)
    warnings = decoded.warnings
    if not text.isascii() and _DOUBLY_ENCODED.search(text):
        warnings += ("Some characters were probably garbled before (â€™, Ã©): compare with the original.",)
    return Decoded(text=text, encoding=decoded.encoding, warnings=warnings)


def with_line_ends(text: str) -> str:
    """Return the text with a newline for each character that Unicode has for the end of a line.

    They are U+2028, U+2029, NEL and the vertical tab, which is Word's line break; a form feed stays.
    """
    if "\v" in text:
        text = text.replace("\v", "\n")
    return text if text.isascii() else _LINE_ENDS.sub("\n", text)


def join_surrogates(text: str) -> str:
    """Return the text with each UTF-16 surrogate pair (as of an emoji) joined to one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding).removeprefix("\ufeff"), encoding=encoding.lower())
    except LookupError as error:
        raise UsageError(
            f"There is no encoding {encoding!r}.", "Common ones: utf-8, cp1252, utf-16."
        ) from error
    except UnicodeError as error:
        raise UnreadableSourceError(f"It is not {encoding} ({error}).") from error


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return Decoded(text=data[len(mark) :].decode(codec), encoding=name)
            except UnicodeDecodeError as error:
                return _decode_damaged(data[len(mark) :], codec, error)
    return None


def _decode_unmarked(data: bytes, language: str) -> Decoded:
    if b"\0" in data and (utf16 := _decode_utf16(data)):
        return utf16
    junk = len(data) - len(data.translate(None, _CONTROLS))
    if junk > _MAX_JUNK_SHARE * len(data):
        raise UnreadableSourceError("This is not text: it is full of control characters.")
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _decode_damaged_utf8(data) or _decode_guessed(data, language)


def _decode_damaged(data: bytes, codec: str, error: UnicodeDecodeError) -> Decoded:
    """Decode a file with a byte order mark and a few invalid bytes; with many, the mark is wrong."""
    text = data.decode(codec, errors="replace")
    if text.count("\ufffd") > max(_MAX_JUNK_SHARE * len(text), 1):
        raise UnreadableSourceError(f"Its byte order mark says {codec}, but it is not ({error}).") from error
    return _with_damage_warning(text, codec)


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """Decode UTF-8 with a few invalid bytes: far more characters over 127 are valid than not."""
    text = data.decode("utf-8", errors="replace")
    invalid = text.count("\ufffd")
    valid = sum(not character.isascii() for character in text) - invalid
    return _with_damage_warning(text, "utf-8") if valid > _VALID_PER_INVALID * invalid else None


def _with_damage_warning(text: str, codec: str) -> Decoded:
    line = 1 + text[: text.index("\ufffd")].count("\n")
    invalid = text.count("\ufffd")
    warning = f"Damaged {codec}: {invalid} characters are shown as \ufffd, the first on line {line}."
    return Decoded(text=text, encoding=codec, warnings=(warning,))


def _decode_utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark, in the order that gives more blanks and no NUL."""
    if len(data) % 2:
        return None
    best, most_blanks = None, 0
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        blanks = text.count(" ") + text.count("\n")
        if "\0" not in text and blanks > most_blanks:
            best, most_blanks = Decoded(text=text, encoding=codec, warnings=(_guess_warning(codec),)), blanks
    return best


def _decode_guessed(data: bytes, language: str) -> Decoded:
    from charset_normalizer import from_bytes

    from qualcode.readers.guess_encoding import guess_encoding

    codec = guess_encoding(data, language)
    if not codec:
        best = from_bytes(data).best()
        if best is not None:
            return Decoded(text=str(best), encoding=best.encoding, warnings=(_guess_warning(best.encoding),))
        codec = "cp1252"
    text = data.decode(codec, errors="replace")
    return Decoded(text=text, encoding=codec, warnings=(_guess_warning(codec),))


def _guess_warning(codec: str) -> str:
    return (
        f"The file does not say how it is encoded; {codec} is a guess: look at accents and quotation marks."
    )
