"""Cut turns into segments, the unit of suggestion: a turn, or a run of sentences of a long turn."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qualcode.model import Segment, Sentence, SourceId, Span, Turn, count_words, word_starts


def segments(
    source_id: SourceId, text: str, turns: Sequence[Turn], sentences: Sequence[Sentence], *, limit: int = 120
) -> tuple[Segment, ...]:
    """Return every turn with words as one segment, a turn of more than `limit` words as several.

    A long turn is cut at sentence ends into segments of about equal length; a sentence is never cut.
    """
    by_turn: dict[int, list[Span]] = {}
    for sentence in sentences:
        by_turn.setdefault(sentence.turn, []).append(sentence.span)
    return tuple(
        Segment(
            source=source_id,
            turn=turn.number,
            span=Span(spans[0].start, spans[-1].end),
            text=text[spans[0].start : spans[-1].end],
            speaker=turn.speaker,
            role=turn.role,
            sentences=tuple(spans),
        )
        for turn in turns
        for spans in _segments_of_turn(text, turn, by_turn.get(turn.number, []), limit)
    )


def _segments_of_turn(text: str, turn: Turn, sentences: Sequence[Span], limit: int) -> Iterator[list[Span]]:
    """Yield runs of sentences with about equal numbers of words.

    With w words, the turn is cut into n = ceil(w / limit) segments; segment k ends with the first sentence at
    whose end at least k·w/n words are reached. A sentence that passes several such limits ends one.
    """
    if count_words(turn.body.of(text)) <= limit:
        if sentences:
            yield list(sentences)
        return
    words = word_starts(turn.body.of(text))
    count = -(-len(words) // limit)
    segment: list[Span] = []
    number = 1
    for sentence in sentences:
        segment.append(sentence)
        words_so_far = bisect_left(words, sentence.end - turn.body.start)
        if words_so_far * count >= number * len(words) and number < count:
            yield segment
            segment = []
            number = words_so_far * count // len(words) + 1
    if segment:
        yield segment
