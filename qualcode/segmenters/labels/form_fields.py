"""Tell the fields of a form or of records from the labels of a dialogue.

In records (`Owner: …`, `Due: …`, `Cost: …`, again and again) three names or more follow each other in a fixed
order, and their values are short and are no sentences. People take turns otherwise, or speak in sentences.
"""

import re
from collections.abc import Sequence

from qualcode.segmenters.labels.label_styles import Label

_MIN_FIELDS = 3
_MAX_VALUE_WORDS = 8
_VALUES_SHARE = 0.8
_SENTENCE_END = re.compile(r"[.?!\u2026-][\"'\u201d\u2019)\]]*$")


def are_form_fields(text: str, labels: Sequence[Label]) -> bool:
    """Whether the labels are the fields of records: a cycle of names with short values."""
    keys = [label.key for label in labels]
    fields = len(set(keys))
    if fields < _MIN_FIELDS or len(keys) < 2 * fields:
        return False
    if any(key != keys[position % fields] for position, key in enumerate(keys)):
        return False
    values = sum(1 for label in labels if _is_value(_rest_of_line(text, label.end)))
    return values >= _VALUES_SHARE * len(labels)


def _rest_of_line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].strip()


def _is_value(words: str) -> bool:
    return bool(words) and len(words.split()) <= _MAX_VALUE_WORDS and not _SENTENCE_END.search(words)
