"""Rich Text: the words, without comments and pictures; one line a paragraph, tabs between a table's cells."""

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers import guard
from qualcode.readers.options import ReadOptions

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_TABLE_ROW = re.compile(r"^(.*)\|$", re.MULTILINE)


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return a Rich Text file's text."""
    if not data.startswith(guard.RTF):
        raise UnreadableSourceError("This is not Rich Text.", "Save it as .rtf or .docx again.", path=path)
    stated = _CODE_PAGE.search(data)
    encoding = options.encoding or (f"cp{stated[1].decode('ascii')}" if stated else "cp1252")
    with guard.blaming(path, "Rich Text"):
        marked_up = data.decode(encoding, errors="replace")
        text = str(rtf_to_text(marked_up, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    if b"\\cell" in data:
        text = _TABLE_ROW.sub(lambda row: row[1].replace("|", "\t"), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lost = text.count("\ufffd")
    warnings = (f"{lost} characters are not {encoding} and are shown as \ufffd.",) if lost else ()
    return Transcript(text=text, encoding=encoding, warnings=warnings)
