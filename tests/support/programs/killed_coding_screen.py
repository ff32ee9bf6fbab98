"""Kill the application in a pseudo-terminal at random moments while passages are coded.

    python -m tests.support.programs.killed_coding_screen FOLDER SEED TIMES

Prints a line of JSON for each kill: its phase, the number of codings that the screen had shown before, the
codings that it had shown in the end, and what the database then holds. This process loads the application
once and forks it, so that a hundred starts take seconds.
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
from tests.support.terminal.tui_terminal import Terminal, screen_text

PASSAGES = 24
MOST_CODED = 6
"""Maximum number of passages that are coded, and shown, before the phase of the kill."""
SOON, LONGER = 0.04, 0.2
"""Maximum seconds from the event that a phase waits for to the kill."""
_FIRST = re.compile("turn 1 of")
_SHOWN = re.compile(r"(?<=  |· )(\w+(?:, \w+)*) on .(Passage \d+)\.»")
"""Not matched where a dialog covers its beginning."""


@dataclass(frozen=True)
class Passage:
    """How a passage is coded: the keys before, what the screen then shows, and the key that codes."""

    number: int

    @property
    def in_picker(self) -> bool:
        """Whether it gets two codes in one act, from the picker; else recent code 1."""
        return self.number % 4 == 0

    @property
    def keys_before(self) -> str:
        return "jcpur prev " if self.in_picker else "j"

    @property
    def ready(self) -> re.Pattern[str]:
        return re.compile("✓.?prevent" if self.in_picker else f"turn {self.number + 2} of")

    @property
    def key(self) -> str:
        return "\r" if self.in_picker else "1"

    @property
    def shown(self) -> re.Pattern[str]:
        return re.compile(rf"on «Passage {self.number}\.»")


def while_typing(terminal: Terminal, passage: Passage, random: Random) -> None:
    """Some of the keys before the coding have been typed, never the one that codes."""
    terminal.type(passage.keys_before[: random.randint(1, len(passage.keys_before))])
    terminal.read_for(SOON * random.random())


def after_the_key(terminal: Terminal, passage: Passage, random: Random) -> None:
    """The key that codes has just been typed."""
    terminal.type(passage.keys_before)
    terminal.until(passage.ready)
    terminal.type(passage.key)
    terminal.read_for(SOON * random.random())


def while_it_draws(terminal: Terminal, passage: Passage, random: Random) -> None:
    """The key that codes has been typed, and the first bytes of the repaint have been read."""
    terminal.type(passage.keys_before)
    terminal.until(passage.ready)
    terminal.type(passage.key)
    terminal.until_it_writes()
    terminal.read_for(SOON * random.random() ** 3)


def while_it_catches_up(terminal: Terminal, passage: Passage, random: Random) -> None:
    """The keys of all other passages have been typed at once, and the first coding is shown."""
    rest = [Passage(number) for number in range(passage.number, PASSAGES)]
    terminal.type("".join(waiting.keys_before + waiting.key for waiting in rest))
    terminal.until(_SHOWN)
    terminal.read_for(LONGER * random.random())


PHASES: tuple[Callable[[Terminal, Passage, Random], None], ...] = (
    while_typing,
    after_the_key,
    while_it_draws,
    while_it_catches_up,
)


def main(folder: Path, seed: int, times: int) -> None:
    """Print what was shown and what is stored, for each kill."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    talk = "P: The [first words]{pursue}.\n" + "".join(f"P: Passage {n}.\n" for n in range(PASSAGES))
    marked = interview(talk)
    with study(folder / "whole", marked) as project:
        (project.folder / "sources" / "one.txt").write_bytes(marked.source.text.encode())
    for time_ in range(times):
        copy = folder / str(time_)
        shutil.copytree(folder / "whole", copy)
        phase = PHASES[time_ % len(PHASES)]
        shown = killed(copy, random.randint(0, MOST_CODED), phase, random)
        print(json.dumps({"phase": phase.__name__, **shown, **stored(copy)}), flush=True)  # noqa: T201 - its result


def killed(
    folder: Path, coded: int, phase: Callable[[Terminal, Passage, Random], None], random: Random
) -> dict[str, object]:
    """Start the screen, code some passages, and kill it in a phase of the next; return what it showed."""
    terminal = Terminal.forked(partial(_code, folder), size=(140, 24))
    try:
        terminal.until(_FIRST)
        for passage in map(Passage, range(coded)):
            terminal.type(passage.keys_before + passage.key)
            terminal.until(passage.shown)
        phase(terminal, Passage(coded), random)
    finally:
        before = shown_codings(terminal.written)
        terminal.end(signal.SIGKILL)
    return {"before": len(before), "shown": shown_codings(terminal.written)}


def _code(folder: Path) -> None:
    with open_project(folder) as project:
        tui.run(project, ANN)


def shown_codings(written: bytes) -> list[tuple[str, str]]:
    """Return passages and codes as the screen showed them."""
    shown = {
        (passage, code)
        for codes, passage in _SHOWN.findall(screen_text(written))
        for code in codes.split(", ")
    }
    return sorted(shown)


def stored(folder: Path) -> dict[str, object]:
    """Return what the database holds after the kill."""
    with open_project(folder) as project:
        own_codings = codings.of_source(project.database, SourceId("one"), ANN)
        acts = [act for act in history.acts(project.database) if act.verb == "apply"]
        return {
            "kept": sorted((coding.quote.rstrip("."), coding.code) for coding in own_codings),
            "acts": sum(
                len(history.changes(project.database, act.number)) for act in acts if act.verb == "apply"
            ),
            "faults": [str(fault) for fault in check_project(project)],
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
