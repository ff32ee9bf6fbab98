"""Segments: the unit a suggester looks at: a turn, or a part of one too long to be about one thing."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qualcode.model import Segment, Sentence, SourceId, Span, Turn, count_words, word_starts


def segments(
    source_id: SourceId, text: str, turns: Sequence[Turn], sentences: Sequence[Sentence], *, limit: int = 120
) -> tuple[Segment, ...]:
    """Return every turn with words as one segment, a turn of more than `limit` words as several.

    Long turns are cut at sentence ends into parts of about equal length; a sentence is never cut.
    """
    by_turn: dict[int, list[Span]] = {}
    for sentence in sentences:
        by_turn.setdefault(sentence.turn, []).append(sentence.span)
    return tuple(
        Segment(
            source=source_id,
            turn=turn.number,
            span=Span(part[0].start, part[-1].end),
            text=text[part[0].start : part[-1].end],
            speaker=turn.speaker,
            role=turn.role,
            sentences=tuple(part),
        )
        for turn in turns
        for part in _parts(text, turn, by_turn.get(turn.number, []), limit)
    )


def _parts(text: str, turn: Turn, sentences: Sequence[Span], limit: int) -> Iterator[list[Span]]:
    """Yield runs of sentences, each ending where its share of the turn's words is reached."""
    if count_words(turn.body.of(text)) <= limit:
        if sentences:
            yield list(sentences)
        return
    words = word_starts(turn.body.of(text))
    count = -(-len(words) // limit)
    part: list[Span] = []
    share = 1
    for sentence in sentences:
        part.append(sentence)
        said = bisect_left(words, sentence.end - turn.body.start)
        if said * count >= share * len(words) and share < count:
            yield part
            part = []
            share = said * count // len(words) + 1
    if part:
        yield part
