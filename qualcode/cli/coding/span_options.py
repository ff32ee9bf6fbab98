"""The options that choose a span of a source: exactly one of quote, turn, sentence and offsets."""

from typing import TYPE_CHECKING

from qualcode.errors import UsageError
from qualcode.model import Span
from qualcode.text.whole_numbers import whole_number

if TYPE_CHECKING:
    from qualcode.workflows.coding.apply_codes import SpanChoice


def check_choice(choice: "SpanChoice") -> None:
    """Raise UsageError unless exactly one option chooses the span."""
    options = (choice.quote, choice.turn, choice.sentence, choice.span)
    if sum(option is not None for option in options) != 1:
        raise UsageError(
            "Choose the span to code with exactly one option.",
            "--quote, --turn, --sentence or --span START:END",
        )
    if choice.nth is not None and choice.quote is None:
        raise UsageError("--nth needs --quote.", "Turns, sentences and spans are unique: leave out --nth.")


def parse_span(text: str | None) -> Span | None:
    """Return the span that `START:END` names; UsageError if it is none."""
    if text is None:
        return None
    start, end = (whole_number(part) for part in text.partition(":")[::2])
    if start is None or end is None or start >= end:
        raise UsageError(f"{text!r} is not a span.", "Write START:END in characters, such as --span 120:164.")
    return Span(start, end)
