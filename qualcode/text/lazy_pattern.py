"""Regular expressions that are compiled when they are first used: most files need few of them."""

import re
import sys
from functools import cached_property


class LazyPattern:
    """A regular expression with the methods of `re.Pattern` that are needed here."""

    def __init__(self, source: str, flags: re.RegexFlag | int = 0) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._source, self._flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at an offset."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the whole text."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match between two offsets."""
        return self.compiled.search(text, start, end)

    def findall(self, text: str) -> list[str]:
        """Return all matches of an expression without groups, or of its only group."""
        return self.compiled.findall(text)

    def split(self, text: str) -> list[str]:
        """Return the text between the matches."""
        return self.compiled.split(text)

    def sub(self, replacement: str, text: str) -> str:
        """Return the text with each match replaced."""
        return self.compiled.sub(replacement, text)
