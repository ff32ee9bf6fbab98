"""Runs the program in a copy of this process in which one call fails or is the last, without strace.

Calls are counted that change files or the database: those of `os`, and statements of SQLite.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Never
from unittest.mock import patch

from tests.support.programs.system_calls import run_main

_OS_CALLS = ("open", "mkdir", "rename", "replace", "link", "unlink", "rmdir", "chmod", "fsync", "ftruncate")
_STATEMENTS = ("BEGIN", "COMMIT", "VACUUM", "PRAGMA wal_checkpoint", "INSERT", "UPDATE", "DELETE")


class Fault(StrEnum):
    """What happens at a call."""

    ERROR = "error"
    KILL_BEFORE = "kill before"
    KILL_AFTER = "kill after"


@dataclass
class FaultyCalls:
    """Counts calls; at one of them (from 1; 0 for none) the fault happens."""

    position: int
    fault: Fault
    calls: list[str] = field(default_factory=list)

    def call(self, name: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """Call the function, unless its turn to fail has come."""
        self.calls.append(name)
        is_faulty = len(self.calls) == self.position
        if is_faulty and self.fault is Fault.ERROR:
            if name in _OS_CALLS:
                raise OSError(28, "No space left on device")
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
            raise error
        if is_faulty and self.fault is Fault.KILL_BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **options)
        if is_faulty:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def run_with_fault(
    arguments: Sequence[object], position: int, fault: Fault, *, folder: Path
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run the program with a fault at a position; return how it ended, and its number of calls."""
    reading, writing = os.pipe()
    with TemporaryFile("w+", encoding="utf-8") as errors:
        process = os.fork()
        if process == 0:
            _run_faulty(arguments, FaultyCalls(position, fault), folder, (errors.fileno(), writing))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            count = pipe.read()
        _, status = os.waitpid(process, 0)
        errors.seek(0)
        code = os.waitstatus_to_exitcode(status)
        result = subprocess.CompletedProcess(list(map(str, arguments)), code, "", errors.read())
    return result, int(count or 0)


def _run_faulty(
    arguments: Sequence[object], faulty: FaultyCalls, folder: Path, files: tuple[int, int]
) -> Never:
    errors, writing = files

    class FaultyConnection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            return self._count(sql, super().execute, sql, *values)

        def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            return self._count(sql, super().executemany, sql, *values)

        def _count(self, sql: str, function: Callable[..., Any], *values: Any) -> sqlite3.Cursor:  # noqa: ANN401
            is_change = sql.lstrip().startswith(_STATEMENTS)
            cursor: sqlite3.Cursor = faulty.call(sql, function, *values) if is_change else function(*values)
            return cursor

    connect = sqlite3.connect
    patches = [
        patch(
            "sqlite3.connect", lambda *names, **options: connect(*names, factory=FaultyConnection, **options)
        )
    ]
    for name in _OS_CALLS:
        function = getattr(os, name)
        patches.append(patch.object(os, name, _counted(faulty, name, function)))

    def begin() -> None:
        for each in patches:
            each.start()

    def end() -> None:
        with suppress(OSError):
            os.write(writing, str(len(faulty.calls)).encode())

    sys.stdout.flush()
    run_main(arguments, folder, errors, begin, end)


def _counted(faulty: FaultyCalls, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        if name == "open" and not (int(arguments[1]) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            return function(*arguments, **options)
        return faulty.call(name, function, *arguments, **options)

    return counted
