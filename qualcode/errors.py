"""Errors that a user can correct, as one tree of exceptions.

    QualcodeError(message, hint)
    ├── NotFoundError            no such source, code, coder, coding … (hint: the nearest name)
    ├── ConflictError            it exists already, or something else prevents the change
    │   ├── CodebookConflictError two copies of a study changed the same codes
    │   ├── CodebookChangedError somebody changed the codebook while a command ran; it can be run again
    │   └── VanishedCodesError   the codebook was edited by hand, and codes in use are missing from it
    ├── UsageError               the request contradicts itself
    ├── InvalidFileError         a file has invalid content (path, line, column)
    │   ├── CodebookError        … the codebook
    │   └── UnreadableSourceError … an interview file
    ├── QueryError               a query cannot be parsed (position)
    ├── StorageError             the disk or the database cannot be read or written
    │   └── ProjectVersionError  the database was made by a newer qualcode
    ├── OutputError              stdout cannot be written: the disk is full
    │   └── ClosedPipeError      the program that reads stdout, such as `head`, needs no more
    └── MissingExtraError        an optional part is not installed

Raised early, with a message on what is wrong and a hint on what to do, and caught once in each interface.
Any other exception is a bug.
"""

from collections.abc import Iterable
from pathlib import Path

_MOST_NAMED = 5
"""Maximum number of names that a hint lists."""


class QualcodeError(Exception):
    """An error with a message (what is wrong, and where) and a hint (what to do)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class NotFoundError(QualcodeError):
    """Something was named that does not exist."""

    @classmethod
    def among(cls, kind: str, name: str, existing_names: Iterable[str], remedy: str = "") -> "NotFoundError":
        """Return the error for a missing name, with the nearest existing name as the hint, else `remedy`.

        The nearest is the only one that begins so, or else the most similar one; several that begin so are
        all named, up to five.
        """
        existing_names = list(existing_names)
        beginning = name.casefold()
        longer = [each for each in existing_names if beginning and each.casefold().startswith(beginning)]
        if 1 < len(longer) <= _MOST_NAMED and nearest_name(name, existing_names) is None:
            return cls(f"There is no {kind} {name!r}.", f"Did you mean one of {', '.join(longer)}?")
        nearest = longer[0] if len(longer) == 1 else nearest_name(name, existing_names)
        hint = f"Did you mean {nearest!r}?" if nearest else remedy
        return cls(f"There is no {kind} {name!r}.", hint)


class ConflictError(QualcodeError):
    """It exists already, or something else prevents the change."""


class CodebookConflictError(ConflictError):
    """Two copies of a study changed the same codes in different ways; nothing was merged.

    `draft` is a codebook to edit, with comments on these codes; `path` is the other copy.
    """

    def __init__(self, message: str, hint: str = "", *, draft: str = "", path: Path | None = None) -> None:
        super().__init__(message, hint)
        self.draft = draft
        self.path = path


class CodebookChangedError(ConflictError):
    """Somebody changed the codebook between its reading and the transaction; nothing was written."""


class VanishedCodesError(ConflictError):
    """The codebook was edited by hand, and it is not known what became of codes in use.

    `coder` and the project's `folder` are set if a coder's command can go on once this has been answered.
    """

    def __init__(self, message: str, hint: str = "", *, folder: Path | None = None, coder: str = "") -> None:
        super().__init__(message, hint)
        self.folder = folder
        self.coder = coder


class UsageError(QualcodeError):
    """The command's arguments contradict each other or are incomplete."""


class InvalidFileError(QualcodeError):
    """A file cannot be used as it is; `line` and `column` count from 1.

    `excerpt` is the line itself with a caret under the column; it is printed below the message.
    """

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
        self.excerpt = ""

    def __str__(self) -> str:
        location = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = "\n".join(part for part in (self.message, self.excerpt, self.hint) if part)
        return f"{location}: {text}" if location else text


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
    """The disk or the database cannot be read or written; nothing was changed."""


class ProjectVersionError(StorageError):
    """The database was made by a newer qualcode than this one."""


class OutputError(QualcodeError):
    """The results cannot be written to stdout; what the command did before stays done."""

    @classmethod
    def of(cls, error: OSError) -> "OutputError":
        """Return the error for a failed write."""
        if isinstance(error, BrokenPipeError):
            return ClosedPipeError("The program that reads the output has ended.")
        return cls(f"The output could not be written: {error.strerror or error}.")


class ClosedPipeError(OutputError):
    """The program that reads stdout has ended, as `head` does once it has its lines."""


class MissingExtraError(QualcodeError):
    """An optional part of qualcode is not installed."""

    @classmethod
    def named(cls, extra: str, purpose: str) -> "MissingExtraError":
        """Return the error for a missing extra: what needs it and how to install it."""
        return cls(
            f"{purpose} needs an optional part of qualcode.", f"Install it: pip install 'qualcode[{extra}]'"
        )


def nearest_name(name: str, existing_names: Iterable[str]) -> str | None:
    """Return the existing name most similar to `name`, ignoring case; None if none is similar."""
    from difflib import get_close_matches  # imported here since most commands never need it

    by_lower = {candidate.casefold(): candidate for candidate in existing_names}
    close = get_close_matches(name.casefold(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None
