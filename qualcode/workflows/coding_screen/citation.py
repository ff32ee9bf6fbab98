"""The selected words with where they stand, as they are pasted into a paper."""

from qualcode.model import Source, Span, Turn
from qualcode.text.time_codes import format_time_code


def cited(source: Source, turn: Turn | None, span: Span) -> str:
    """Return words in quotation marks, with the name of their source, speaker, turn and time in brackets."""
    parts = [source.name]
    if turn is not None:
        parts += [turn.speaker, f"turn {turn.number}", format_time_code(turn.begins)]
    quote = " ".join(span.of(source.text).split())
    return f"\u201c{quote}\u201d ({', '.join(part for part in parts if part)})"
