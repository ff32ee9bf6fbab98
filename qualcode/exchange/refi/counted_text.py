"""How programs count positions in a text: units, line ends, and the way to and from code points.

The standard says code points and nothing about line ends. NVivo counts UTF-16 code units, and CRLF as two;
ATLAS.ti writes CRLF and counts it as one.
"""

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from qualcode.errors import UsageError
from qualcode.model import Span


class Unit(StrEnum):
    """What one step of a position is."""

    CODE_POINTS = "code-points"
    UTF_16 = "utf-16"
    UTF_8 = "utf-8"


class LineEnd(StrEnum):
    """How many steps the end of a line is."""

    ONE = "one"
    AS_WRITTEN = "written"
    """The number of its characters in the file: CRLF is two."""
    TWO = "two"
    """Two even where the file has one, as it had two when positions were counted."""


class Convention(NamedTuple):
    """A way to count positions; a tuple, since its hash is taken for every position."""

    unit: Unit = Unit.CODE_POINTS
    line_end: LineEnd = LineEnd.ONE
    counts_mark: bool = False
    """Whether the byte order mark at the beginning of a file is a step."""

    @property
    def name(self) -> str:
        """Its name for `--offsets`: `utf-16+written`."""
        return f"{self.unit}+{self.line_end}" + ("+mark" if self.counts_mark else "")

    @property
    def in_words(self) -> str:
        """The convention in words."""
        lines = {
            LineEnd.ONE: "a line end counts 1",
            LineEnd.AS_WRITTEN: "CRLF counts 2",
            LineEnd.TWO: "every line end counts 2",
        }
        unit = {
            Unit.CODE_POINTS: "code points",
            Unit.UTF_16: "UTF-16 units",
            Unit.UTF_8: "UTF-8 bytes",
        }
        mark = ", the byte order mark counts" if self.counts_mark else ""
        return f"{unit[self.unit]}, {lines[self.line_end]}{mark}"

    @property
    def is_usual(self) -> bool:
        """Whether a program is known that counts like this."""
        return self.unit is not Unit.UTF_8 and self.line_end is not LineEnd.TWO and not self.counts_mark


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile("[^\0-\x7f]")
_LINE_FEED = re.compile("\n")

CONVENTIONS = tuple(
    Convention(unit, line_end, counts_mark)
    for counts_mark in (False, True)
    for unit in Unit
    for line_end in LineEnd
)


def convention_named(name: str) -> Convention:
    """Return the convention of this name; UsageError lists them all."""
    for convention in CONVENTIONS:
        if name in (convention.name, convention.name.removesuffix("+one")):
            return convention
    names = ", ".join(each.name for each in CONVENTIONS if not each.counts_mark)
    raise UsageError(f"There is no way to count positions called {name!r}.", f"Use one of {names}.")


class CountedText:
    """A text as a program wrote it, and the text with line feeds that qualcode stores."""

    def __init__(self, written: str) -> None:
        self.has_mark = written.startswith("\ufeff")
        self._written = written.removeprefix("\ufeff")
        self._line_ends = _line_ends(self._written) if "\r" in self._written else {}
        self.text = _with_line_feeds(self._written) if self._line_ends else self._written
        self._breaks: dict[Convention, tuple[list[int], list[int], list[int]]] = {}

    def position(self, counted: int, convention: Convention) -> int | None:
        """Return the code point in the stored text at a counted position; None if there is none.

        There is none outside the text and within a character.
        """
        if (
            self.has_mark and convention.counts_mark and counted > 0
        ):  # before the mark is where the text begins
            counted -= 1
        at, begins, extra = self._broken(convention)
        index = bisect_right(begins, counted - 1)
        offset = counted - (extra[index - 1] if index else 0)
        if index and offset <= at[index - 1]:  # within the character before
            if self.text[at[index - 1]] != "\n":
                return None
            offset = at[index - 1]
        return offset if 0 <= offset <= len(self.text) else None

    def span(self, start: int, end: int, convention: Convention) -> Span | None:
        """Return the span between two counted positions; None if it is none."""
        first, last = self.position(start, convention), self.position(end, convention)
        return Span(first, last) if first is not None and last is not None and first < last else None

    def counted(self, offset: int, convention: Convention) -> int:
        """Return the counted position of a code point of the stored text."""
        at, _, extra = self._broken(convention)
        index = bisect_right(at, offset - 1)
        return offset + (extra[index - 1] if index else 0) + (self.has_mark and convention.counts_mark)

    def _broken(self, convention: Convention) -> tuple[list[int], list[int], list[int]]:
        """Return the characters that count more than one.

        Their offsets, their counted positions, and how many steps more than characters come up to each.
        """
        if convention not in self._breaks:
            widths = self._widths(convention)
            at = [offset for offset, _ in widths]
            extra = list(accumulate(width - 1 for _, width in widths))
            begins = [offset + before for offset, before in zip(at, [0, *extra], strict=False)]
            self._breaks[convention] = at, begins, extra
        return self._breaks[convention]

    def _widths(self, convention: Convention) -> list[tuple[int, int]]:
        """Return (offset, number of steps) of each character that counts more than one step."""
        widths: dict[int, int] = {}
        if convention.unit is Unit.UTF_16:
            widths.update(dict.fromkeys(self._astral, 2))
        elif convention.unit is Unit.UTF_8:
            widths.update({offset: len(self.text[offset].encode()) for offset in self._not_ascii})
        if convention.line_end is LineEnd.ONE:  # of two carriage returns one is the text's own
            widths.update({offset: returns for offset, returns in self._line_ends.items() if returns > 1})
        elif convention.line_end is LineEnd.AS_WRITTEN:
            widths.update({offset: returns + 1 for offset, returns in self._line_ends.items()})
        else:
            widths.update({offset: self._line_ends.get(offset, 1) + 1 for offset in self._line_feeds})
        return sorted(widths.items())

    @cached_property
    def without_space(self) -> str:
        """The text without white space, to search for the words of names."""
        return without_space(self.text)

    @cached_property
    def _astral(self) -> list[int]:
        return [match.start() for match in _ASTRAL.finditer(self.text)]

    @cached_property
    def _not_ascii(self) -> list[int]:
        return [match.start() for match in _NOT_ASCII.finditer(self.text)]

    @cached_property
    def _line_feeds(self) -> list[int]:
        return [match.start() for match in _LINE_FEED.finditer(self.text)]


def _with_line_feeds(written: str) -> str:
    while "\r\r\n" in written:
        written = written.replace("\r\r\n", "\r\n")
    return written.replace("\r\n", "\n").replace("\r", "\n")


def _line_ends(written: str) -> dict[int, int]:
    """Return the offset in the stored text of each line end with carriage returns, and their number."""
    line_ends: dict[int, int] = {}
    removed = 0
    returns = 0
    for offset, character in enumerate(written):
        if character == "\n" and returns:
            line_ends[offset - removed - returns] = returns
            removed += returns
        returns = returns + 1 if character == "\r" else 0
    return line_ends


def without_space(text: str) -> str:
    """Return a text without white space, to compare words."""
    return "".join(text.split())
