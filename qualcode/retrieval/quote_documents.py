"""Quotes as a Markdown or Word document; nothing that an interview says is read as markup.

White space inside a quote is squeezed, as in running prose; the tables keep it to the character.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.documents.markdown_text import escape_line
from qualcode.model import SourceKind
from qualcode.retrieval.quote_selection import QuoteGroup
from qualcode.retrieval.quotes import Quote, Utterance
from qualcode.text.plurals import counted
from qualcode.text.time_codes import format_time_code
from qualcode.text.visible import one_line

if TYPE_CHECKING:
    from docx.document import Document

_DASH = "\N{EN DASH}"


def locator(quote: Quote) -> str:
    """Return how a paper cites a quote: `local-01, turn 14, 00:12:31`, or `strategy, p. 3` for a document."""
    parts = [one_line(quote.source_name)]
    unit = "turn" if quote.kind is SourceKind.INTERVIEW else "paragraph"
    if quote.kind is SourceKind.DOCUMENT and quote.page is not None:
        parts.append(_pages(quote))
    elif quote.turn is not None:
        several = quote.last_turn != quote.turn
        parts.append(f"{unit}s {quote.turn}{_DASH}{quote.last_turn}" if several else f"{unit} {quote.turn}")
    if quote.begins is not None:
        parts.append(format_time_code(quote.begins))
    elif quote.kind is SourceKind.INTERVIEW and quote.page is not None:
        parts.append(_pages(quote))
    return ", ".join(parts)


def markdown(groups: Iterable[QuoteGroup], *, title: str = "", notes: Sequence[str] = ()) -> str:
    """Return the quotes as Markdown: notes, a heading for each group, a block quotation for each quote."""
    lines = [f"# {escape_line(title)}", ""] if title else []
    for note in notes:
        lines += [escape_line(note), ""]
    for group in groups:
        lines += [f"## {escape_line(group.title)} ({counted(len(group.quotes), 'quote')})", ""]
        for quote in group.quotes:
            lines += [*_markdown_quote(quote), ""]
    return "\n".join(lines)


def docx(groups: Iterable[QuoteGroup], *, title: str = "", notes: Sequence[str] = ()) -> bytes:
    """Return the quotes as a Word file, after the notes, in Word's own heading and quotation styles."""
    from qualcode.documents.word import add_heading, add_paragraph, document_bytes, new_document

    document = new_document(title)
    for note in notes:
        add_paragraph(document, note)
    for group in groups:
        add_heading(document, f"{group.title} ({counted(len(group.quotes), 'quote')})", level=2)
        for quote in group.quotes:
            _add_quote(document, quote)
    return document_bytes(document)


def _markdown_quote(quote: Quote) -> Iterator[str]:
    for utterance in quote.before:
        yield from (f"> *{_markdown_utterance(utterance)}*", ">")
    yield from (f"> {line}" if line else ">" for line in _markdown_lines(quote))
    for utterance in quote.after:
        yield from (">", f"> *{_markdown_utterance(utterance)}*")


def _markdown_lines(quote: Quote) -> Iterator[str]:
    """Yield the quote, by speaker if there are several, and its locator after its last words."""
    citation = f"({escape_line(locator(quote))})"
    if not _needs_speakers(quote):
        yield f"{escape_line(quote.text)} {citation}"
        return
    for utterance in quote.utterances:
        yield from (_markdown_utterance(utterance), "")
    yield citation


def _markdown_utterance(utterance: Utterance) -> str:
    words = escape_line(utterance.text)
    return f"{escape_line(utterance.turn.speaker)}: {words}" if utterance.turn.speaker else words


def _add_quote(document: "Document", quote: Quote) -> None:
    from qualcode.documents.word import add_quotation

    texts = [_utterance(utterance) for utterance in quote.utterances]
    *first_texts, last_text = texts if _needs_speakers(quote) else [quote.text]
    for utterance in quote.before:
        add_quotation(document, _utterance(utterance), grey=True)
    for text in first_texts:
        add_quotation(document, text)
    add_quotation(document, last_text, locator=f"({locator(quote)})")
    for utterance in quote.after:
        add_quotation(document, _utterance(utterance), grey=True)


def _utterance(utterance: Utterance) -> str:
    words, speaker = one_line(utterance.text), one_line(utterance.turn.speaker)
    return f"{speaker}: {words}" if speaker else words


def _needs_speakers(quote: Quote) -> bool:
    """Whether the speakers are named: with context, or when a quote runs over several turns."""
    return bool(quote.utterances) and (len(quote.turns) > 1 or bool(quote.before or quote.after))


def _pages(quote: Quote) -> str:
    last = quote.turns[-1].page
    return f"p. {quote.page}" if last in {None, quote.page} else f"pp. {quote.page}{_DASH}{last}"


QUOTE_WRITERS: Mapping[str, Callable[[Iterable[QuoteGroup], str, Sequence[str]], bytes]] = {
    "md": lambda groups, title, notes: markdown(groups, title=title, notes=notes).encode(),
    "docx": lambda groups, title, notes: docx(groups, title=title, notes=notes),
}
"""Format of `output_formats.QUOTES` → its writer, of groups, a title and notes."""
