"""Lists of single words with speakers and times, as speech recognition services give them, joined to rows."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

PIECES = "__pieces__"
"""The key under which a row lists the strings of the file that its text was joined from."""
Row = Mapping[str, Any]
_SPEAKER_KEYS = (
    "speaker",
    "speaker_label",
    "speakerLabel",
    "speaker_id",
    "speakerTag",
    "speaker_tag",
    "participant",
)


def join_by_speaker(words: Iterable[Row], key: str) -> Iterator[Row]:
    """Yield a row for each run of words of one speaker, or for each sentence of words without a speaker.

    Punctuation belongs to the word before it.
    """
    attributed: list[tuple[tuple[Any, int], Row]] = []
    sentence = 0
    for word in words:
        speaker = attributed[-1][0][0] if attributed and is_punctuation(word) else speaker_of(word)
        attributed.append(((speaker, sentence), word))
        sentence += speaker is None and word_of(word, key).endswith((".", "?", "!"))
    for (speaker, _), run in groupby(attributed, key=lambda pair: pair[0]):
        of_speaker = [word for _, word in run]
        pieces = [word_of(word, key) for word in of_speaker]
        has_spacing = any(word.get("type") == "spacing" for word in of_speaker) or any(
            piece[:1].isspace() for piece in pieces[1:]
        )
        text = "".join(
            piece if not index or has_spacing or is_punctuation(word) else f" {piece}"
            for index, (piece, word) in enumerate(zip(pieces, of_speaker, strict=True))
        )
        yield {
            "speaker": speaker,
            "text": text.strip(),
            "start": next((time for word in of_speaker if (time := start_of(word)) is not None), None),
            "end": next((time for word in reversed(of_speaker) if (time := end_of(word)) is not None), None),
            PIECES: pieces,
        }


def word_of(word: Row, key: str) -> str:
    """Return the string of a word, which is under `key` or under another usual one."""
    best = next(iter(objects(word.get("alternatives"))), {})
    return str(first_of({**best, **word}, key, "text", "word", "punct", "content", "value", "name") or "")


def speaker_of(row: Row) -> object:
    """Return the speaker of a word or an utterance: a name, a number or an id."""
    best = next(iter(objects(row.get("alternatives"))), {})
    return _named(first_of({**best, **row}, *_SPEAKER_KEYS))


def start_of(word: Row) -> object:
    """Return the time at which a word begins, in the unit of the file unless that is known."""
    return _time_of(word, "start", "start_time", "startTime", "time", "ts", "start_timestamp")


def end_of(word: Row) -> object:
    """Return the time at which a word ends, in the unit of the file unless that is known."""
    return _time_of(word, "end", "end_time", "endTime", "end_ts", "end_timestamp")


def is_punctuation(word: Row) -> bool:
    """Whether a word is a punctuation mark that belongs to the one before."""
    return word.get("type") in ("punctuation", "punct")


def listed_speaker(document: Row, speaker: object) -> object:
    """Return the name of a speaker that the document lists by number or id; else the speaker itself."""
    for number, listed in enumerate(objects(document.get("speakers"))):
        name = first_of(listed, "name", "speaker_name", "label")
        if (speaker is not None and speaker in (listed.get("id"), name)) or (
            "id" not in listed and speaker == number
        ):
            return name or speaker
    return speaker


def objects(value: object) -> list[Row]:
    """Return the objects in a list; none if it is something else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first_of(row: Row, *keys: str) -> Any:  # noqa: ANN401 - a value of JSON
    """Return the value of the first of the keys that has one."""
    return next((row[key] for key in keys if row.get(key) is not None), None)


def _named(speaker: object) -> object:
    """Return a speaker; of an object such as `{"id": 1, "name": "Nia"}`, the name."""
    return (
        first_of(speaker, "name", "speaker_name", "label", "@id", "id")
        if isinstance(speaker, dict)
        else speaker
    )


def _time_of(word: Row, name: str, *others: str) -> object:
    milliseconds = first_of(word, f"{name}_ms", f"{name}Ms", f"{name}_time_ms")
    if isinstance(milliseconds, int | float):
        return milliseconds / 1000
    time = first_of(word, name, *others)
    if isinstance(time, dict):  # of Google in seconds and nanoseconds, of Recall.ai since the start
        relative = time.get("relative")
        return (
            relative
            if relative is not None
            else float(time.get("seconds") or 0) + float(time.get("nanos") or 0) / 1e9
        )
    return time
