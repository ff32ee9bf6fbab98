"""Tell the fields of forms, lists and programmes from the labels of a dialogue.

Values of fields are short and are no sentences; people speak in sentences, take turns in any order, and say
something after their names. Only names that are no usual labels (`Interviewer`) are asked about here.
"""

from collections.abc import Sequence

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label
from qualcode.text.labels.speaker_labels import match_name_time, match_time_name
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.time_codes import TIME_CODE

_MIN_FIELDS = 3
_MIN_LABELS = 4
_MIN_CYCLES = 3
"""Cycles of two names (`Boat`, `Berth`, `Boat` …) from which they are fields."""
_MAX_VALUE_WORDS = 8
_VALUES_SHARE = 0.8
_LABELLED_SHARE = 0.4
_EMPTY_SHARE = 0.5
_TIME = LazyPattern(rf"\W*{TIME_CODE}")
_TIME_AT_END = LazyPattern(rf"\s*[\[(#]?(?:{TIME_CODE}(?:-\d)?|\d+(?:\.\d+)?\s?s)[\])#]?\s*$")
_WORDS = LazyPattern(r"\S")
_SENTENCE_END = LazyPattern(r"[.?!\u2026-][\"'\u201d\u2019)\]]*$")


def are_form_fields(text: str, labels: Sequence[Label], paragraphs: int, facts: int) -> bool:
    """Whether the labels are fields: nearly all have short values, and they are many or recur in a cycle.

    `facts` is the number of labels in the text that are surely of fields, such as `Date`.
    """
    if len(labels) < _MIN_LABELS or any(_is_surely_a_speaker(label) for label in labels):
        return False
    values = sum(1 for label in labels if _is_value(_first_line(text, label.end, label.words_end)))
    if values < _VALUES_SHARE * len(labels):
        return False
    keys = [label.key for label in labels]
    fields = len(set(keys))
    is_cycle = len(keys) >= _MIN_CYCLES * fields and all(
        key == keys[position % fields] for position, key in enumerate(keys)
    )
    few = len(labels) < _LABELLED_SHARE * paragraphs or len(labels) <= 2 * facts
    return fields >= _MIN_FIELDS or is_cycle or few


def have_no_words(text: str, labels: Sequence[Label]) -> bool:
    """Whether most labels, with times, are followed by the next, as in the programme of a day."""
    words = (_WORDS.search(text, label.end) for label in labels)
    lines = [_first_line(text, match.start()) if match else "" for match in words]
    empty = sum(1 for line in lines if not line or match_name_time(line) or match_time_name(line))
    return empty > _EMPTY_SHARE * len(labels)


def _is_surely_a_speaker(label: Label) -> bool:
    return (
        label.begins is not None
        or bool(label.question)
        or speaker_names.has_title(label.name)
        or (speaker_names.is_usual_label(label.key) and not speaker_names.is_ambiguous_role(label.key))
    )


def _first_line(text: str, start: int, words_end: int | None = None) -> str:
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return (line if words_end is None else line[: max(words_end - start, 0)]).strip()


def _is_value(words: str) -> bool:
    return (
        bool(words)
        and len(words.split()) <= _MAX_VALUE_WORDS
        and not _SENTENCE_END.search(_TIME_AT_END.sub("", words))
        and not _TIME.match(words)
    )
