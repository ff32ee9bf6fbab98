"""Read a project of another program, whatever it is: the kind is found by its contents."""

from pathlib import Path

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.study_contents import StudyContents

_LIMIT = 400 * untrusted.MEGABYTE
SUFFIXES = (".qdpx",)
"""Endings of files that are projects of other programs."""


def read_foreign_project(path: Path, offsets: str = "") -> StudyContents:
    """Return the contents of a project file or folder; UnreadableSourceError if it is of no known kind."""
    from qualcode.exchange.refi.read_project import read_project

    with untrusted.naming_file(path):
        data = untrusted.read_bytes(path, _LIMIT)
        if data.startswith(untrusted.ZIP):
            return read_project(data, offsets)
        raise UnreadableSourceError(
            "This is no project that qualcode knows.",
            "It reads REFI-QDA projects (.qdpx) of all programs. Export one, or a table of codings with the "
            "columns source, code, start, end and quote: qualcode codings import TABLE",
        )
