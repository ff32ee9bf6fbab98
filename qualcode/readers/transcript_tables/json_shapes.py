"""The shapes of JSON in which speech recognition services give a transcript, as rows.

A service either lists utterances, with its own names for their keys, or single words with a speaker each,
which are joined to one row for each change of speaker. A row is a mapping; `PIECES` in it lists the strings
of the file that its text was joined from. Times stay as in the file unless their unit is known.

Sources: the API references of Amazon Transcribe, AssemblyAI, Azure Speech, Deepgram, ElevenLabs, Google
Speech-to-Text, Rev AI, Speechmatics, whisper.cpp and WhisperX, and Podcasting 2.0's transcript format.
"""

from collections.abc import Callable, Iterator, Sequence

from qualcode.readers.transcript_tables.json_word_lists import (
    find_segments_of_words,
    is_list_of_words,
    split_segments,
    watson,
    words_by_time,
)
from qualcode.readers.transcript_tables.json_words import (
    PIECES,
    Row,
    first_of,
    join_by_speaker,
    listed_speaker,
    objects,
    speaker_of,
    start_of,
)
from qualcode.readers.transcript_tables.table_columns import is_text_column

_LISTS = ("segments", "transcription", "turns", "utterances", "cues", "phrases", "paragraphs", "transcripts")
_SAMPLES_PER_SECOND = 16_000
_MILLISECOND, _TICK = 1e-3, 1e-7
_MAX_DEPTH = 12
_MAX_SEARCHED = 300_000
"""Lists and objects on one level that are searched for utterances."""


def find_rows(document: object) -> Sequence[object] | None:
    """Return the utterances in a JSON document in the order of the file; None if it has none."""
    if isinstance(document, list) and is_list_of_words(document):
        return list(join_by_speaker(objects(document), "word"))
    items: Sequence[object] | None = document if isinstance(document, list) else None
    if isinstance(document, dict):
        for shape in _SHAPES:
            if rows := shape(document):
                return rows
        items = _listed(document) or _nested_list(document) or find_segments_of_words(document)
        text = document.get("text")
        items = [{"text": text}] if items is None and isinstance(text, str) else items
    return None if items is None else split_segments(items)


def _listed(document: Row) -> list[object] | None:
    """Return the first of the usual lists of utterances."""
    for key in _LISTS:
        items = document.get(key)
        if not isinstance(items, list) or not items:
            continue
        if any(map(_has_text, items)) or not any(map(_nests, items)):
            return list(map(_with_whisper_times, items))
    return None


def _deepgram(document: Row) -> list[Row]:
    """Return Deepgram's utterances, or else its paragraphs, or else its words joined by speaker."""
    results = document.get("results")
    if not isinstance(results, dict):
        return []
    if utterances := objects(results.get("utterances")):
        return utterances
    rows: list[Row] = []
    channels = objects(results.get("channels"))
    for number, channel in enumerate(channels):
        best = next(iter(objects(channel.get("alternatives"))), {})
        of_channel = _paragraphs(best) or list(join_by_speaker(objects(best.get("words")), "punctuated_word"))
        if not of_channel and isinstance(best.get("transcript"), str):
            of_channel = [{"text": best["transcript"]}]
        if len(channels) > 1:
            of_channel = [
                {**row, "speaker": first_of(row, "speaker") or f"Channel {number + 1}"} for row in of_channel
            ]
        rows += of_channel
    return rows if len(channels) <= 1 else sorted(rows, key=lambda row: row.get("start") or 0)


def _paragraphs(alternative: Row) -> list[Row]:
    listed = alternative.get("paragraphs")
    rows: list[Row] = []
    for paragraph in objects(listed.get("paragraphs")) if isinstance(listed, dict) else ():
        pieces = [str(sentence.get("text", "")) for sentence in objects(paragraph.get("sentences"))]
        rows.append({**_outer(paragraph), "text": " ".join(pieces), PIECES: pieces})
    return rows


def _amazon(document: Row) -> list[Row]:
    """Return Amazon Transcribe's audio segments, or else its items joined by speaker."""
    results = document.get("results")
    if not isinstance(results, dict) or not isinstance(results.get("items"), list):
        return []
    if segments := objects(results.get("audio_segments")):
        return segments
    labels = results.get("speaker_labels")
    segments = objects(labels.get("segments")) if isinstance(labels, dict) else []
    speakers = {
        item.get("start_time"): item.get("speaker_label")
        for segment in segments
        for item in objects(segment.get("items"))
    }
    items = objects(results["items"])
    return list(
        join_by_speaker(
            [{"speaker_label": speakers.get(item.get("start_time")), **item} for item in items], "content"
        )
    )


def _google(document: Row) -> list[Row]:
    """Return Google's results, or the words of the last one, which has all, if they have speakers."""
    results = objects(document.get("results"))
    best = [next(iter(objects(result.get("alternatives"))), {}) for result in results]
    words = [objects(alternative.get("words")) for alternative in best]
    if not any(words) and not any("transcript" in alternative for alternative in best):
        return []
    has_all = len(words) > 1 and len(words[-1]) >= sum(map(len, words[:-1])) > 0
    tagged = words[-1] if has_all else [word for of_result in words for word in of_result]
    if any(speaker_of(word) for word in tagged):
        return list(join_by_speaker(tagged, "word"))
    return [
        {"text": alternative.get("transcript", ""), "start": start_of(of_result[0]) if of_result else None}
        for alternative, of_result in zip(best, words, strict=True)
    ]


