"""A suggestion on the terminal: the words in their surroundings, the code and what it means, and the reason.

It is a question to a person and goes to stderr; only what comes of the answers is a result.
"""

from rich.text import Text

from qualcode.cli.output import show
from qualcode.cli.sources.transcript_output import color_of
from qualcode.model import Span
from qualcode.text.visible import visible_lines
from qualcode.workflows.coding.suggestion_context import SpanContext, SuggestionInContext

_FIELDS = ("brief", "definition", "when_to_use", "when_not_to_use")


def print_card(card: SuggestionInContext, number: int, total: int) -> None:
    """Print one of so many suggestions."""
    one = card.suggestion
    title = heading(card.around, number, total, f"{one.suggester} {one.score:.2f}  {one.id[:8]}")
    for part in (title, span_in_context(card.around, one.evidence), _code(card)):
        show.err().print(part, soft_wrap=False)


def heading(around: SpanContext, number: int, total: int, note: str) -> Text:
    """Return which of how many this is, and where it stands."""
    turn = f", turn {around.turn.number}" if around.turn else ""
    line = Text(f"\n{number}/{total}  {visible_lines(around.source.name)}{turn}", style="bold")
    return line.append(visible_lines(f"  {note}\n"), style="not bold dim")


def span_in_context(around: SpanContext, evidence: Span | None = None) -> Text:
    """Return what was said: the surroundings dim, the words in question plain, the evidence underlined."""
    span, text = around.span, Text()
    own_turn = around.turn is not None and around.before.start >= around.turn.body.start
    if len(around.before) and not own_turn:
        _said(text, around, around.before, around.previous.speaker if around.previous else "")
        text.append("\n")
    speaker = around.turn.speaker if around.turn else ""
    text.append(f"{visible_lines(speaker)}: " if speaker else "", style="bold")
    if len(around.before) and own_turn:
        text.append(f"… {_flat(around, around.before)} ", style="dim")
    marked = evidence or Span(span.end, span.end)
    for part, style in (
        (Span(span.start, max(span.start, marked.start)), ""),
        (marked, "underline"),
        (Span(marked.end, max(marked.end, span.end)), ""),
    ):
        text.append(_plain(around, part), style=style)
    if len(around.after):
        text.append(f" {_flat(around, around.after)} …", style="dim")
    return text.append("\n")


def _said(text: Text, around: SpanContext, span: Span, speaker: str) -> None:
    text.append(f"{visible_lines(speaker)}: " if speaker else "", style="dim bold")
    text.append(_flat(around, span), style="dim")


def _code(card: SuggestionInContext) -> Text:
    code = card.code
    text = Text("▌", style=color_of(card.codebook, code.key))
    text.append(visible_lines(code.key), style="bold")
    path = " / ".join(one.title for one in (*card.codebook.ancestors(code.key), code))
    text.append(visible_lines(f"  {path}\n"))
    for field in _FIELDS:
        value = " ".join(str(getattr(code, field)).split())
        if value:
            text.append(f"  {field.replace('_', ' ')}: ", style="dim")
            text.append(visible_lines(f"{value}\n"))
    text.append("  why: ", style="dim")
    return text.append(visible_lines(f"{card.suggestion.reason}\n"))


def _plain(around: SpanContext, span: Span) -> str:
    return visible_lines(span.of(around.source.text))


def _flat(around: SpanContext, span: Span) -> str:
    return visible_lines(" ".join(span.of(around.source.text).split()))
