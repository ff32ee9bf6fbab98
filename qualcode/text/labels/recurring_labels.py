"""Lines that begin with a speaker's label in whatever form, found by names that recur in that form.

For files whose lines are broken for the page or the screen: a line with a label is not joined to the one
before, and nothing is joined to a name alone on its line. Which labels are speakers is decided later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qualcode.text.labels import speaker_labels as patterns
from qualcode.text.labels.line_openings import line_opening
from qualcode.text.labels.speaker_labels import SPEAKER_FIELDS, UNMARKED_CHARACTER, match_colon
from qualcode.text.labels.time_marks import name_and_time, time_line
from qualcode.text.lazy_pattern import LazyPattern

_NAME_ALONE = LazyPattern(rf"[^\W\d_]{UNMARKED_CHARACTER}{{0,39}}")
_STOP = LazyPattern(r"([^\W\d_a-z][^:\t,.;?!]{0,40}(?:\. [^\W\d_a-z][^:\t,.;?!]{0,30})?)\. (?=[^\Wa-z_])")
_OPENERS = frozenset("0123456789[(<{#|")
_MARKS = frozenset('[{(<*_\u00ab"\u201c')
_SEPARATORS = (";", "|", ">", "=", "/", "~", ":", "--", "->", "\u2192", " - ", "\u2013", "\u2014", "\t", "  ")
_MAX_LABEL_LENGTH = 70
_ALONE = "alone"
_MAX_FIELD_WORDS = 6
_MIN_COUNT = 2
_MIN_NAMES = 2
_LINE_SHARE = 0.04
"""Of the lines: so many begin with a name in a form, at least; long turns have many lines without."""
_LOOSE = ("comma", "stop")
_LOOSE_SHARE = 0.2
"""The same for forms that have other meanings."""


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
            if names[opening.form] >= _MIN_NAMES
            and totals[opening.form]
            >= (_LOOSE_SHARE if opening.form in _LOOSE else _LINE_SHARE) * len(openings)
        }

        self._forms_by_line: dict[str, frozenset[str]] = {}

    def begin(self, line: str) -> bool:
        """Whether the line begins with one of the labels."""
        return bool(self._forms(line))

    def are_all_of(self, line: str) -> bool:
        """Whether the line is one of the labels and nothing else."""
        return _ALONE in self._forms(line)

    def _forms(self, line: str) -> frozenset[str]:
        """Return the forms of labels that the line begins with."""
        forms = self._forms_by_line.get(line)
        if forms is None:
            accepted = {opening.form for opening in _openings(line) if opening in self._accepted}
            forms = frozenset(accepted | ({_ALONE} if is_field_or_spelt_time(line) else set()))
            self._forms_by_line[line] = forms
        return forms


def is_field_or_spelt_time(line: str) -> bool:
    """Whether a line is `Speaker: Nia` or `Nia  2 minutes 5 seconds`."""
    if name_and_time(line):
        return True
    colon = match_colon(line) if ":" in line else None
    return (
        colon is not None
        and colon["name"].casefold() in SPEAKER_FIELDS
        and 0 < len(line[colon.end() :].split()) <= _MAX_FIELD_WORDS
        and not line.rstrip().endswith((".", "?", "!"))
    )


def _openings(line: str) -> Iterator[_Opening]:
    """Yield the forms of labels that a line may begin with."""
    line = line.strip()
    head = line[:_MAX_LABEL_LENGTH]
    if not head:
        return
    opening = line_opening(line) if head[0] in _OPENERS and not time_line(line) else None
    words = line[opening.length :] if opening else line
    if not words:
        return
    if words[0].islower():
        colon = match_colon(line)
        yield from [_Opening("colon", colon["name"].strip().casefold())] if colon else ()
        return
    if _NAME_ALONE.fullmatch(words) and not any(word[0].islower() for word in words.split()):
        yield _Opening(_ALONE, words.casefold())
    if words[0] in _MARKS or any(separator in head for separator in _SEPARATORS):
        for form, match in _matches(words):
            name = match["name"].strip(" ,:") if match else ""
            if name and not name[0].islower():
                yield _Opening(form, name.casefold())
                return
    yield from _loose(words, after_time=opening is not None)


def _loose(words: str, *, after_time: bool) -> Iterator[_Opening]:
    if comma := patterns.match_comma(words):
        yield _Opening("comma after time" if after_time else "comma", comma["name"].strip().casefold())
    elif stop := _STOP.match(words):
        yield _Opening("stop", stop[1].casefold())


def _matches(line: str) -> Iterator[tuple[str, patterns.Match | None]]:
    yield "colon", patterns.match_colon(line)
    yield "time", patterns.match_name_time(line) or patterns.match_time_name(line)
    yield "mark", patterns.match_name_mark(line)
    yield "brackets", patterns.match_brackets(line) or patterns.match_starred(line)
    yield "tab", patterns.match_tab(line) if "\t" in line else None
    yield "dash", patterns.match_dash(line)
    yield "separated", patterns.match_separated(line)
    yield "glued", patterns.match_glued_colon(line)
