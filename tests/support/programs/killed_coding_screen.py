"""Kill the real application in a pseudo-terminal at random moments while somebody codes.

    python -m tests.support.programs.killed_coding_screen FOLDER SEED TIMES

Prints a line of JSON for each time: in which phase of the work it was killed, how much the screen had said
was coded by then, all that it said in the end, and what the database then holds.
This process loads the application once and forks it, so that a hundred starts take seconds.
"""

import json
import re
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from qualcode import tui
from qualcode.model import SourceId
from qualcode.store import history
from qualcode.store.project import open_project
from qualcode.store.records import codings
from qualcode.tui import app  # noqa: F401 - loaded before the forks
from qualcode.workflows.check_project import check_project
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import ANN, study
from tests.support.terminal.tui_terminal import Terminal, words

PASSAGES = 24
MOST_DONE = 6
"""So many passages are coded at most, each seen on the screen, before the kill is near."""
SOON, LONGER = 0.04, 0.2
"""The kill comes so many seconds at the latest after what it waits for."""
_FIRST = re.compile("turn 1 of")
_SAID = re.compile(r"(?<=  |· )(\w+(?:, \w+)*) on .(Passage \d+)\.»")
"""Where a dialog covers its beginning, it does not count."""


@dataclass(frozen=True)
class Passage:
    """How one passage is coded: the keys on the way, what the screen then shows, the key that codes."""

    number: int

    @property
    def in_picker(self) -> bool:
        """Whether it gets two codes in one act, from the picker; else the recent code on 1."""
        return self.number % 4 == 0

    @property
    def way(self) -> str:
        return "jcpur prev " if self.in_picker else "j"

    @property
    def ready(self) -> re.Pattern[str]:
        return re.compile("✓.?prevent" if self.in_picker else f"turn {self.number + 2} of")

    @property
    def key(self) -> str:
        return "\r" if self.in_picker else "1"

    @property
    def said(self) -> re.Pattern[str]:
        return re.compile(rf"«Passage {self.number}\.»")


def while_typing(terminal: Terminal, passage: Passage, random: Random) -> None:
    """Some of the keys that lead to the coding have been typed, never the one that codes."""
    terminal.type(passage.way[: random.randint(1, len(passage.way))])
    terminal.for_(SOON * random.random())


def after_the_key(terminal: Terminal, passage: Passage, random: Random) -> None:
    """The key that codes has just been typed."""
    terminal.type(passage.way)
    terminal.until(passage.ready)
    terminal.type(passage.key)
    terminal.for_(SOON * random.random())


def while_it_draws(terminal: Terminal, passage: Passage, random: Random) -> None:
    """The key that codes has been typed, and the first bytes of what it changes have come."""
    terminal.type(passage.way)
    terminal.until(passage.ready)
    terminal.type(passage.key)
    terminal.until_it_writes()
    terminal.for_(SOON * random.random() ** 3)


def while_it_catches_up(terminal: Terminal, passage: Passage, random: Random) -> None:
    """All the rest has been typed at once, and it has shown a first part of what that does."""
    rest = [Passage(number) for number in range(passage.number, PASSAGES)]
    terminal.type("".join(one.way + one.key for one in rest))
    terminal.until(_SAID)
    terminal.for_(LONGER * random.random())


PHASES: tuple[Callable[[Terminal, Passage, Random], None], ...] = (
    while_typing,
    after_the_key,
    while_it_draws,
    while_it_catches_up,
)


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
        phase = PHASES[time_ % len(PHASES)]
        found = killed(there, random.randint(0, MOST_DONE), phase, random)
        print(json.dumps({"phase": phase.__name__, **found, **left(there)}), flush=True)  # noqa: T201 - its result


def killed(
    folder: Path, done: int, phase: Callable[[Terminal, Passage, Random], None], random: Random
) -> dict[str, object]:
    """Start the screen, code so many passages, and kill it in a phase of the next; return what it said."""
    terminal = Terminal.forked(partial(_code, folder), size=(140, 24))
    try:
        terminal.until(_FIRST)
        for passage in map(Passage, range(done)):
            terminal.type(passage.way + passage.key)
            terminal.until(passage.said)
        phase(terminal, Passage(done), random)
    finally:
        before = said(terminal.written)
        terminal.end(signal.SIGKILL)
    return {"before": len(before), "shown": said(terminal.written)}


def _code(folder: Path) -> None:
    with open_project(folder) as project:
        tui.run(project, ANN)


def said(screen: bytes) -> list[tuple[str, str]]:
    """Return each passage with the code that the screen said it has."""
    found = {(passage, code) for codes, passage in _SAID.findall(words(screen)) for code in codes.split(", ")}
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
            "faults": [str(fault) for fault in check_project(project)],
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
