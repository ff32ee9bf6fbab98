"""Regular expressions of users, with a limit on the time that they take.

The `regex` library has a timeout, which `re` lacks: a pattern with exponential backtracking, such as
`(a+)+b`, is then an error and does not block the program.
"""

from collections.abc import Iterator

import regex

from qualcode.errors import UsageError

TIMEOUT = 5.0
"""Seconds for one text; a usual expression needs milliseconds."""


class LimitedExpression:
    """A compiled expression; ValueError if it is not one."""

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        try:
            self._compiled = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
        except regex.error as error:
            raise ValueError(str(error)) from error

    def search(self, text: str) -> bool:
        """Whether the expression matches anywhere in the text; UsageError if that takes too long."""
        try:
            return self._compiled.search(text, timeout=TIMEOUT) is not None
        except TimeoutError as error:
            raise self._too_slow() from error

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each match that is not empty; UsageError if that takes too long."""
        try:
            for match in self._compiled.finditer(text, timeout=TIMEOUT):
                if match.end() > match.start():
                    yield match.span()
        except TimeoutError as error:
            raise self._too_slow() from error

    def _too_slow(self) -> UsageError:
        return UsageError(
            f"This regular expression takes longer than {TIMEOUT:g} seconds: {self._compiled.pattern}",
            "Change it in the codebook: avoid a repetition inside a repetition, as in (a+)+.",
        )
