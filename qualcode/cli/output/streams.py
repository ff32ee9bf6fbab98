"""The standard streams of the process: open whatever the caller closed, and errors that can be told apart.

A stream that the caller closed is a gap in the numbers of files: the next file that is opened, perhaps the
database, would get it. So gaps are filled first.
"""

import io
import os
import sys
from typing import TextIO

from qualcode.errors import OutputError

_STDIN, _STDOUT, _STDERR = 0, 1, 2


class _CheckedFile(io.FileIO):
    """A file whose failed writes are an OutputError."""

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError.of(error) from error


class _MessageFile(io.FileIO):
    """A file that drops what it cannot write: a command goes on if nobody can read its messages."""

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def open_streams() -> None:
    """Fill closed streams, and let failures to write results be reported as such."""
    for number, mode in ((_STDIN, os.O_RDONLY), (_STDOUT, os.O_RDONLY), (_STDERR, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            _fill(number, mode)  # results cannot be written to a stream for reading: that is then said
    if sys.stdin is None:
        sys.stdin = open(_STDIN, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the whole run
    sys.stdout = _stream(_CheckedFile(_STDOUT, "wb", closefd=False), sys.stdout)
    sys.stderr = _stream(_MessageFile(_STDERR, "wb", closefd=False), sys.stderr)


def at_terminal() -> bool:
    """Return whether stdin and stderr are a terminal, so that questions can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _fill(number: int, mode: int) -> None:
    descriptor = os.open(os.devnull, mode)
    if descriptor != number:
        os.dup2(descriptor, number)
        os.close(descriptor)


def _stream(raw: io.FileIO, before: TextIO | None) -> TextIO:
    """Return a text stream that shows characters which its encoding lacks by their numbers."""
    encoding = before.encoding if before is not None else "utf-8"
    errors = "strict" if encoding.lower().replace("-", "") == "utf8" else "backslashreplace"
    if raw.fileno() == _STDERR:
        errors = "backslashreplace"
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors=errors, line_buffering=raw.isatty()
    )
