"""Publish the codebook for readers: Markdown, HTML page or Word document.

The library of a format is imported only when that format is written.
"""

from collections.abc import Callable, Mapping, Sequence

from qualcode.codebook.formats.appendix_entries import Counts, Quotes
from qualcode.errors import NotFoundError
from qualcode.model import Codebook


def publish(
    codebook: Codebook,
    form: str,
    counts: Counts | None = None,
    quotes: Quotes | None = None,
    notes: Sequence[str] = (),
) -> bytes:
    """Return the file's bytes in one of `PRINTED_FORMS`, with codings per code and live quotes if given.

    `notes` are sentences under the table, on what is counted.
    """
    if form not in _WRITERS:
        raise NotFoundError.among("format of a codebook to read", form, PRINTED_FORMS)
    return _WRITERS[form](codebook, counts, quotes, notes)


def _markdown(
    codebook: Codebook, counts: Counts | None, quotes: Quotes | None, notes: Sequence[str]
) -> bytes:
    from qualcode.codebook.formats.markdown_table import to_markdown

    return to_markdown(codebook, counts, quotes, notes).encode()


def _html(codebook: Codebook, counts: Counts | None, quotes: Quotes | None, notes: Sequence[str]) -> bytes:
    from qualcode.codebook.formats.codebook_page import to_html

    return to_html(codebook, counts, quotes, notes).encode()


def _docx(codebook: Codebook, counts: Counts | None, quotes: Quotes | None, notes: Sequence[str]) -> bytes:
    from qualcode.codebook.formats.word_table import to_docx

    return to_docx(codebook, counts, quotes, notes)


_WRITERS: Mapping[str, Callable[[Codebook, Counts | None, Quotes | None, Sequence[str]], bytes]] = {
    "md": _markdown,
    "html": _html,
    "docx": _docx,
}
PRINTED_FORMS = tuple(_WRITERS)
"""The formats that people read, of those in `output_formats.CODEBOOK`."""
