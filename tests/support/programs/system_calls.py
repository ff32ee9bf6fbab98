"""Runs the program under strace: which files it writes, and with a system call that fails or kills it.

Positions are counted for each system call: `Position("fsync", 3)` is the third fsync of the run.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Never

import pytest

from qualcode.cli import main

WRITING = (
    "openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink", "unlinkat",
    "mkdir", "rmdir", "chmod", "fchmod",
)  # fmt: skip
"""System calls that change files, or open them."""
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)$")
_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Position:
    """The n-th call of a system call in a run."""

    call: str
    number: int


@cache
def strace() -> str:
    """Return the path of strace; the test is skipped where it is missing or may not trace."""
    program = shutil.which("strace")
    if program is None:
        pytest.skip("strace is not installed")
    if subprocess.run([program, "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace processes here")
    return program


def run_traced(arguments: Sequence[object], *options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program with these arguments under strace, in a folder and with an own TMPDIR and HOME."""
    command = [strace(), "-f", *options, sys.executable, "-m", "qualcode", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "QUALCODE_CODER": "ann",
        },
    )


def run_forked(arguments: Sequence[object], *options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a copy of this process under strace, which saves the time of its start.

    Positions are counted from the beginning of `main`.
    """
    command = [strace(), "-f", *options]
    with TemporaryFile("w+", encoding="utf-8") as errors:
        process = os.fork()
        if process == 0:
            run_main(arguments, folder, errors.fileno(), _wait_for_strace)
        os.waitpid(process, os.WUNTRACED)
        with subprocess.Popen([*command, "-p", str(process)], stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr is not None
            line = tracer.stderr.readline()
            os.kill(process, signal.SIGCONT if "attached" in line else signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            assert "attached" in line, line
            tracer.stderr.read()
        errors.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return subprocess.CompletedProcess(list(map(str, arguments)), code, stdout="", stderr=errors.read())


def run_main(
    arguments: Sequence[object],
    folder: Path,
    errors: int,
    begin: Callable[[], None],
    end: Callable[[], None] = lambda: None,
) -> Never:
    """Run the program in this process, which ends with it, with its messages in the file `errors`.

    `begin` is called before it, `end` after it.
    """
    code: int | str | None = 70
    try:
        os.chdir(folder)
        os.environ["QUALCODE_CODER"] = "ann"
        with Path(os.devnull).open("w") as null:
            os.dup2(null.fileno(), 1)
        os.dup2(errors, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        sys.argv = ["qualcode", *map(str, arguments)]
        begin()
        main()
        code = 0
    except SystemExit as exit_:
        code = exit_.code
    except BaseException:  # noqa: BLE001 - as the interpreter does at its end
        traceback.print_exc()
    finally:
        end()
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1 if code else 0)


def _wait_for_strace() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def written_paths(log: str) -> set[str]:
    """Return the paths that a trace opened for writing, created, or renamed to."""
    paths: set[str] = set()
    for line in log.splitlines():
        match = _CALL.match(line)
        if match is None or re.search(r"= -1 E", line):
            continue
        names = _QUOTED.findall(match[2])
        opened = match[1] == "openat" and _FOR_WRITING.search(match[2])
        if names and (opened or match[1] in ("mkdir", "rename", "link", "symlink", "creat")):
            paths.add(names[-1])
    return paths


def positions(log: str, within: Path) -> Iterator[Position]:
    """Yield the positions of the writing calls on files within a folder (a trace with `-y`)."""
    counts: Counter[str] = Counter()
    for line in log.splitlines():
        match = _CALL.match(line)
        if match is None or match[1] not in WRITING or line.lstrip("0123456789 ").startswith("<..."):
            continue
        counts[match[1]] += 1
        touches = str(within) in match[2] and (match[1] != "openat" or _FOR_WRITING.search(match[2]))
        if touches:
            yield Position(match[1], counts[match[1]])
