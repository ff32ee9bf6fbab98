"""The rows of the lists of sources, quotes, memos and acts, as text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from qualcode.model import CodeKey, SourceState
from qualcode.store import history
from qualcode.store.records import codings
from qualcode.store.records import sources as stored_sources
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.text.visible import visible, visible_lines
from qualcode.tui.painting.shortened_labels import distinct_names
from qualcode.tui.painting.terminal_cells import column, shortened
from qualcode.workflows.coding import list_codings
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.source_lines import SourceLine

_MOST_ACTS = 500
"""How many acts the history shows."""
_CONTEXT = 300
"""Number of characters before and after a quote that are shown with it."""
_MARKS = {SourceState.UNTOUCHED: " ", SourceState.BEGUN: "▸", SourceState.FINISHED: "✓"}
_FIGURES = 78
"""Cells of a wide row of the list of sources after the name."""
_LONGEST_SOURCE = 18
_NARROW = 96
"""In fewer cells, rows leave out the columns that matter least."""


@dataclass(frozen=True, slots=True)
class ListedQuote:
    """A quote in a list: the name of its source, the offset of its start, and its words."""

    source: str
    start: int
    end: int
    memo: str
    words: str


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo in a list: its row, its id (a coding's for a memo on a coding), and its whole text."""

    row: Text
    id: str
    about: str
    coder: str
    text: str


def listed_quotes(session: CodingSession, key: CodeKey) -> list[ListedQuote]:
    """Return the coder's quotes of a code in all sources."""
    coding_filter = CodingFilter(codes=(key,), coders=(session.coder,))
    listing = codings.listing(session.project.database, coding_filter)
    source, start, end, memo, quote = (
        listing.columns.index(name) for name in ("source", "start", "end", "memo", "quote")
    )
    return [
        ListedQuote(
            str(cells[source]),
            int(cells[start] or 0),
            int(cells[end] or 0),
            str(cells[memo] or ""),
            str(cells[quote]),
        )
        for cells in listing.rows
    ]


def quote_row(quote: ListedQuote, sources: tuple[str, ...]) -> Text:
    """Return a quote with the name of its source among `sources`, marked where it has a memo."""
    source = distinct_names(sources, _LONGEST_SOURCE)[quote.source]
    row = Text(f"{column(source, _LONGEST_SOURCE)} ", style="dim", no_wrap=True, overflow="ellipsis")
    row.append("✎ " if quote.memo else "", style="not dim")
    return row.append(" ".join(visible(quote.words).split()), style="not dim")


def quote_in_context(session: CodingSession, quote: ListedQuote) -> Text:
    """Return a quote between the words before and after it, and its memo."""
    text = stored_sources.with_name(session.project.database, quote.source).text
    shown = Text(visible_lines(text[max(quote.start - _CONTEXT, 0) : quote.start]), style="dim")
    shown.append(visible_lines(text[quote.start : quote.end]), style="bold not dim")
    shown.append(visible_lines(text[quote.end : quote.end + _CONTEXT]))
    if quote.memo:
        shown.append(f"\n\nMemo: {visible_lines(quote.memo)}", style="not dim")
    return shown


def memo_rows(session: CodingSession, width: int) -> list[MemoRow]:
    """Return all memos; narrow rows leave out date and coder."""
    memos = []
    for cells in list_codings.memos(session.project).rows:
        identity, about, subject, memo, coder, made_at, _ = (str(cell) for cell in cells)
        row = Text(no_wrap=True, overflow="ellipsis")
        if width < _NARROW:
            row.append(f"{column(f'{about} {subject}', width // 2)} ", style="dim")
        else:
            row.append(f"{made_at[:10]} {column(coder, 8)} {column(f'{about} {subject}', 28)} ", style="dim")
        row.append(" ".join(visible(memo).split()))
        memos.append(MemoRow(row, identity, about, coder, memo))
    return memos


def act_rows(session: CodingSession, width: int) -> list[Text]:
    """Return the last acts of all coders, newest first; undone ones are struck through.

    Narrow rows leave out the year, and the name where it is the coder's own.
    """
    rows = []
    for act in history.acts(session.project.database, limit=_MOST_ACTS):
        row = Text(no_wrap=True, overflow="ellipsis", style="strike dim" if act.undone_by else "")
        made_at = act.made_at[:16].replace("T", " ")
        others_name = "" if act.coder == session.coder else f"{shortened(act.coder, 8)} "
        is_wide = width >= _NARROW
        row.append(f"{made_at} {column(act.coder, 8)} " if is_wide else f"{made_at[5:]} {others_name}", "dim")
        row.append(visible(f"{act.verb}: {act.summary}"))
        rows.append(row)
    return rows


def source_title(lines: Sequence[SourceLine]) -> str:
    """Return how many sources are in each state."""
    counts = Counter(line.state for line in lines)
    return " · ".join(["Sources", *(f"{counts[state]} {state}" for state in SourceState if counts[state])])


def source_row(line: SourceLine, names: tuple[str, ...], width: int) -> Text:
    """Return a source among those with `names`, and its progress; narrow rows leave out words and bar."""
    share_read = line.read / line.turns if line.turns else 0.0
    mark = _MARKS[line.state]
    if width < _NARROW:
        figures = f" {share_read:>4.0%} read {line.codings:>4} coded {line.pending:>4} pending"
        room = width - len(figures) - 2
        return Text(f"{column(distinct_names(names, room)[line.name], room)} {mark}{figures}")
    bar = "█" * round(share_read * 10) + "░" * (10 - round(share_read * 10))
    room = max(width - _FIGURES, 10)
    short = distinct_names(names, room)[line.name]
    name = column(f"{short} · {line.rounds}" if line.rounds else short, room)
    return Text(
        f"{name} {mark} {line.state:<9} {line.words:>7} words  {bar} {share_read:>4.0%} read"
        f" {line.codings:>5} coded {line.pending:>4} pending"
    )
