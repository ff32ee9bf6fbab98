"""Shorthand for the suggesters' tests: patterns, and segments divided into sentences."""

import re

from qualcode.model import Code, Codebook, CodeKey, Pattern, PatternKind, Role, Segment, SourceId, Span

_SENTENCE = re.compile(r"\S[^.!?]*[.!?]*")


def phrase(words: str) -> Pattern:
    return Pattern(kind=PatternKind.PHRASE, text=words)


def lemma(words: str) -> Pattern:
    return Pattern(kind=PatternKind.LEMMA, text=words)


def regex(expression: str) -> Pattern:
    return Pattern(kind=PatternKind.REGEX, text=expression)


def veto(words: str) -> Pattern:
    return Pattern(kind=PatternKind.NOT, text=words)


def token(*conditions: dict[str, object]) -> Pattern:
    return Pattern(kind=PatternKind.TOKEN, tokens=conditions)


def codebook(**patterns: list[Pattern]) -> Codebook:
    """Return a flat codebook: each name a code with its patterns."""
    codes = [Code(key=CodeKey(key), label=key, patterns=tuple(own)) for key, own in patterns.items()]
    return Codebook(name="test", codes=tuple(codes))


def segment(
    text: str, *, turn: int = 1, source: str = "one", role: Role = Role.PARTICIPANT, start: int = 0
) -> Segment:
    """Return a turn of these words that begins at `start` in its source."""
    sentences = [Span(start + match.start(), start + match.end()) for match in _SENTENCE.finditer(text)]
    return Segment(
        source=SourceId(source),
        turn=turn,
        span=Span(start, start + len(text)),
        text=text,
        speaker="Ann" if role is Role.PARTICIPANT else "Int",
        role=role,
        sentences=tuple(sentences),
    )
