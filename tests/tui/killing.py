"""Kill the real application in a pseudo-terminal at random moments while somebody codes.

    python -m tests.tui.killing FOLDER SEED TIMES

Prints a line of JSON for each time: what the screen had said was coded, and what the database then holds.
This process loads the application once and forks it, so that a hundred starts take seconds.
"""

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from random import Random

from qualcode import tui
from qualcode.model import SourceId
from qualcode.store import codings, history
from qualcode.store.project import open_project
from qualcode.tui import app  # noqa: F401 - loaded before the forks
from qualcode.workflows.checking import check
from tests.build import interview
from tests.tui.studies import ANN, study

PASSAGES = 24
MOST, LONGEST, LATEST = 1, 0.1, 2.0
"""The moment lies up to so many seconds after up to so many repaints that tell of a coding; they are
waited for so long at the latest."""
PATIENCE = 30.0
FIRST, SAID = b"turn 1 of", " on «".encode()
_COMMANDS = re.compile(rb"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|[PX^_\]].*?(\x1b\\|\x07)|[ -~])", re.DOTALL)
_SAID = re.compile(r"(\w+(?:, \w+)*) on .(Passage \d+)\.»")


def main(folder: Path, seed: int, times: int) -> None:
    """Print what was shown and what is stored, for each time."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    talk = "P: The [first words]{pursue}.\n" + "".join(f"P: Passage {n}.\n" for n in range(PASSAGES))
    marked = interview(talk)
    with study(folder / "whole", marked) as project:
        (project.folder / "sources" / "one.txt").write_bytes(marked.source.text.encode())
    for time_ in range(times):
        there = folder / str(time_)
        shutil.copytree(folder / "whole", there)
        screen = killed(there, random.randint(0, MOST), LONGEST * random.random())
        print(json.dumps({"shown": said(screen), **left(there)}), flush=True)  # noqa: T201 - its result


def killed(folder: Path, repaints: int, moment: float) -> bytes:
    """Start the screen, type, kill it so long after so many repaints; return all that it had written."""
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 140, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        with open_project(folder) as project:
            tui.run(project, ANN)
        os._exit(0)
    try:
        written = read(terminal, time.monotonic() + PATIENCE, until=FIRST)
        assert FIRST in written, written[-500:]
        keys = ["jcpur prev \r" if number % 4 == 3 else "j1" for number in range(PASSAGES)]
        os.write(terminal, "".join(keys).encode())
        for _ in range(repaints):
            written += read(terminal, time.monotonic() + LATEST, until=SAID)
        written += read(terminal, time.monotonic() + moment)
    finally:
        os.kill(process, signal.SIGKILL)
    written += read(terminal, time.monotonic() + PATIENCE)
    os.waitpid(process, 0)
    os.close(terminal)
    return written


def read(terminal: int, deadline: float, until: bytes | None = None) -> bytes:
    """Read what comes until the deadline, the end, or certain words."""
    found = b""
    while (rest := deadline - time.monotonic()) > 0 and (until is None or until not in found):
        if select.select([terminal], [], [], rest)[0]:
            try:
                found += os.read(terminal, 1 << 16)
            except OSError:  # its other end is closed
                break
    return found


def said(screen: bytes) -> list[tuple[str, str]]:
    """Return each passage with the code that the screen said it has."""
    words = _COMMANDS.sub(b"", screen).decode(errors="replace")
    found = {(passage, code) for codes, passage in _SAID.findall(words) for code in codes.split(", ")}
    return sorted(found)


def left(folder: Path) -> dict[str, object]:
    """Return what the database holds after the kill."""
    with open_project(folder) as project:
        kept = codings.of_source(project.database, SourceId("one"), ANN)
        acts = [act for act in history.acts(project.database) if act.verb == "apply"]
        return {
            "kept": sorted((one.quote.rstrip("."), one.code) for one in kept),
            "acts": sum(
                len(history.changes(project.database, act.number)) for act in acts if act.verb == "apply"
            ),
            "faults": [str(fault) for fault in check(project)],
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
