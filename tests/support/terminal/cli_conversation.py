"""Run a command in a pseudo-terminal and answer its questions."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.cli.conftest import Said

_CHUNK = 4096


def converse(
    arguments: Sequence[str], answers: Sequence[tuple[str, str]], environment: Mapping[str, str]
) -> Said:
    """Run a command; where it writes the first of a pair, type the second. Every question must be asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *arguments],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, **environment},
    )
    os.close(theirs)
    unanswered, output, since_answer = list(answers), "", ""
    while chunk := _read(ours):
        output, since_answer = output + chunk, since_answer + chunk
        if unanswered and unanswered[0][0] in since_answer:
            os.write(ours, unanswered.pop(0)[1].encode())
            since_answer = ""
    out, _ = process.communicate()
    os.close(ours)
    assert not unanswered, f"never asked: {unanswered}; output:\n{output}"
    return Said(process.returncode, out.decode(), output)


def _read(terminal: int) -> str:
    """Return the next output; empty when the program has ended."""
    try:
        return os.read(terminal, _CHUNK).decode(errors="replace")
    except OSError:
        return ""
