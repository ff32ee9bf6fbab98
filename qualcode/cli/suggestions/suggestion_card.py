"""Suggestion on the terminal: span with its context, code with its definition, and reason.

It is printed on stderr, as a prompt; only the answers are results.
"""

from rich.text import Text

from qualcode.cli.output import show
from qualcode.cli.sources.transcript_output import color_of
from qualcode.model import Span
from qualcode.text.visible import visible_lines
from qualcode.workflows.coding.suggestion_context import SpanContext, SuggestionInContext

_FIELDS = ("brief", "definition", "when_to_use", "when_not_to_use")


def print_card(suggestion_in_context: SuggestionInContext, number: int, total: int) -> None:
    """Print a suggestion, the number-th of the total."""
    suggestion, context = suggestion_in_context.suggestion, suggestion_in_context.context
    note = f"{suggestion.suggester} {suggestion.score:.2f}  {suggestion.id[:8]}"
    for text in (
        heading(context, number, total, note),
        span_in_context(context, suggestion.evidence),
        _code_and_reason(suggestion_in_context),
    ):
        show.err().print(text, soft_wrap=False)


def heading(context: SpanContext, number: int, total: int, note: str) -> Text:
    """Return the heading of an item: its number, source and turn, and a note."""
    turn = f", turn {context.turn.number}" if context.turn else ""
    line = Text(f"\n{number}/{total}  {visible_lines(context.source.name)}{turn}", style="bold")
    return line.append(visible_lines(f"  {note}\n"), style="not bold dim")


def span_in_context(context: SpanContext, evidence: Span | None = None) -> Text:
    """Return the span in plain text, its evidence underlined and its context dim."""
    span, text = context.span, Text()
    before_in_turn = context.turn is not None and context.before.start >= context.turn.body.start
    if len(context.before) and not before_in_turn:
        previous_speaker = context.previous.speaker if context.previous else ""
        text.append(f"{visible_lines(previous_speaker)}: " if previous_speaker else "", style="dim bold")
        text.append(_on_one_line(context, context.before), style="dim")
        text.append("\n")
    speaker = context.turn.speaker if context.turn else ""
    text.append(f"{visible_lines(speaker)}: " if speaker else "", style="bold")
    if len(context.before) and before_in_turn:
        text.append(f"… {_on_one_line(context, context.before)} ", style="dim")
    underlined = evidence or Span(span.end, span.end)
    for segment, style in (
        (Span(span.start, max(span.start, underlined.start)), ""),
        (underlined, "underline"),
        (Span(underlined.end, max(underlined.end, span.end)), ""),
    ):
        text.append(visible_lines(segment.of(context.source.text)), style=style)
    if len(context.after):
        text.append(f" {_on_one_line(context, context.after)} …", style="dim")
    return text.append("\n")


def _code_and_reason(suggestion_in_context: SuggestionInContext) -> Text:
    code, codebook = suggestion_in_context.code, suggestion_in_context.codebook
    text = Text("▌", style=color_of(codebook, code.key))
    text.append(visible_lines(code.key), style="bold")
    path = " / ".join(each.title for each in (*codebook.ancestors(code.key), code))
    text.append(visible_lines(f"  {path}\n"))
    for field in _FIELDS:
        value = " ".join(str(getattr(code, field)).split())
        if value:
            text.append(f"  {field.replace('_', ' ')}: ", style="dim")
            text.append(visible_lines(f"{value}\n"))
    text.append("  why: ", style="dim")
    return text.append(visible_lines(f"{suggestion_in_context.suggestion.reason}\n"))


def _on_one_line(context: SpanContext, span: Span) -> str:
    return visible_lines(" ".join(span.of(context.source.text).split()))
