"""Every mistake a user can put right, as one tree.

    QualcodeError(message, hint)
    ├── NotFoundError            no such source, code, coder, coding … (hint: the nearest name)
    ├── ConflictError            it is there already, or something else stands in the way
    │   └── VanishedCodesError   the codebook was edited by hand, and codes in use are gone from it
    ├── UsageError               the request contradicts itself
    ├── InvalidFileError         a file says something it may not (path, line, column)
    │   ├── CodebookError        … the codebook
    │   └── UnreadableSourceError … an interview file
    ├── QueryError               a query cannot be parsed (position)
    ├── StorageError             the disk or the database refused
    │   └── ProjectVersionError  the database was made by a newer qualcode
    └── MissingExtraError        an optional part is not installed

Raised early, with what is wrong and what to do; caught once in each face. A bug is any other exception.
"""

from collections.abc import Iterable
from pathlib import Path


class QualcodeError(Exception):
    """What is wrong, in one sentence, and what to do about it, in another."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class NotFoundError(QualcodeError):
    """Something was named that is not there."""

    @classmethod
    def among(cls, what: str, name: str, known: Iterable[str], remedy: str = "") -> "NotFoundError":
        """Name what is missing, with the nearest of the `known` names as the hint."""
        nearest = nearest_name(name, known)
        hint = f"Did you mean {nearest!r}?" if nearest else remedy
        return cls(f"There is no {what} {name!r}.", hint)


class ConflictError(QualcodeError):
    """It is there already, or something else stands in the way."""


class VanishedCodesError(ConflictError):
    """The codebook was edited by hand, and it is not known what became of codes in use.

    Where a coder's work waits for the answer, it says whose (`coder`) and in which project's `folder`.
    """

    def __init__(self, message: str, hint: str = "", *, folder: Path | None = None, coder: str = "") -> None:
        super().__init__(message, hint)
        self.folder = folder
        self.coder = coder


class UsageError(QualcodeError):
    """The request contradicts itself or leaves something open."""


class InvalidFileError(QualcodeError):
    """A file cannot be used as it is; `line` and `column` count from 1."""

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        path: Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = super().__str__()
        return f"{place}: {text}" if place else text


class CodebookError(InvalidFileError):
    """The codebook file cannot be used as it is."""


class UnreadableSourceError(InvalidFileError):
    """An interview file cannot be read as a transcript."""


class QueryError(QualcodeError):
    """A query cannot be parsed; `position` is the offset of the first character that does not fit."""

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class StorageError(QualcodeError):
    """The disk or the database refused; nothing was changed."""


class ProjectVersionError(StorageError):
    """The database was made by a newer qualcode than this one."""


class MissingExtraError(QualcodeError):
    """An optional part of qualcode is not installed."""

    @classmethod
    def named(cls, extra: str, purpose: str) -> "MissingExtraError":
        """Say what the extra is for and how to get it."""
        return cls(
            f"{purpose} needs an optional part of qualcode.", f"Install it: pip install 'qualcode[{extra}]'"
        )


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant by `name`, without regard to case."""
    from difflib import get_close_matches  # here alone: most programs never need it

    by_lower = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(name.casefold(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None
