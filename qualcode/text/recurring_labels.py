"""Lines that begin with a speaker's label in whatever form, found by names that recur in that form.

For files whose lines are broken for the page or the screen: a line with a label is not joined to the one
before, and nothing is joined to a name alone on its line. Which labels are speakers is decided later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qualcode.text import speaker_labels as patterns
from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.line_openings import line_opening
from qualcode.text.time_marks import time_line

_NAME_ALONE = LazyPattern(r"[^\W\d_][^:\t{}\[\]<>*#.,;?!|()\u2026\u201d\"]{0,39}")
_OPENERS = frozenset("0123456789[(<{#|")
_MARKS = frozenset('[{(<*_\u00ab"\u201c')
_SEPARATORS = (";", "|", ">", "=", "/", "~", ":", "--", "->", "\u2192", " - ", "\u2013", "\u2014", "\t", "  ")
_MAX_LABEL_LENGTH = 70
_ALONE = "alone"
_MIN_COUNT = 2
_MIN_NAMES = 2
_LINE_SHARE = 0.04
"""Of the lines: so many begin with a name in a form, at least; long turns have many lines without."""


class _Opening(NamedTuple):
    form: str
    name: str


class RecurringLabels:
    """The names that begin lines, by the form in which they recur."""

    def __init__(self, lines: Iterable[str]) -> None:
        openings = [list(_openings(line)) for line in lines]
        counts = Counter(opening for of_line in openings for opening in of_line)
        recurring = {opening: count for opening, count in counts.items() if count >= _MIN_COUNT}
        names = Counter(opening.form for opening in recurring)
        totals: Counter[str] = Counter()
        for opening, count in recurring.items():
            totals[opening.form] += count
        self._accepted = {
            opening
            for opening in recurring
            if names[opening.form] >= _MIN_NAMES and totals[opening.form] >= _LINE_SHARE * len(openings)
        }

    def begin(self, line: str) -> bool:
        """Whether the line begins with one of the labels."""
        return bool(self._accepted) and any(opening in self._accepted for opening in _openings(line))

    def are_all_of(self, line: str) -> bool:
        """Whether the line is one of the labels and nothing else."""
        return bool(self._accepted) and any(
            opening.form == _ALONE and opening in self._accepted for opening in _openings(line)
        )


def _openings(line: str) -> Iterator[_Opening]:
    """Yield the forms of labels that a line may begin with."""
    line = line.strip()
    head = line[:_MAX_LABEL_LENGTH]
    if not head:
        return
    opening = line_opening(line) if head[0] in _OPENERS and not time_line(line) else None
    words = line[opening.length :] if opening else line
    if not words or words[0].islower():
        return
    if _NAME_ALONE.fullmatch(words) and not any(word[0].islower() for word in words.split()):
        yield _Opening(_ALONE, words.casefold())
    if words[0] in _MARKS or any(separator in head for separator in _SEPARATORS):
        for form, match in _matches(words):
            name = match["name"].strip(" ,:") if match else ""
            if name and not name[0].islower():
                yield _Opening(form, name.casefold())
                return
    if opening and (comma := patterns.match_comma(words)):
        yield _Opening("comma", comma["name"].strip().casefold())


def _matches(line: str) -> Iterator[tuple[str, patterns.Match | None]]:
    yield "colon", patterns.match_colon(line)
    yield "time", patterns.match_name_time(line) or patterns.match_time_name(line)
    yield "mark", patterns.match_name_mark(line)
    yield "brackets", patterns.match_brackets(line) or patterns.match_starred(line)
    yield "tab", patterns.match_tab(line) if "\t" in line else None
    yield "dash", patterns.match_dash(line)
    yield "separated", patterns.match_separated(line)
    yield "glued", patterns.match_glued_colon(line)
