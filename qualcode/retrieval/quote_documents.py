"""Quotes as a document: Markdown, and Word for a paper; whatever an interview says is text, never markup.

White space inside a quote is squeezed, as in running prose; the tables keep it to the character.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qualcode.model import SourceKind
from qualcode.retrieval.quote_selection import QuoteGroup
from qualcode.retrieval.quotes import Quote, Utterance
from qualcode.text.time_codes import format_time_code

if TYPE_CHECKING:
    from docx.document import Document

_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$^@])")
"""What CommonMark, GitHub or pandoc may take as markup anywhere in a line."""
_LIST = re.compile(r"^(\(?(?:[0-9]{1,9}|[A-Za-z]|[ivxlcdm]{1,6}))([.)])|^()([-+=:%])", re.IGNORECASE)
"""What they may take as the start of a list, a rule, a division or a title, at the beginning of one."""
_DASH = "\N{EN DASH}"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTEXT_GREY = 0x59


def locator(quote: Quote) -> str:
    """Return where a quote stands: `local-01, turn 14, 00:12:31`, or `strategy, p. 3` for a document."""
    parts = [_line(quote.source_name)]
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


def markdown(groups: Iterable[QuoteGroup], *, title: str = "") -> str:
    """Return the quotes as Markdown: a heading for each group, a block quotation for each quote."""
    lines = [f"# {markdown_text(title)}", ""] if title else []
    for group in groups:
        lines += [f"## {markdown_text(group.title)} ({_counted(group)})", ""]
        for quote in group.quotes:
            lines += [*_markdown_quote(quote), ""]
    return "\n".join(lines)


def markdown_text(text: str) -> str:
    """Return the text on one line, so that Markdown shows every character of it as it is."""
    escaped = _MARKUP.sub(r"\\\1", _line(text))
    return _LIST.sub(lambda match: f"{match[1] or ''}\\{match[2] or match[4]}", escaped)


def docx(groups: Iterable[QuoteGroup], *, title: str = "") -> bytes:
    """Return the quotes as a Word file, in Word's own heading and quotation styles."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _line(title), "", ""
    if title:
        document.add_heading(_line(title), level=1)
    for group in groups:
        document.add_heading(f"{_line(group.title)} ({_counted(group)})", level=2)
        for quote in group.quotes:
            _add_quote(document, quote)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _markdown_quote(quote: Quote) -> Iterator[str]:
    for utterance in quote.before:
        yield from (f"> *{_markdown_utterance(utterance)}*", ">")
    yield from (f"> {line}" if line else ">" for line in _markdown_lines(quote))
    for utterance in quote.after:
        yield from (">", f"> *{_markdown_utterance(utterance)}*")


def _markdown_lines(quote: Quote) -> Iterator[str]:
    """Yield the quote, speaker by speaker if there are several, and its locator after its last words."""
    place = f"({markdown_text(locator(quote))})"
    if not _needs_speakers(quote):
        yield f"{markdown_text(quote.text)} {place}"
        return
    for utterance in quote.utterances:
        yield from (_markdown_utterance(utterance), "")
    yield place


def _markdown_utterance(utterance: Utterance) -> str:
    words = markdown_text(utterance.text)
    return f"{markdown_text(utterance.turn.speaker)}: {words}" if utterance.turn.speaker else words


def _add_quote(document: "Document", quote: Quote) -> None:
    for utterance in quote.before:
        _add_context(document, utterance)
    if _needs_speakers(quote):
        paragraphs = [_utterance(utterance) for utterance in quote.utterances]
    else:
        paragraphs = [_line(quote.text)]
    for text in paragraphs:
        paragraph = document.add_paragraph(text, style="Quote")
    paragraph.add_run(f" ({locator(quote)})").italic = False
    for utterance in quote.after:
        _add_context(document, utterance)


def _add_context(document: "Document", utterance: Utterance) -> None:
    from docx.shared import RGBColor

    run = document.add_paragraph(style="Quote").add_run(_utterance(utterance))
    run.font.color.rgb = RGBColor(_CONTEXT_GREY, _CONTEXT_GREY, _CONTEXT_GREY)


def _utterance(utterance: Utterance) -> str:
    words, speaker = _line(utterance.text), _line(utterance.turn.speaker)
    return f"{speaker}: {words}" if speaker else words


def _needs_speakers(quote: Quote) -> bool:
    """Whether readers have to be told who says what: with context, or when a quote runs over turns."""
    return bool(quote.utterances) and (len(quote.turns) > 1 or bool(quote.before or quote.after))


def _counted(group: QuoteGroup) -> str:
    return f"{len(group.quotes)} quote{'' if len(group.quotes) == 1 else 's'}"


def _pages(quote: Quote) -> str:
    last = quote.turns[-1].page
    return f"p. {quote.page}" if last in {None, quote.page} else f"pp. {quote.page}{_DASH}{last}"


def _line(text: str) -> str:
    """Return the text on one line, with a sign for every character that no file may hold."""
    return _UNPRINTABLE.sub("\ufffd", " ".join(text.split()))