def _azure(document: Row) -> list[Row]:
    """Return the phrases of Azure's batch transcription, or of its fast transcription."""
    rows: list[Row] = []
    for phrase in objects(document.get("recognizedPhrases")):
        best = next(iter(objects(phrase.get("nBest"))), {})
        start, length = phrase.get("offsetInTicks"), phrase.get("durationInTicks")
        rows.append({**_outer(phrase), "text": best.get("display", ""), **_times(start, length, _TICK)})
    for phrase in objects(document.get("phrases")):
        start, length = phrase.get("offsetMilliseconds"), phrase.get("durationMilliseconds")
        if start is not None:
            rows.append(
                {**_outer(phrase), "text": phrase.get("text", ""), **_times(start, length, _MILLISECOND)}
            )
    return sorted(rows, key=lambda row: row.get("start") or 0)


def _rev(document: Row) -> list[Row]:
    """Return Rev's monologues."""
    rows: list[Row] = []
    for monologue in objects(document.get("monologues")):
        elements = objects(monologue.get("elements"))
        pieces = [str(element.get("value", "")) for element in elements]
        starts = [time for element in elements if (time := first_of(element, "ts", "timestamp")) is not None]
        ends = [
            time for element in elements if (time := first_of(element, "end_ts", "end_timestamp")) is not None
        ]
        rows.append(
            {
                "speaker": listed_speaker(document, monologue.get("speaker")),
                "text": "".join(pieces),
                "start": starts[0] if starts else None,
                "end": ends[-1] if ends else None,
                PIECES: pieces,
            }
        )
    return rows


def _otter(document: Row) -> list[Row]:
    """Return Otter's transcripts, with the names of its speakers; its times count samples."""
    speech = document.get("speech")
    if not isinstance(speech, dict):
        return []
    return [
        {
            "speaker": listed_speaker(speech, row.get("speaker_id")),
            "text": row.get("transcript", ""),
            "start": _from_samples(row.get("start_offset")),
            "end": _from_samples(row.get("end_offset")),
        }
        for row in objects(speech.get("transcripts"))
    ]


def _from_samples(offset: object) -> float | None:
    return round(offset / _SAMPLES_PER_SECOND, 3) if isinstance(offset, int | float) else None


def _words(document: Row) -> list[Row]:
    """Return a list of single words, as of ElevenLabs, Speechmatics and Trint, joined by speaker."""
    if any(objects(document.get(key)) for key in _LISTS[:-2]):
        return []
    if words := [word for word in objects(document.get("results")) if "type" in word]:  # Speechmatics
        return list(join_by_speaker(words, "content"))
    for key in ("tokens", "result"):  # Soniox, Vosk
        if words := objects(document.get(key)):
            return list(join_by_speaker(words, "text"))
    words = objects(document.get("words"))
    named = [
        {**word, "speaker": listed_speaker(document, word.get("speaker"))} if "speaker" in word else word
        for word in words
    ]
    return list(join_by_speaker(named, "text"))


_SHAPES: tuple[Callable[[Row], list[Row]], ...] = (
    _otter,
    watson,
    _deepgram,
    _amazon,
    _google,
    _azure,
    _rev,
    words_by_time,
    _words,
)


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
    """Return the objects with text, of those least deep, under the same keys, with the speakers above."""
    level: list[tuple[str, object, object]] = [("", document, None)]
    for _ in range(_MAX_DEPTH):
        if not level or len(level) > _MAX_SEARCHED:
            return None
        with_text = [(path, item, speaker) for path, item, speaker in level if _has_text(item)]
        if with_text:
            path = with_text[0][0]
            return [_with_speaker(item, speaker) for other, item, speaker in with_text if other == path]
        level = [nested for parent in level for nested in _nested(*parent)]
    return None


def _nested(path: str, value: object, speaker: object) -> Iterator[tuple[str, object, object]]:
    """Yield the lists and objects in a value with their paths of keys and the speaker that is above them."""
    if isinstance(value, list):
        yield from ((f"{path}[]", item, speaker) for item in value if isinstance(item, list | dict))
    elif isinstance(value, dict):
        own = speaker_of(value)
        for key, item in value.items():
            if isinstance(item, list | dict):
                yield f"{path}/{key}", item, speaker if own is None else own


def _has_text(item: object) -> bool:
    return isinstance(item, dict) and any(
        isinstance(cell, str) and is_text_column(name) for name, cell in item.items()
    )


def _nests(item: object) -> bool:
    return isinstance(item, dict) and any(isinstance(value, list | dict) for value in item.values())


def _with_speaker(item: object, speaker: object) -> object:
    if not isinstance(item, dict) or speaker is None or speaker_of(item) is not None:
        return item
    return {**item, "speaker": speaker}


def _times(start: object, length: object, unit: float) -> Row:
    if not isinstance(start, int | float):
        return {"start": None, "end": None}
    end = round((start + length) * unit, 3) if isinstance(length, int | float) else None
    return {"start": round(start * unit, 3), "end": end}


def _outer(row: Row) -> Row:
    """Return the speaker and the times that an object states itself."""
    return {key: row[key] for key in ("speaker", "start", "end") if key in row}
