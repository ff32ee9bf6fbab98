"""Print a transcript: turns with numbers and times, codings in colour and in the margin."""

from rich.table import Table
from rich.text import Text

from qualcode.cli.output import show
from qualcode.model import Codebook, CodeKey, Coding, Role, Span, Turn
from qualcode.text.time_codes import format_time_code
from qualcode.text.visible import visible_lines
from qualcode.workflows.sources.source_markings import SourceMarkings

_MARGIN_WIDTH = 28
_QUOTE_LENGTH = 14
_LONGEST_ROW = 10_000
_DEFAULT_COLOR = "#4C78A8"


def print_transcript(view: SourceMarkings) -> None:
    """Print a source turn by turn; in the margin are the codings that overlap the turn."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(style="bold", overflow="fold", max_width=16)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(width=_MARGIN_WIDTH, overflow="fold")
    first = view.turns[0].span.start if view.turns else len(view.source.text)
    preamble = Turn(number=0, span=Span(0, first), body=Span(0, first).trimmed(view.source.text))
    remaining = list(view.codings)
    for turn in (preamble, *view.turns) if len(preamble.body) else view.turns:
        overlapping = [coding for coding in remaining if coding.span.overlaps(turn.span)]
        remaining = [coding for coding in remaining if coding.span.end > turn.span.end]
        first_row = (_locator(turn), _speaker(turn)), _margin(view, turn, overlapping)
        for number, words in enumerate(_in_rows(_words(view, turn, overlapping))):
            names, margin = first_row if number == 0 else (("", ""), "")
            grid.add_row(*names, words, margin)
    show.out().print(grid)


def color_of(codebook: Codebook, key: CodeKey) -> str:
    """Return a code's colour, or that of its nearest ancestor that has one."""
    if key not in codebook:
        return _DEFAULT_COLOR
    chain = [codebook.code(key), *reversed(codebook.ancestors(key))]
    return next((code.color for code in chain if code.color), _DEFAULT_COLOR)


def _locator(turn: Turn) -> str:
    page_or_time = f"p. {turn.page}" if turn.page else format_time_code(turn.begins, hour_digits=1)
    return f"{turn.number}\n{page_or_time}".rstrip() if turn.number else page_or_time


def _speaker(turn: Turn) -> Text:
    return Text(visible_lines(turn.speaker), style="dim" if turn.role is Role.INTERVIEWER else "")


def _words(view: SourceMarkings, turn: Turn, overlapping: list[Coding]) -> Text:
    style = "dim" if turn.role is Role.INTERVIEWER else "bold" if turn.level else ""
    text = Text(visible_lines(turn.body.of(view.source.text)), style=style)
    for coding in overlapping:
        start = max(0, coding.span.start - turn.body.start)
        end = coding.span.end - turn.body.start
        text.stylize(f"underline {color_of(view.codebook, coding.code)}", start, end)
    text.append("\n")
    return text


def _in_rows(words: Text) -> list[Text]:
    """Return a long text in several parts, cut at white space, since wrapping takes quadratic time."""
    cuts, start = [], 0
    while len(words) - start > _LONGEST_ROW:
        blank = words.plain.rfind(" ", start + 1, start + _LONGEST_ROW)
        start = blank + 1 if blank > 0 else start + _LONGEST_ROW
        cuts.append(start)
    return list(words.divide(cuts)) if cuts else [words]


def _margin(view: SourceMarkings, turn: Turn, overlapping: list[Coding]) -> Text:
    lines = Text()
    for coding in overlapping:
        lines.append("▌", style=color_of(view.codebook, coding.code))
        lines.append(visible_lines(coding.code))
        if not coding.span.contains(turn.body):
            lines.append(f" «{visible_lines(show.brief(coding.quote, _QUOTE_LENGTH))}»", style="dim")
        lines.append("\n")
    return lines
