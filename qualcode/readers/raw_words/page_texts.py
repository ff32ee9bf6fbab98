"""All words of a PDF: the text that PDFium gives for each page."""

from collections.abc import Sequence

import pypdfium2

from qualcode.model import Transcript
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.word_accounting import RawText

_HYPHENS_AT_LINE_ENDS = dict.fromkeys((0x02, 0xFFFE), "-\n")


def read(data: bytes, transcript: Transcript, options: ReadOptions) -> Sequence[RawText]:  # noqa: ARG001 - the signature of all
    """Return the text of each page, inside and outside of its box."""
    document = pypdfium2.PdfDocument(data)
    raw_texts = []
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        text = textpage.get_text_range().translate(_HYPHENS_AT_LINE_ENDS).replace("\r\n", "\n")
        raw_texts.append(RawText(text=text, part=f"page {number + 1}"))
        textpage.close()
        page.close()
    document.close()
    return raw_texts
