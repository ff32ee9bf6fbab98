"""The codebook as a Markdown table, for a repository or a wiki."""

from collections.abc import Iterator

from qualcode.codebook.formats.appendix_entries import COUNT_HEADING, HEADINGS, Counts, Entry, Quotes, entries
from qualcode.model import Codebook

_ESCAPED = {ord(sign): f"\\{sign}" for sign in "\\`*_[]|#~"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\n"): "<br>",
}


def to_markdown(codebook: Codebook, counts: Counts | None = None, quotes: Quotes | None = None) -> str:
    """Return the codebook as one table under its name; codes under a code are indented."""
    headings = [*HEADINGS, *([COUNT_HEADING] if counts is not None else [])]
    lines = [f"# {_escaped(codebook.name) or 'Codebook'}", "", _row(headings)]
    lines.append("|" + " --- |" * len(HEADINGS) + (" ---: |" if counts is not None else ""))
    lines += [_row(_cells(entry)) for entry in entries(codebook, counts, quotes)]
    return "\n".join(lines) + "\n"


def _cells(entry: Entry) -> Iterator[str]:
    title = _escaped(entry.code.title)
    name = f"**{title}**" if entry.level == 0 else "&emsp;" * entry.level + title
    yield f"{name}<br>{_escaped(entry.code.key)}" + (f" ({entry.note})" if entry.note else "")
    yield from map(_escaped, entry.texts)
    if entry.count is not None:
        yield str(entry.count)


def _row(cells: "list[str] | Iterator[str]") -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)
