"""The shapes of JSON in which speech recognition services give a transcript, as rows.

A service either lists utterances, with its own names for their keys, or single words with a speaker each,
which are joined to one row for each change of speaker. A row is a mapping; `PIECES` in it lists the strings
of the file that its text was joined from. Times stay as in the file unless their unit is known.

Sources: the API references of Amazon Transcribe, AssemblyAI, Azure Speech, Deepgram, ElevenLabs, Google
Speech-to-Text, Rev AI, Speechmatics, whisper.cpp and WhisperX, and Podcasting 2.0's transcript format.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from qualcode.readers.transcript_tables.table_columns import is_text_column

PIECES = "__pieces__"
Row = Mapping[str, Any]

_LISTS = ("segments", "transcription", "turns", "utterances", "cues", "phrases", "paragraphs", "transcripts")
_MILLISECOND, _TICK = 1e-3, 1e-7
_MAX_SEARCHED = 1_000
"""Lists and objects that are searched for one of utterances."""


def find_rows(document: object) -> Sequence[object] | None:
    """Return the utterances in a JSON document in the order of the file; None if it has none."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    for shape in _SHAPES:
        if rows := shape(document):
            return rows
    for key in _LISTS:
        if isinstance(items := document.get(key), list) and items:
            return list(map(_with_whisper_times, items))
    if (items := _nested_list(document)) is not None:
        return items
    text = document.get("text")
    return [{"text": text}] if isinstance(text, str) else None


def _deepgram(document: Row) -> list[Row]:
    """Return Deepgram's utterances, or else its paragraphs, or else its words joined by speaker."""
    results = document.get("results")
    if not isinstance(results, dict):
        return []
    if utterances := _objects(results.get("utterances")):
        return utterances
    rows: list[Row] = []
    channels = _objects(results.get("channels"))
    for number, channel in enumerate(channels):
        best = next(iter(_objects(channel.get("alternatives"))), {})
        of_channel = _paragraphs(best) or list(_by_speaker(_objects(best.get("words")), "punctuated_word"))
        if not of_channel and isinstance(best.get("transcript"), str):
            of_channel = [{"text": best["transcript"]}]
        if len(channels) > 1:
            of_channel = [
                {**row, "speaker": _first(row, "speaker") or f"Channel {number + 1}"} for row in of_channel
            ]
        rows += of_channel
    return rows if len(channels) <= 1 else sorted(rows, key=lambda row: row.get("start") or 0)


def _paragraphs(alternative: Row) -> list[Row]:
    listed = alternative.get("paragraphs")
    rows: list[Row] = []
    for paragraph in _objects(listed.get("paragraphs")) if isinstance(listed, dict) else ():
        pieces = [str(sentence.get("text", "")) for sentence in _objects(paragraph.get("sentences"))]
        rows.append({**_outer(paragraph), "text": " ".join(pieces), PIECES: pieces})
    return rows


def _amazon(document: Row) -> list[Row]:
    """Return Amazon Transcribe's audio segments, or else its items joined by speaker."""
    results = document.get("results")
    if not isinstance(results, dict) or not isinstance(results.get("items"), list):
        return []
    if segments := _objects(results.get("audio_segments")):
        return segments
    labels = results.get("speaker_labels")
    segments = _objects(labels.get("segments")) if isinstance(labels, dict) else []
    speakers = {
        item.get("start_time"): item.get("speaker_label")
        for segment in segments
        for item in _objects(segment.get("items"))
    }
    items = _objects(results["items"])
    return list(
        _by_speaker(
            [{"speaker_label": speakers.get(item.get("start_time")), **item} for item in items], "content"
        )
    )


def _google(document: Row) -> list[Row]:
    """Return Google's results, or the words of the last one, which has all, if they have speakers."""
    results = _objects(document.get("results"))
    best = [next(iter(_objects(result.get("alternatives"))), {}) for result in results]
    words = [_objects(alternative.get("words")) for alternative in best]
    if not any(words) and not any("transcript" in alternative for alternative in best):
        return []
    has_all = len(words) > 1 and len(words[-1]) >= sum(map(len, words[:-1])) > 0
    tagged = words[-1] if has_all else [word for of_result in words for word in of_result]
    if any(_speaker(word) for word in tagged):
        return list(_by_speaker(tagged, "word"))
    return [
        {"text": alternative.get("transcript", ""), "start": _start(of_result[0]) if of_result else None}
        for alternative, of_result in zip(best, words, strict=True)
    ]


def _azure(document: Row) -> list[Row]:
    """Return the phrases of Azure's batch transcription, or of its fast transcription."""
    rows: list[Row] = []
    for phrase in _objects(document.get("recognizedPhrases")):
        best = next(iter(_objects(phrase.get("nBest"))), {})
        start, length = phrase.get("offsetInTicks"), phrase.get("durationInTicks")
        rows.append({**_outer(phrase), "text": best.get("display", ""), **_times(start, length, _TICK)})
    for phrase in _objects(document.get("phrases")):
        start, length = phrase.get("offsetMilliseconds"), phrase.get("durationMilliseconds")
        if start is not None:
            rows.append(
                {**_outer(phrase), "text": phrase.get("text", ""), **_times(start, length, _MILLISECOND)}
            )
    return sorted(rows, key=lambda row: row.get("start") or 0)


