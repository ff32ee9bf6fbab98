"""Starts real processes on a database: writers to kill, and readers without write permission."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(__file__).parent
_CAPABILITIES = "-dac_override,-dac_read_search"


def start(program: str, *arguments: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start one of the programs in this folder; -S, since only the standard library is needed."""
    return subprocess.Popen(
        [*before, sys.executable, "-S", str(PROGRAMS / program), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # With cached bytecode a start is several times faster, which matters for 200 starts.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
    )


def json_output(program: str, *arguments: object, before: tuple[str, ...] = ()) -> dict[str, object]:
    """Run a program to its end and return the JSON object on the last line of its output."""
    with start(program, *arguments, before=before) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    result: dict[str, object] = json.loads(out.splitlines()[-1])
    return result


def as_anybody() -> tuple[str, ...]:
    """Return a command prefix that makes file permissions apply even to root."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may write to every file, and there is no setpriv to take that right away")
    prefix = (setpriv, f"--bounding-set={_CAPABILITIES}", f"--inh-caps={_CAPABILITIES}")
    if subprocess.run([*prefix, sys.executable, "-S", "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("root may write to every file, and setpriv may not take that right away here")
    return prefix


def on_small_disk(folder: Path, size: str) -> tuple[str, ...]:
    """Return a command prefix that mounts a disk of this size at `folder`, for the command alone."""
    unshare, shell = shutil.which("unshare"), shutil.which("sh")
    if unshare is None or shell is None:
        pytest.skip("a small disk needs unshare, which is not installed")
    mount = f'mount -t tmpfs -o size={size} tmpfs "{folder}" && exec "$@"'
    prefix = (unshare, "--mount", "--map-root-user", shell, "-c", mount, "sh")
    if subprocess.run([*prefix, sys.executable, "-S", "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    return prefix
