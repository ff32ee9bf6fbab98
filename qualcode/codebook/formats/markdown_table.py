"""Publish the codebook as a Markdown table, for a repository or a wiki."""

from collections.abc import Sequence

from qualcode.codebook.formats.appendix_entries import (
    COUNT_HEADING,
    GROUPS_HEADING,
    HEADINGS,
    Counts,
    Entry,
    Quotes,
    entries,
    group_lines,
)
from qualcode.documents.markdown_text import escape_cell, table_lines
from qualcode.model import Codebook


def to_markdown(
    codebook: Codebook,
    counts: Counts | None = None,
    quotes: Quotes | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Return the codebook's name as a heading, one table with child codes indented, notes, the groups."""
    counted = counts is not None
    headings = (*HEADINGS, COUNT_HEADING) if counted else HEADINGS
    rows = [_cells(entry) for entry in entries(codebook, counts, quotes)]
    right_aligned = [heading == COUNT_HEADING for heading in headings]
    title = escape_cell(codebook.name) or "Codebook"
    lines = [f"# {title}", "", *table_lines(headings, rows, right_aligned), ""]
    for note in notes:
        lines += [escape_cell(note), ""]
    if codebook.groups:
        lines += [f"## {GROUPS_HEADING}", ""]
        lines += [f"* **{escape_cell(name)}**: {escape_cell(codes)}" for name, codes in group_lines(codebook)]
        lines.append("")
    return "\n".join(lines)


def _cells(entry: Entry) -> list[str]:
    title = escape_cell(entry.code.title)
    name = f"**{title}**" if entry.level == 0 else "&emsp;" * entry.level + title
    note = f" ({entry.note})" if entry.note else ""
    count = [] if entry.count is None else [str(entry.count)]
    return [f"{name}<br>{escape_cell(entry.code.key)}{note}", *map(escape_cell, entry.texts), *count]
