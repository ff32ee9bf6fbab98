"""What acts on codings say in the history: code, quote, source and offsets.

A summary quotes the text only where all codings of the act are of one source: erasing a source from the
history clears the summaries of the acts on that source alone, and only its name from the others.
"""

from collections.abc import Sequence

from qualcode.model import Coding, Span
from qualcode.store.database import Database
from qualcode.store.records import sources

_QUOTE_LENGTH = 40
"""Maximum number of characters of a quote in a message."""
_LISTED = 3
"""Maximum number of codings that a summary lists one by one."""


def quoted(text: str) -> str:
    """Return the beginning of a text on one line in guillemets."""
    line = " ".join(text.split())
    return f"«{line if len(line) <= _QUOTE_LENGTH else line[:_QUOTE_LENGTH] + '…'}»"


def on_span(text: str, source_name: str, span: Span) -> str:
    """Return the quote of a span with its source and offsets: `«put a door in», riverton-pc [12:25]`."""
    return f"{quoted(span.of(text))}, {located(source_name, span)}"


def located(source_name: str, span: Span) -> str:
    """Return a source with offsets: `riverton-pc [12:25]`."""
    return f"{source_name} [{span.start}:{span.end}]"


def of_codings(database: Database, codings: Sequence[Coding]) -> str:
    """Return the codes and quotes of codings: `pursue on «put a door in», riverton-pc [12:25]`."""
    names = {source_id: name for name, source_id in sources.ids_by_name(database).items()}
    used = {coding.source for coding in codings}
    if len(used) > 1 or len(codings) > _LISTED:
        codes = ", ".join(dict.fromkeys(coding.code for coding in codings))
        return f"{len(codings)} codings of {codes} in {', '.join(sorted(names[each] for each in used))}"
    return "; ".join(
        f"{coding.code} on {quoted(coding.quote)}, {located(names[coding.source], coding.span)}"
        for coding in codings
    )