def _rev(document: Row) -> list[Row]:
    """Return Rev's monologues."""
    rows: list[Row] = []
    for monologue in _objects(document.get("monologues")):
        elements = _objects(monologue.get("elements"))
        pieces = [str(element.get("value", "")) for element in elements]
        starts = [time for element in elements if (time := _first(element, "ts", "timestamp")) is not None]
        ends = [
            time for element in elements if (time := _first(element, "end_ts", "end_timestamp")) is not None
        ]
        rows.append(
            {
                "speaker": _listed_speaker(document, monologue.get("speaker")),
                "text": "".join(pieces),
                "start": starts[0] if starts else None,
                "end": ends[-1] if ends else None,
                PIECES: pieces,
            }
        )
    return rows


def _words(document: Row) -> list[Row]:
    """Return a list of single words, as of ElevenLabs, Speechmatics and Trint, joined by speaker."""
    if any(_objects(document.get(key)) for key in _LISTS[:-2]):
        return []
    if words := [word for word in _objects(document.get("results")) if "type" in word]:  # Speechmatics
        return list(_by_speaker(words, "content"))
    words = _objects(document.get("words"))
    named = [
        {**word, "speaker": _listed_speaker(document, word.get("speaker"))} if "speaker" in word else word
        for word in words
    ]
    return list(_by_speaker(named, "text"))


_SHAPES: tuple[Callable[[Row], list[Row]], ...] = (_deepgram, _amazon, _google, _azure, _rev, _words)


def _by_speaker(words: Iterable[Row], key: str) -> Iterator[Row]:
    """Yield a row for each run of words of one speaker, or for each sentence of words without a speaker.

    Punctuation belongs to the word before it.
    """
    attributed: list[tuple[tuple[Any, int], Row]] = []
    sentence = 0
    for word in words:
        speaker = attributed[-1][0][0] if attributed and _is_punctuation(word) else _speaker(word)
        attributed.append(((speaker, sentence), word))
        sentence += speaker is None and _word(word, key).endswith((".", "?", "!"))
    for (speaker, _), run in groupby(attributed, key=lambda pair: pair[0]):
        of_speaker = [word for _, word in run]
        pieces = [_word(word, key) for word in of_speaker]
        has_spacing = any(word.get("type") == "spacing" for word in of_speaker)
        text = "".join(
            piece if not index or has_spacing or _is_punctuation(word) else f" {piece}"
            for index, (piece, word) in enumerate(zip(pieces, of_speaker, strict=True))
        )
        yield {
            "speaker": speaker,
            "text": text,
            "start": next((time for word in of_speaker if (time := _start(word)) is not None), None),
            "end": next((time for word in reversed(of_speaker) if (time := _end(word)) is not None), None),
            PIECES: pieces,
        }


def _word(word: Row, key: str) -> str:
    best = next(iter(_objects(word.get("alternatives"))), {})
    return str(_first({**best, **word}, key, "text", "word", "content", "name") or "")


def _speaker(word: Row) -> object:
    best = next(iter(_objects(word.get("alternatives"))), {})
    keys = ("speaker", "speaker_label", "speakerLabel", "speaker_id", "speakerTag", "speaker_tag")
    return _first({**best, **word}, *keys)


def _start(word: Row) -> object:
    return _seconds(_first(word, "start", "start_time", "startTime", "time"))


def _end(word: Row) -> object:
    return _seconds(_first(word, "end", "end_time", "endTime"))


def _seconds(time: object) -> object:
    """Return a time; of Google's `{"seconds": "1", "nanos": 500000000}`, the seconds."""
    if isinstance(time, dict):
        return float(time.get("seconds") or 0) + float(time.get("nanos") or 0) / 1e9
    return time


def _is_punctuation(word: Row) -> bool:
    return word.get("type") in ("punctuation", "punct")


def _listed_speaker(document: Row, speaker: object) -> object:
    """Return the name of a speaker that the document lists by number or id; else the speaker itself."""
    for number, listed in enumerate(_objects(document.get("speakers"))):
        if (speaker is not None and speaker in (listed.get("id"), listed.get("name"))) or (
            "id" not in listed and speaker == number
        ):
            return listed.get("name") or speaker
    return speaker


def _with_whisper_times(item: object) -> object:
    """Return a segment of whisper.cpp with its `timestamps` (or else `offsets`) as start and end."""
    if not isinstance(item, dict):
        return item
    stamps, offsets = item.get("timestamps"), item.get("offsets")
    if isinstance(stamps, dict):
        return {**item, "start": stamps.get("from"), "end": stamps.get("to")}
    if isinstance(offsets, dict):
        return {**item, "start_ms": offsets.get("from"), "end_ms": offsets.get("to")}
    return item


def _nested_list(document: Row) -> list[object] | None:
    """Return the first list, of those least deep, whose objects have text."""
    queue: deque[object] = deque([document])
    for _ in range(_MAX_SEARCHED):
        if not queue:
            return None
        value = queue.popleft()
        if isinstance(value, list):
            first = value[0] if value else None
            if isinstance(first, dict) and any(
                isinstance(cell, str) and is_text_column(name) for name, cell in first.items()
            ):
                return value
            queue.extend(item for item in value[:1] if isinstance(item, list | dict))
        elif isinstance(value, dict):
            queue.extend(item for item in value.values() if isinstance(item, list | dict))
    return None


def _times(start: object, length: object, unit: float) -> Row:
    if not isinstance(start, int | float):
        return {"start": None, "end": None}
    end = round((start + length) * unit, 3) if isinstance(length, int | float) else None
    return {"start": round(start * unit, 3), "end": end}


def _outer(row: Row) -> Row:
    """Return the speaker and the times that an object states itself."""
    return {key: row[key] for key in ("speaker", "start", "end") if key in row}


def _objects(value: object) -> list[Row]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _first(row: Row, *keys: str) -> Any:  # noqa: ANN401 - a value of JSON
    return next((row[key] for key in keys if row.get(key) is not None), None)
