"""The lists that open over the coding screen: their rows, and where each row leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from qualcode.model import CodeKey, Coding
from qualcode.store import history
from qualcode.store.records import codings
from qualcode.text.visible import visible, visible_lines
from qualcode.tui.color_palette import Palette
from qualcode.tui.terminal_cells import column
from qualcode.workflows.coding import list_codings
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.open_source import SourceLine, source_lines

_ACTS = 500
"""How many acts the history shows."""
_NARROW = 96
"""In fewer cells, a row says only what matters most."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Where a quote stands, and how it is shown."""

    source: str
    start: int
    row: Text


def sources(session: CodingSession, room: int) -> tuple[list[str], list[Text]]:
    """Return every source's name, and its row with the coder's progress."""
    lines = source_lines(session.project, session.coder)
    return [one.name for one in lines], [Text(_source_row(one, room), no_wrap=True) for one in lines]


def quotes(session: CodingSession, key: CodeKey) -> list[QuoteRow]:
    """Return the coder's quotes of a code in all sources."""
    wanted = codings.CodingFilter(codes=(key,), coder=session.coder)
    listing = codings.listing(session.project.database, wanted)
    found = []
    for row in listing.rows:
        one = dict(zip(listing.columns, row, strict=True))
        words = " ".join(visible(str(one["quote"])).split())
        text = Text(f"{column(str(one['source']), 18)} ", style="dim", no_wrap=True, overflow="ellipsis")
        text.append(words, style="not dim")
        found.append(QuoteRow(str(one["source"]), int(one["start"] or 0), text))
    return found


def memos(session: CodingSession, room: int) -> list[tuple[Text, str]]:
    """Return every memo as a row and its whole text."""
    found = []
    for row in list_codings.memos(session.project).rows:
        _, about, what, memo, coder, made_at = (str(cell) for cell in row)
        line = Text(no_wrap=True, overflow="ellipsis")
        if room < _NARROW:
            line.append(f"{column(f'{about} {what}', room // 2)} ", style="dim")
        else:
            line.append(f"{made_at[:10]} {column(coder, 8)} {column(f'{about} {what}', 28)} ", style="dim")
        line.append(" ".join(visible(memo).split()))
        found.append((line, memo))
    return found


def acts(session: CodingSession) -> list[Text]:
    """Return the last acts of everybody, newest first."""
    rows = []
    for act in history.acts(session.project.database, limit=_ACTS):
        line = Text(no_wrap=True, overflow="ellipsis", style="strike dim" if act.undone_by else "")
        line.append(f"{act.at[:16].replace('T', ' ')} {column(act.coder, 8)} ", style="dim")
        line.append(visible(f"{act.verb}: {act.summary}"))
        rows.append(line)
    return rows


def choice(number: int, words: str) -> Text:
    """Return a row of a short list, numbered."""
    return Text(f"{number} {visible(words)}", no_wrap=True, overflow="ellipsis")


def plain(words: str) -> Text:
    """Return words from the project, for a page to read."""
    return Text(visible_lines(words).replace("\t", " "))


def on_one_place(found: Sequence[Coding], palette: Palette) -> list[Text]:
    """Return codings as rows to choose from, numbered."""
    rows = []
    for number, one in enumerate(found, start=1):
        line = Text(f"{number} ", no_wrap=True, overflow="ellipsis")
        line.append(f"{visible(one.code)}  ", style=palette.edge(one.code))
        line.append(" ".join(visible(one.quote).split()))
        rows.append(line)
    return rows


def _source_row(one: SourceLine, room: int) -> str:
    share = one.read / one.turns if one.turns else 0.0
    if room < _NARROW:
        figures = f" {share:>4.0%} read {one.codings:>4} coded {one.pending:>4} pending"
        return column(one.name, room - len(figures)) + figures
    bar = "█" * round(share * 10) + "░" * (10 - round(share * 10))
    return (
        f"{column(one.name, 32)} {one.words:>7} words  {bar} {share:>4.0%} read"
        f" {one.codings:>5} codings {one.pending:>4} pending"
    )
