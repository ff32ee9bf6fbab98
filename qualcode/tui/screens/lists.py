"""The lists that open over the coding screen: their rows, and where each row leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from qualcode.model import CodeKey, Coding
from qualcode.store import codings, history
from qualcode.tui.cells import column
from qualcode.tui.layout import visible
from qualcode.tui.palette import Palette
from qualcode.workflows import finding
from qualcode.workflows.desk import source_lines
from qualcode.workflows.session import Session

_ACTS = 500
"""How many acts the history shows."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a quote stands, and how it is shown."""

    source: str
    start: int
    row: Text


def sources(session: Session) -> tuple[list[str], list[Text]]:
    """Return every source's name, and its row with the coder's progress."""
    names, rows = [], []
    for one in source_lines(session.project, session.coder):
        share = one.read / one.turns if one.turns else 0.0
        bar = "█" * round(share * 10) + "░" * (10 - round(share * 10))
        names.append(one.name)
        rows.append(
            Text(
                f"{column(one.name, 32)} {one.words:>7} words  {bar} {share:>4.0%} read"
                f" {one.codings:>5} codings {one.pending:>4} pending",
                no_wrap=True,
            )
        )
    return names, rows


def quotes(session: Session, key: CodeKey) -> list[Quote]:
    """Return the coder's quotes of a code in all sources."""
    wanted = codings.CodingFilter(codes=(key,), coder=session.coder)
    listing = codings.listing(session.project.database, wanted)
    found = []
    for row in listing.rows:
        one = dict(zip(listing.columns, row, strict=True))
        words = " ".join(visible(str(one["quote"])).split())
        text = Text(f"{column(str(one['source']), 18)} ", style="dim", no_wrap=True, overflow="ellipsis")
        text.append(words, style="not dim")
        found.append(Quote(str(one["source"]), int(one["start"] or 0), text))
    return found


def memos(session: Session) -> list[tuple[Text, str]]:
    """Return every memo as a row and its whole text."""
    found = []
    for row in finding.memos(session.project).rows:
        _, about, what, memo, coder, made_at = (str(cell) for cell in row)
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{made_at[:10]} {column(coder, 8)} {column(f'{about} {what}', 28)} ", style="dim")
        line.append(" ".join(visible(memo).split()))
        found.append((line, memo))
    return found


def acts(session: Session) -> list[Text]:
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
    return Text(visible_lines(words))


def visible_lines(words: str) -> str:
    """Return a text of several lines with nothing in it that would command a terminal."""
    return "\n".join(visible(line) for line in words.splitlines())


def on_one_place(found: Sequence[Coding], palette: Palette) -> list[Text]:
    """Return codings as rows to choose from, numbered."""
    rows = []
    for number, one in enumerate(found, start=1):
        line = Text(f"{number} ", no_wrap=True, overflow="ellipsis")
        line.append(f"{visible(one.code)}  ", style=palette.edge(one.code))
        line.append(" ".join(visible(one.quote).split()))
        rows.append(line)
    return rows
