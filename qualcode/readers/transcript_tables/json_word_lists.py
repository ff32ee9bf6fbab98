"""Documents that list single words: with their speakers in another list, or in segments without a text.

Sources: the formats of BBC's react-transcript-editor, Hyperaudio, IBM Watson, Recall.ai, Trint and WhisperX.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from qualcode.readers.transcript_tables.json_words import (
    Row,
    first_of,
    join_by_speaker,
    listed_speaker,
    objects,
    speaker_of,
    start_of,
    word_of,
)

_WORD_LISTS = ("words", "tokens", "elements", "items", "timestamps")
_MAX_SEARCHED = 1_000


def is_list_of_words(items: Sequence[object]) -> bool:
    """Whether the objects of a list are words: they have a word and no text."""
    first = items[0] if items else None
    return isinstance(first, dict) and isinstance(first.get("word"), str) and "text" not in first


def watson(document: Row) -> list[Row]:
    """Return IBM Watson's words, joined by the speakers of its list of times."""
    labels = {label.get("from"): label.get("speaker") for label in objects(document.get("speaker_labels"))}
    words: list[Row] = []
    for result in objects(document.get("results")):
        best = next(iter(objects(result.get("alternatives"))), {})
        stamps = best.get("timestamps")
        for stamp in stamps if isinstance(stamps, list) else ():
            if isinstance(stamp, list) and len(stamp) >= 3:  # noqa: PLR2004 - word, start, end
                word, start, end = stamp[:3]
                words.append({"text": word, "start": start, "end": end, "speaker": labels.get(start)})
    return list(join_by_speaker(words, "text"))


def words_by_time(document: Row) -> list[Row]:
    """Return words, joined by the segments with a speaker and a time, but no text, in which they are."""
    words, segments = _words_and_segments(document)
    if not words or not segments or any(speaker_of(word) is not None for word in words):
        return []
    starts = [start for segment in segments if isinstance(start := start_of(segment), int | float)]
    if len(starts) < len(segments) or starts != sorted(starts):
        return []

    def speaker_at(time: object) -> object:
        if not isinstance(time, int | float):
            return None
        segment = segments[max(bisect_right(starts, time) - 1, 0)]
        return listed_speaker(document, speaker_of(segment))

    attributed: list[Row] = []
    for word in words:
        speaker = speaker_at(start_of(word))
        if speaker is None and attributed:
            speaker = attributed[-1]["speaker"]
        attributed.append({**word, "speaker": speaker})
    return list(join_by_speaker(attributed, "punct"))


def split_segments(segments: Sequence[object]) -> list[object]:
    """Return segments, split where their words have other speakers; of one without text, its words joined."""
    rows: list[object] = []
    for segment in segments:
        if not isinstance(segment, dict):
            return list(segments)
        words = [word for key in _WORD_LISTS if (listed := objects(segment.get(key))) for word in listed]
        rows += _split(segment, words) or [segment]
    return rows


def find_segments_of_words(document: object) -> Sequence[object] | None:
    """Return the first list of objects, of those least deep, that have lists of words."""
    queue: deque[tuple[object, Row]] = deque([(document, {})])
    for _ in range(_MAX_SEARCHED):
        if not queue:
            return None
        value, parent = queue.popleft()
        if isinstance(value, list):
            if any(
                isinstance(item, dict) and objects(item.get(key)) for item in value for key in _WORD_LISTS
            ):
                return [
                    {**item, "speaker": listed_speaker(parent, speaker_of(item))}
                    if isinstance(item, dict)
                    else item
                    for item in value
                ]
            queue.extend((item, parent) for item in value[:1] if isinstance(item, list | dict))
        elif isinstance(value, dict):
            queue.extend((item, value) for item in value.values() if isinstance(item, list | dict))
    return None


def _split(segment: Row, words: Sequence[Row]) -> list[Row]:
    """Return a row for each speaker of a segment's words; none if the segment itself tells as much."""
    if not words:
        return []
    text = first_of(segment, "text", "transcript", "sentence", "body", "content")
    own = speaker_of(segment)
    speakers = {speaker for word in words if (speaker := speaker_of(word)) is not None}
    if isinstance(text, str) and (not speakers or speakers == {own}):
        return []
    completed: list[Row] = []
    for word in words:
        speaker = speaker_of(word)
        before = completed[-1]["speaker"] if completed else own
        completed.append({**word, "speaker": before if speaker is None else speaker})
    rows = list(join_by_speaker(completed, "word"))
    if isinstance(text, str) and _letters(text) != "".join(_letters(row["text"]) for row in rows):
        return []  # the words are not those of the text
    return rows


def _letters(text: str) -> str:
    return "".join(text.split())


def _words_and_segments(document: Row) -> tuple[list[Row], list[Row]]:
    """Return a list of words without speakers, and one of speakers without words, in one object."""
    for value in _objects_in(document):
        words = objects(value.get("words"))
        if words and word_of(words[0], "punct"):
            for segments in _lists_in(value):
                if segments and all(map(_is_only_a_speaker, segments)):
                    return words, segments
    return [], []


def _is_only_a_speaker(segment: Row) -> bool:
    has_words = any(isinstance(segment.get(key), str | list) for key in ("text", *_WORD_LISTS))
    return speaker_of(segment) is not None and not has_words


def _objects_in(document: Row) -> Iterator[Mapping[str, object]]:
    yield document
    yield from (value for value in document.values() if isinstance(value, dict))


def _lists_in(value: Mapping[str, object]) -> Iterator[list[Row]]:
    for item in value.values():
        yield objects(item)
        if isinstance(item, dict):
            yield from (objects(inner) for inner in item.values())
