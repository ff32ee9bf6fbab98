"""Rich Text: the words, without comments and pictures, and tabs between a table's cells.

striprtf ends paragraphs and lines alike; line breaks go through it as another sign, so that each stays what
it is.
"""

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import with_whole_characters
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_LINE_BREAK = re.compile(rb"(?<!\\)((?:\\\\)*)\\line(?![a-zA-Z]) ?")
_BREAK, _MARKED = "\v", rb"\1\\'0b"
_TABLE_ROW = re.compile(r"^(.*)\|$", re.MULTILINE)


def read(path: Path, data: bytes, options: ReadOptions) -> Transcript:
    """Return a Rich Text file's text."""
    if not data.startswith(untrusted.RTF):
        raise UnreadableSourceError("This is not Rich Text.", "Save it as .rtf or .docx again.", path=path)
    stated = _CODE_PAGE.search(data)
    encoding = options.encoding or (f"cp{stated[1].decode('ascii')}" if stated else "cp1252")
    with untrusted.blaming(path, "Rich Text"):
        marked_up = _LINE_BREAK.sub(_MARKED, data).decode(encoding, errors="replace")
        text = str(rtf_to_text(marked_up, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    if b"\\cell" in data:
        text = _TABLE_ROW.sub(lambda row: row[1].replace("|", "\t"), text)
    lost = text.count("\ufffd")
    warnings = (f"{lost} characters are not {encoding} and are shown as \ufffd.",) if lost else ()
    layout = TextBuilder()
    for paragraph in with_whole_characters(text).replace("\r", "\n").split("\n"):
        layout.add(paragraph.replace(_BREAK, "\n"))
    return layout.transcript(encoding=encoding, warnings=warnings)
