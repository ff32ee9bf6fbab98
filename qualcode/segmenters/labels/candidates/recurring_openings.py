"""First words of lines that recur as names do, in a text in which no label was recognised.

They are only named in a warning: `Nia, words`, `Nia. Words` and `Nia Words` have other meanings too.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.segmenters.labels import speaker_names
from qualcode.segmenters.labels.label_styles import Label, Style, new_label
from qualcode.text.labels.line_openings import line_opening
from qualcode.text.lazy_pattern import LazyPattern

if TYPE_CHECKING:
    import re

_MAX_NAME_WORDS = 4
_SEPARATORS = ",.;\u2013\u2014->)]}_*"
_OPENERS = " \t<([{_*"
_NUMBERED = LazyPattern(r"[ \t]*(?P<name>[^\W\d_]{0,3}\d{1,3})(?:(?P<later>[.-]\d{1,3})):(?=\s)")
_IN_CHAT = LazyPattern(r"[\[(]?[\d:. /-]*[\])]?[ \t]*<[ @+%~&]?(?P<name>[^\s<>/]{1,30})>[ \t]+(?=\S)")
_NUMBERED_SHARE = 0.6
"""Of the lines: so many begin with `2.1:`, from which it may be a label."""
_SAME_NAME_SHARE = 0.6
"""Of the lines that begin with a name: so many have the next word too, if it belongs to the name."""
_MIN_COUNT = 2
_MIN_NAMES = 2
_LINE_SHARE = 0.4
_CAPITAL_SHARE = 0.8
"""Of the words after a name and a blank: so many begin a sentence."""


def find_recurring_openings(text: str) -> list[Label]:
    """Return a label for each line that begins with one of the names, if at least two recur on most lines."""
    lines = list(_openings(text))
    counts = Counter(prefix for _, prefixes, _ in lines for prefix in prefixes)
    labels: list[Label] = []
    capitals = after_blank = 0
    for start, prefixes, following in lines:
        if not prefixes:
            continue
        name = prefixes[0]
        for longer in prefixes[1:]:
            if counts[longer] < _SAME_NAME_SHARE * counts[name]:
                break
            name = longer
        if counts[name] < _MIN_COUNT or speaker_names.is_not_a_name(name):
            continue
        length = following.find(name) + len(name)
        rest = following[length:]
        if rest[:1].isspace():
            after_blank += 1
            capitals += not rest.strip()[:1].islower()
        end = start + length + len(rest) - len(rest.lstrip(_SEPARATORS + " \t\u00a0"))
        labels.append(new_label(Style.SEPARATED, start, end, name))
    is_on_most_lines = len(labels) >= _LINE_SHARE * len(lines)
    if len({label.key for label in labels}) < _MIN_NAMES or not is_on_most_lines:
        return []
    return labels if capitals >= _CAPITAL_SHARE * after_blank else []


def find_numbered_openings(text: str) -> list[Label]:
    """Return a label for each line that begins with such as `2.1:` or `P1.3:`, if most lines do.

    The name is all of it if it recurs, else what is before the last number.
    """
    lines = 0
    matches: list[tuple[int, re.Match[str]]] = []
    start = 0
    for line in text.split("\n"):
        lines += bool(line.strip())
        if match := _NUMBERED.match(line):
            matches.append((start, match))
        start += len(line) + 1
    if len(matches) < max(_NUMBERED_SHARE * lines, _MIN_COUNT * _MIN_NAMES):
        return []
    recur = _MIN_COUNT * len({match["name"] + match["later"] for _, match in matches}) <= len(matches)
    return [
        new_label(Style.COLON, start, start + match.end(), match["name"] + (match["later"] if recur else ""))
        for start, match in matches
    ]


def find_names_in_chats(text: str) -> list[Label]:
    """Return a label for each line that begins with a name in small letters as chats have it: `< nia> words`.

    At least two names recur, on most lines; what is done may be in such brackets too: `<laughs>`.
    """
    labels = []
    start = lines = 0
    for line in text.split("\n") if "<" in text else ():
        lines += bool(line.strip())
        if match := _IN_CHAT.match(line):
            labels.append(new_label(Style.SEPARATED, start, start + match.end(), match["name"]))
        start += len(line) + 1
    counts = Counter(label.key for label in labels)
    labels = [label for label in labels if counts[label.key] >= _MIN_COUNT]
    names = {label.key for label in labels}
    return labels if len(names) >= _MIN_NAMES and len(labels) >= _LINE_SHARE * lines else []


def _openings(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield for each line its offset, the names that it may begin with, the shortest first, and the line."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            opening = line_opening(line)
            words = line[opening.length :] if opening else line
            yield start, list(_prefixes(words.lstrip(_OPENERS))), line
        start += len(line) + 1


def _prefixes(words: str) -> Iterator[str]:
    prefix = ""
    for word in words.split(maxsplit=_MAX_NAME_WORDS)[:_MAX_NAME_WORDS]:
        name = word.rstrip(_SEPARATORS)
        if not name or name[0].islower() or not name[0].isalnum() or name[-1] == ":":
            return
        prefix = f"{prefix} {name}".strip()
        if prefix == name and (
            speaker_names.begins_sentence(prefix.casefold()) or name.casefold() in speaker_names.PARTICLES
        ):
            return
        yield prefix
        if name != word and not speaker_names.has_title(word):
            return
