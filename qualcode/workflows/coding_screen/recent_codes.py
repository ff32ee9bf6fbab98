"""The codes that a coder applied last, and the digits that apply them again."""

from collections.abc import Iterable

from qualcode.model import Codebook, CodeKey

MAX_DIGITS = 9
NO_CODE = CodeKey("")
"""At a digit whose code has been retired or removed."""


class RecentCodes:
    """Recent codes by time and by digit; a code keeps its digit while it is among the nine used last."""

    def __init__(self, last_used: Iterable[CodeKey], codebook: Codebook) -> None:
        self._last_used = list(last_used)
        """The code used last first."""
        self.by_digit = list(self._last_used)
        self.drop_unusable(codebook)
        self.by_digit = [key for key in self.by_digit if key != NO_CODE]

    @property
    def last(self) -> list[CodeKey]:
        """The code used last, or nothing."""
        return self._last_used[:1]

    def add(self, key: CodeKey) -> None:
        """Give a code a digit: a free one, or that of the code unused for longest."""
        if key in self._last_used:
            self._last_used.remove(key)
        self._last_used.insert(0, key)
        if key in self.by_digit:
            return
        if NO_CODE in self.by_digit:
            self.by_digit[self.by_digit.index(NO_CODE)] = key
        elif len(self.by_digit) < MAX_DIGITS:
            self.by_digit.append(key)
        else:
            oldest = max(self.by_digit, key=self._last_used.index)
            self.by_digit[self.by_digit.index(oldest)] = key

    def drop_unusable(self, codebook: Codebook) -> None:
        """Leave out codes that are retired or no longer there; the digits of the others stay."""
        usable = {code.key for code, _ in codebook.walk() if not code.retired}
        self._last_used = [key for key in self._last_used if key in usable]
        self.by_digit[:] = [key if key in usable else NO_CODE for key in self.by_digit]
