"""Names that recur behind the same signs at the beginning of nearly all lines, as `T=1.5 Nia:` or `-!- nia`.

They are only named in a warning, in a text in which no label was recognised.
"""

import re
from collections import Counter

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style, new_label
from qualcode.text.lazy_pattern import LazyPattern

_BEFORE = r"(?P<before>(?>[^\S\n]*(?:[^\W\d_]{1,4}[=#])?[^\w\n]*+(?:\d[\d.:,]*+[^\w\n]*+)*+))"
"""Signs, numbers and a tag such as `T=`; no name begins with any of them, so that none is given back."""
_NAME = r"(?P<name>[^\W\d_][\w.'\u2019-]{0,30}"
_LINE = (
    LazyPattern(
        rf"{_BEFORE}{_NAME}(?:[^\S\n][^\W\d_][\w.'\u2019-]{{0,30}}){{0,3}}?)[^\S\n]*[;:|>)\]}}\t]+[^\S\n]*"
    ),
    LazyPattern(rf"{_BEFORE}{_NAME})[^\S\n]+"),
)
"""A line with a sign after the name, and one with a blank alone."""
_NUMBER = re.compile(r"\d[\d.:,]*")
_LINE_SHARE = 0.8
"""Of all lines: so many have the signs and one of the names."""
_MIN_COUNT = 2
_MIN_NAMES = 2


def find_fixed_openings(text: str) -> list[Label]:
    """Return a label for each line with the signs and a name that recurs; none if not nearly all lines do."""
    lines = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, line))
        start += len(line) + 1
    for pattern in _LINE:
        if labels := _labels(lines, pattern.compiled):
            return labels
    return []


def _labels(lines: list[tuple[int, str]], pattern: re.Pattern[str]) -> list[Label]:
    matches = [(start, match) for start, line in lines if (match := pattern.match(line))]
    signs = Counter(_NUMBER.sub("0", match["before"]) for _, match in matches)
    if not signs:
        return []
    [(usual, _)] = signs.most_common(1)
    if not usual.strip() or not usual.strip(" \t-*\u2022\"'\u201c(["):
        return []  # nothing, a bullet or a quotation mark
    labels = [
        new_label(Style.SEPARATED, start, start + match.end(), match["name"])
        for start, match in matches
        if _NUMBER.sub("0", match["before"]) == usual and not speaker_names.is_not_a_name(match["name"])
    ]
    counts = Counter(label.key for label in labels)
    labels = [label for label in labels if counts[label.key] >= _MIN_COUNT]
    is_usual = len(labels) >= _LINE_SHARE * len(lines)
    return labels if is_usual and len({label.key for label in labels}) >= _MIN_NAMES else []
