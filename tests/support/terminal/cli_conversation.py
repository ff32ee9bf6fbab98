"""The program at a real terminal, with somebody who answers its questions."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.cli.conftest import Said

_AT_ONCE = 4096


def converse(
    arguments: Sequence[str], answers: Sequence[tuple[str, str]], environment: Mapping[str, str]
) -> Said:
    """Run a command; where it has written the first of a pair, type the second. All must be asked for."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *arguments],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, **environment},
    )
    os.close(theirs)
    waiting, seen, fresh = list(answers), "", ""
    while piece := _read(ours):
        seen, fresh = seen + piece, fresh + piece
        if waiting and waiting[0][0] in fresh:
            os.write(ours, waiting.pop(0)[1].encode())
            fresh = ""
    out, _ = process.communicate()
    os.close(ours)
    assert not waiting, f"never asked: {waiting}; it said:\n{seen}"
    return Said(process.returncode, out.decode(), seen)


def _read(terminal: int) -> str:
    """Return what comes next; nothing where the program has ended."""
    try:
        return os.read(terminal, _AT_ONCE).decode(errors="replace")
    except OSError:
        return ""
