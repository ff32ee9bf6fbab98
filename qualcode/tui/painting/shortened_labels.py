"""Names that are shortened and stay different: speakers in the gutter, codes and sources in lists."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from rich.cells import cell_len, set_cell_size

from qualcode.model import Turn
from qualcode.text.visible import visible
from qualcode.tui.painting.terminal_cells import shortened

Name = TypeVar("Name", bound=str)
_MIN_ALIKE = 2
_LEAST_CELLS = 4
"""Cells from which a name can be parted: a character, an ellipsis, and two characters."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SpeakerLabels:
    """What the gutter shows of each speaker, by the name in the source."""

    labels: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number of each speaker who is no interviewer, from 0: it decides colour and mark."""

    @property
    def longest(self) -> int:
        """The number of cells of the longest label; 0 without speakers."""
        return max(map(cell_len, self.labels.values()), default=0)


def speaker_labels(turns: Sequence[Turn], numbers: Mapping[str, int], limit: int) -> SpeakerLabels:
    """Return labels of at most `limit` cells for the speakers, and their `numbers`."""
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    return SpeakerLabels(short_labels(names, limit), numbers)


def cells_needed(turns: Iterable[Turn]) -> int:
    """Return the number of cells that the longest label of a gutter needs: a name or a page."""
    labels = {turn.speaker or (f"p. {turn.page}" if turn.page else "") for turn in turns}
    return max((cell_len(visible(label)) for label in labels), default=0)


def short_labels(names: Iterable[str], limit: int) -> dict[str, str]:
    """Return a label of at most `limit` cells (three or more) for each name, all different.

    A name that fits is its own label. Others become initials with their number (`Participant 12` is P12), a
    first word, a beginning, or a beginning with a number.
    """
    shown = {name: visible(name) for name in names}
    labels = {name: text for name, text in shown.items() if cell_len(text) <= limit}
    taken = {label.casefold() for label in labels.values()}
    for name, text in shown.items():
        if name not in labels:
            label = next(each for each in _short_forms(text, limit) if each.casefold() not in taken)
            labels[name] = label
            taken.add(label.casefold())
    return labels


def _short_forms(name: str, limit: int) -> Iterator[str]:
    """Yield shorter forms of a name, the best first, without end."""
    words = _WORDS.findall(name)
    initials = "".join(word if word.isdecimal() else word[0] for word in words)
    forms = [words[0], shortened(name, limit), initials] if words else [shortened(name, limit)]
    number = next((word for word in words[1:] if word.isdecimal() or len(word) == 1), "")
    if number:
        forms = [words[0][0] + number, f"{words[0][: limit - len(number)]}{number}", initials, *forms]
    yield from (form for form in forms if 0 < cell_len(form) <= limit)
    for count in itertools.count(2):
        yield f"{set_cell_size(name, max(limit - len(str(count)), 0)).strip()}{count}"


@lru_cache(maxsize=128)
def distinct_beginnings(names: tuple[Name, ...]) -> Mapping[Name, str]:
    """Return the fewest first letters of each name with which no other begins, case set aside.

    A name with which another begins is returned whole.
    """
    beginnings: dict[Name, str] = {}
    for name in names:
        shown = visible(name)
        others = [visible(other).casefold() for other in names if other != name]
        forms = (shown[:count] for count in range(1, len(shown)))
        distinct = (form for form in forms if not any(other.startswith(form.casefold()) for other in others))
        beginnings[name] = next(distinct, shown)
    return beginnings


@lru_cache(maxsize=128)
def distinct_names(names: tuple[str, ...], limit: int) -> Mapping[str, str]:
    """Return each name in at most `limit` cells: cut at its end, or in its middle where that is not distinct.

    Names that do not differ in their first and last characters get what is around their first difference.
    Where no form makes all of them distinct, they get the one that makes the most so.
    """
    labels = {name: shortened(name, limit) for name in names}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name, label in labels.items():
        alike[label].append(name)
    for label, group in alike.items():
        if len(group) < _MIN_ALIKE or limit < _LEAST_CELLS:
            continue
        others = alike.keys() - {label}
        most = 1
        for forms in _distinct_forms([visible(name) for name in group], limit):
            distinct = len(set(forms) - others)
            if distinct > most:
                most = distinct
                labels.update(zip(group, forms, strict=True))
            if most == len(group):
                break
    return labels


def _distinct_forms(names: Sequence[str], limit: int) -> Iterator[list[str]]:
    """Yield forms of names that begin alike: parted in the middle, or what is around a difference."""
    for head in range(limit // 2, 0, -1):
        yield [f"{set_cell_size(name, head).rstrip()}…{_end(name, limit - head - 1)}" for name in names]
    columns = enumerate(zip(*names, strict=False))
    common = next((number for number, column in columns if len(set(column)) > 1), min(map(len, names)))
    for before in range(limit // 2, -1, -1):
        first = max(common - before, 1)
        yield [f"…{shortened(name[first:], limit - 1)}" for name in names]


def _end(name: str, cells: int) -> str:
    """Return as much of the end of a name as fits."""
    first = len(name)
    while first and cell_len(name[first - 1 :]) <= cells:
        first -= 1
    return name[first:].lstrip()
