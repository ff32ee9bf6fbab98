"""Starting real processes on a database: writers to kill, and readers who may not write."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
_CAPABILITIES = "-dac_override,-dac_read_search"


def start(program: str, *arguments: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start one of the programs in this folder; -S, since only the standard library is needed."""
    return subprocess.Popen(
        [*before, sys.executable, "-S", str(HERE / program), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # Kept bytecode makes the start several times faster, which two hundred starts need.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
    )


def json_output(program: str, *arguments: object, before: tuple[str, ...] = ()) -> dict[str, object]:
    """Run a program to its end and return what it says, as JSON, on its last line."""
    with start(program, *arguments, before=before) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    said: dict[str, object] = json.loads(out.splitlines()[-1])
    return said


def as_anybody() -> tuple[str, ...]:
    """Return what to put before a command so that file permissions hold for it, even for root."""
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
    """Return what to put before a command so that `folder` is a disk of this size for it alone."""
    unshare, shell = shutil.which("unshare"), shutil.which("sh")
    if unshare is None or shell is None:
        pytest.skip("a small disk needs unshare, which is not installed")
    mount = f'mount -t tmpfs -o size={size} tmpfs "{folder}" && exec "$@"'
    prefix = (unshare, "--mount", "--map-root-user", shell, "-c", mount, "sh")
    if subprocess.run([*prefix, sys.executable, "-S", "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    return prefix
