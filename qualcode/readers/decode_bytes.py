"""Bytes to text: which encoding it is, and how sure that is.

UTF-8 proves itself, a byte order mark states itself; anything else is a guess and is reported as one. The
guess between Windows-1252 and Mac Roman counts what no writer of either would have written: a capital in the
middle of a word (`weÕd`), a symbol between two letters, a control character.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError, UsageError

# UTF-32's mark begins with UTF-16's: the longer ones come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8 with byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_CAPITALS = "À-ÖØ-ÞŠŒŽŸ"
# Ð to Õ alone are a Mac's dashes and quotation marks; À alone is French.
# Latin-1's signs, and those that only Windows-1252 or Mac Roman have; not the apostrophe, dashes or dots.
_SIGNS = r"\xa1-\xa9\xab\xac\xae-\xb4\xb6\xb8\xb9\xbb-\xbf\xd7\xf7†-•‰√-≥"
_ODD = re.compile(
    rf"[a-zß-ÿ][{_CAPITALS}]|(?:[^\W\d_][{_CAPITALS}]|[Ð-Õ])(?=[\s.,;!?])|[^\W\d_][{_SIGNS}](?=[^\W\d_])|[\x80-\x9f]"
)
_TWICE = re.compile("â€[™œ˜¦\x9d”“]|Ã[©¨¼¶¤±§]")  # noqa: RUF001 - what UTF-8 looks like when read as Windows-1252
_ODD_SHARE = 0.02
_FOREIGN_SHARE = 0.3
_JUNK_SHARE = 0.005
_SOUND_TO_BROKEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text with Unix newlines, the encoding it was in, and what a person should know of it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(path: Path, data: bytes, encoding: str = "") -> Decoded:
    """Return the text of a file; an encoding named by a person or the file itself is taken at its word."""
    if found := untrusted.disguise(data):
        raise UnreadableSourceError(
            f"This is not plain text but {found}.", "Give the file the suffix of its format.", path=path
        )
    decoded = _as_named(path, data, encoding) if encoding else _marked(path, data) or _unmarked(path, data)
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    warnings = decoded.warnings
    if not text.isascii() and _TWICE.search(text):
        warnings += ("Some characters look as if they had been garbled before (â€™, Ã©); see the original.",)
    return Decoded(text=text, encoding=decoded.encoding, warnings=warnings)


def with_whole_characters(text: str) -> str:
    """Return a text in which the two halves that UTF-16 makes of an emoji are one character again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _as_named(path: Path, data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding).removeprefix("\ufeff"), encoding=encoding.lower())
    except LookupError as error:
        raise UsageError(
            f"There is no encoding {encoding!r}.", "Usual ones: utf-8, cp1252, utf-16."
        ) from error
    except UnicodeError as error:
        raise UnreadableSourceError(f"It is not {encoding} ({error}).", path=path) from error


def _marked(path: Path, data: bytes) -> Decoded | None:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(text=data[len(mark) :].decode(codec), encoding=name)
            except UnicodeDecodeError as error:
                return _damaged(path, data[len(mark) :], codec, error)
    return None


def _unmarked(path: Path, data: bytes) -> Decoded:
    if b"\0" in data and (wide := _wide(data)):
        return wide
    junk = len(data) - len(data.translate(None, _CONTROLS))
    if junk > _JUNK_SHARE * len(data):
        raise UnreadableSourceError("This is not text: it is full of control characters.", path=path)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(data) or _guessed(data)


def _damaged(path: Path, data: bytes, codec: str, error: UnicodeDecodeError) -> Decoded:
    """Read what states its encoding and has a few broken bytes; with many, the statement is false."""
    text = data.decode(codec, errors="replace")
    if text.count("\ufffd") > max(_JUNK_SHARE * len(text), 1):
        raise UnreadableSourceError(
            f"It is not {codec}, which it claims to be ({error}).", path=path
        ) from error
    return _with_gaps(text, codec)


def _nearly_utf8(data: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes as what it is: far more accents are sound than broken."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    sound = sum(not character.isascii() for character in text) - lost
    return _with_gaps(text, "utf-8") if sound > _SOUND_TO_BROKEN * lost else None


def _with_gaps(text: str, codec: str) -> Decoded:
    line = 1 + text[: text.index("\ufffd")].count("\n")
    lost = text.count("\ufffd")
    warning = f"Damaged {codec}: {lost} characters are shown as \ufffd, the first on line {line}."
    return Decoded(text=text, encoding=codec, warnings=(warning,))


def _wide(data: bytes) -> Decoded | None:
    """Read UTF-16 without a mark in the byte order that yields blanks and no NUL."""
    if len(data) % 2:
        return None
    best, most = None, 0
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        blanks = text.count(" ") + text.count("\n")
        if "\0" not in text and blanks > most:
            best, most = Decoded(text=text, encoding=codec, warnings=(_guess(codec),)), blanks
    return best


def _guessed(data: bytes) -> Decoded:
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    texts = {codec: data.decode(codec, errors="replace") for codec in ("cp1252", "mac_roman")}
    codec = min(texts, key=lambda name: _oddness(texts[name]))
    if high > _FOREIGN_SHARE * len(data) or _oddness(texts[codec]) > _ODD_SHARE * high:
        best = from_bytes(data).best()
        if best is not None:
            return Decoded(text=str(best), encoding=best.encoding, warnings=(_guess(best.encoding),))
    return Decoded(text=texts[codec], encoding=codec, warnings=(_guess(codec),))


def _oddness(text: str) -> int:
    return sum(1 for _ in _ODD.finditer(text)) + 3 * text.count("\ufffd")


def _guess(codec: str) -> str:
    return (
        f"The file does not say how it is encoded; {codec} is a guess: look at accents and quotation marks."
    )
