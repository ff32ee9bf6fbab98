"""Labels in the middle of lines or at their ends; they are only named in a warning.

`… he left. Tom: Who?` may be a quotation, and what is in brackets at the end of a line may be a source.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style, new_label
from qualcode.text.lazy_pattern import LazyPattern

_NAME = r"(?P<name>@?[^\W\d_a-z][^:\t\n,;.?!()\[\]{}<>*#\u2026\"\u201c\u201d|]{0,40}?)"
_IN_LINE = LazyPattern(rf"(?<=[.?!\u2026\"\u201d)\]*] ){_NAME}(?:\*\*)?\Z")
_AFTER_COLON = (" ", "\t", "*")
_MAX_LENGTH = 48
"""Characters before a colon in which a name and the end of a sentence are."""
LINE_ENDS = {
    ")": (LazyPattern(rf"[ \t]*\({_NAME}\)[.]?[ \t]*$", re.MULTILINE), r" *\({}\)"),
    "]": (LazyPattern(rf"[ \t]*\[{_NAME}\][.]?[ \t]*$", re.MULTILINE), r" *\[{}\]"),
    "": (LazyPattern(rf"[ \t]+[-\u2013\u2014~|][ \t]*{_NAME}[ \t]*$", re.MULTILINE), r" +\W *{}"),
}
"""By its last character, how a line may end with a label, and the regular expression for some names."""
_MIN_NAMES = 2
_MIN_COUNT = 2
_LINE_SHARE = 0.4
_MAX_WORDS = 4


def find_labels_in_lines(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return a label for each `Name:` after a sentence in a line; the name is one of `labels`, or it recurs.

    Most colons are those of labels, which are passed over before a pattern is tried.
    """
    ends = {label.end for label in labels}
    in_lines: list[Label] = []
    colon = text.find(":")
    while colon >= 0:
        if text[colon + 1 : colon + 2] in _AFTER_COLON and not {colon + 1, colon + 2} & ends:
            first = max(0, colon - _MAX_LENGTH)
            match = _IN_LINE.search(text[first:colon])
            if match and _may_be_name(match["name"]):
                end = colon + 1
                in_lines.append(new_label(Style.COLON, first + match.start(), end, match["name"].strip()))
        colon = text.find(":", colon + 1)
    counts = Counter(label.key for label in in_lines)
    keys = {label.key for label in labels}
    return [label for label in in_lines if label.key in keys or counts[label.key] >= _MIN_COUNT]


def find_labels_at_line_ends(text: str) -> list[Label]:
    """Return a label for each line that ends with one of at least two names, if most lines do."""
    lines = sum(1 for line in text.split("\n") if line.strip())
    for pattern, _ in LINE_ENDS.values():
        labels = list(_at_line_ends(text, pattern.compiled))
        counts = Counter(label.key for label in labels)
        labels = [label for label in labels if counts[label.key] >= _MIN_COUNT]
        if len({label.key for label in labels}) >= _MIN_NAMES and len(labels) >= _LINE_SHARE * lines:
            return labels
    return []


def pattern_for_line_ends(text: str, labels: Sequence[Label], names: str) -> str:
    """Return the regular expression of turns that end with one of the names, an alternation."""
    last = Counter(
        text[: text.find("\n", label.start) % (len(text) + 1)].rstrip(" .")[-1:] for label in labels
    )
    ending = next((end for end in LINE_ENDS if end and end == last.most_common(1)[0][0]), "")
    return rf"^(?P<words>.+?){LINE_ENDS[ending][1].format(f'(?P<speaker>{names})')} *$"


def _at_line_ends(text: str, pattern: re.Pattern[str]) -> Iterator[Label]:
    for match in pattern.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if _may_be_name(match["name"]) and text[start : match.start()].strip():
            label = new_label(Style.SEPARATED, start, start, match["name"].strip())
            yield label._replace(words_end=match.start())


def _may_be_name(name: str) -> bool:
    name = name.strip()
    return (
        len(name.split()) <= _MAX_WORDS
        and speaker_names.is_capitalised(name)
        and not speaker_names.is_not_a_name(name)
        and not speaker_names.begins_sentence(speaker_names.speaker_key(name))
        and not speaker_names.has_verb(speaker_names.speaker_key(name))
    )
