"""A suggestion on the terminal: the words in their surroundings, the code and what it means, and the reason.

It is a question to a person and goes to stderr; only what comes of the answers is a result.
"""

from rich.text import Text

from qualcode.cli import show
from qualcode.cli.transcript import color_of
from qualcode.model import Span
from qualcode.workflows.cards import Card

_FIELDS = ("brief", "definition", "when_to_use", "when_not_to_use")


def print_card(card: Card, number: int, total: int) -> None:
    """Print one of so many suggestions."""
    for part in (_head(card, number, total), _words(card), _code(card)):
        show.err().print(part, soft_wrap=False)


def _head(card: Card, number: int, total: int) -> Text:
    one = card.suggestion
    turn = f", turn {card.turn.number}" if card.turn else ""
    head = Text(f"\n{number}/{total}  {show.visible(card.source.name)}{turn}", style="bold")
    return head.append(f"  {one.suggester} {one.score:.2f}  {one.id[:8]}\n", style="not bold dim")


def _words(card: Card) -> Text:
    """Return what was said: the surroundings dim, the suggested words plain, the evidence underlined."""
    one, text = card.suggestion, Text()
    own_turn = card.turn is not None and card.before.start >= card.turn.body.start
    if len(card.before) and not own_turn:
        _said(text, card, card.before, card.previous.speaker if card.previous else "")
        text.append("\n")
    speaker = card.turn.speaker if card.turn else ""
    text.append(f"{show.visible(speaker)}: " if speaker else "", style="bold")
    if len(card.before) and own_turn:
        text.append(f"… {_flat(card, card.before)} ", style="dim")
    evidence = one.evidence or Span(one.span.end, one.span.end)
    for span, style in (
        (Span(one.span.start, max(one.span.start, evidence.start)), ""),
        (evidence, "underline"),
        (Span(evidence.end, max(evidence.end, one.span.end)), ""),
    ):
        text.append(_plain(card, span), style=style)
    if len(card.after):
        text.append(f" {_flat(card, card.after)} …", style="dim")
    return text.append("\n")


def _said(text: Text, card: Card, span: Span, speaker: str) -> None:
    text.append(f"{show.visible(speaker)}: " if speaker else "", style="dim bold")
    text.append(_flat(card, span), style="dim")


def _code(card: Card) -> Text:
    code = card.code
    text = Text("▌", style=color_of(card.codebook, code.key))
    text.append(show.visible(code.key), style="bold")
    path = " / ".join(one.title for one in (*card.codebook.ancestors(code.key), code))
    text.append(show.visible(f"  {path}\n"))
    for field in _FIELDS:
        words = " ".join(str(getattr(code, field)).split())
        if words:
            text.append(f"  {field.replace('_', ' ')}: ", style="dim")
            text.append(show.visible(f"{words}\n"))
    text.append("  why: ", style="dim")
    return text.append(show.visible(f"{card.suggestion.reason}\n"))


def _plain(card: Card, span: Span) -> str:
    return show.visible(span.of(card.source.text))


def _flat(card: Card, span: Span) -> str:
    return show.visible(" ".join(span.of(card.source.text).split()))
