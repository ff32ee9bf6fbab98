"""Rich Text: the words on the page, with tabs between table cells."""

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.model import Transcript
from qualcode.readers.office.rtf_text import RichText
from qualcode.readers.office.rtf_tokens import font_encodings, stated_encoding
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.text_layout import TextBuilder


def read(data: bytes, options: ReadOptions) -> Transcript:
    """Return a Rich Text file's text."""
    if not data.startswith(untrusted.RTF):
        raise UnreadableSourceError("This is not Rich Text.", "Save it as .rtf or .docx again.")
    layout = TextBuilder(options.notes)
    with untrusted.refusing_malformed("Rich Text"):
        text = data.decode("latin-1")
        encoding = options.encoding or stated_encoding(text)
        RichText(text, encoding, font_encodings(text, encoding), layout)
    transcript = layout.transcript(encoding=encoding)
    invalid = transcript.text.count("\ufffd")
    warnings = (f"{invalid} characters are not {encoding} and are shown as \ufffd.",) if invalid else ()
    return layout.transcript(encoding=encoding, warnings=warnings)
