"""Rich Text: the words, without comments and pictures, with tabs between table cells.

striprtf gives a newline for a paragraph's end and for a line break; line breaks are replaced by another
character first, so that the two can be told apart.
"""

import re

from striprtf.striprtf import rtf_to_text

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.decode_bytes import join_surrogates
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_LINE_BREAK = re.compile(rb"(?<!\\)((?:\\\\)*)\\line(?![a-zA-Z]) ?")
_BREAK, _MARKED = "\v", rb"\1\\'0b"
_TABLE_ROW = re.compile(r"^(.*)\|$", re.MULTILINE)


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a Rich Text file's text."""
    if not data.startswith(untrusted.RTF):
        raise UnreadableSourceError("This is not Rich Text.", "Save it as .rtf or .docx again.")
    stated = _CODE_PAGE.search(data)
    encoding = options.encoding or (f"cp{stated[1].decode('ascii')}" if stated else "cp1252")
    with untrusted.refusing_malformed("Rich Text"):
        marked_up = _LINE_BREAK.sub(_MARKED, data).decode(encoding, errors="replace")
        text = str(rtf_to_text(marked_up, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    if b"\\cell" in data:
        text = _TABLE_ROW.sub(lambda row: row[1].replace("|", "\t"), text)
    invalid = text.count("\ufffd")
    warnings = (f"{invalid} characters are not {encoding} and are shown as \ufffd.",) if invalid else ()
    layout = TextBuilder()
    for paragraph in join_surrogates(text).replace("\r", "\n").split("\n"):
        layout.add(paragraph.replace(_BREAK, "\n"))
    return layout.transcript(encoding=encoding, warnings=warnings)
