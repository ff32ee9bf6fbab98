"""Measures changes of a large codebook: `python -m tests.benchmarks.codebook_changes [--folder DIR]`.

A codebook of 2,000 codes in 8 levels with 100,000 codings, of which two codes have 5,000 each, a tenth of
them on the same spans. Each figure is the wall time of a command, the fastest of three, minus that of
`qualcode --version`; each change is then undone. Processor times are in brackets.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from qualcode.codebook import read, write
from qualcode.model import Code, Codebook, CodeKey, CoderName, Coding, Source, Span
from qualcode.store import history
from qualcode.store import project as stored
from qualcode.store.records import codings, sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.codebook_file import text_sha256
from tests.benchmarks.storage import _SENTENCE
from tests.support.marked_text import interview

ANN = CoderName("ann")
LEVELS, CODES, CODINGS, MANY = 8, 2_000, 100_000, 5_000
ROUNDS = 3


def main() -> None:
    """Measure in a temporary project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=None, help="Folder on the disk to measure.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        study = Path(folder) / "study"
        create_study(study)
        size = (study / "codebook.yaml").stat().st_size
        say(f"{CODES} codes in {LEVELS} levels ({size / 1e6:.1f} MB), {CODINGS} codings")
        for name, command in (
            ("codebook", ["codebook"]),
            ("codebook -f csv", ["codebook", "-f", "csv"]),
            ("rename, 1 coding in 2,000", ["codebook", "rename", "code-1500", "renamed"]),
            ("rename, 5,000 codings", ["codebook", "rename", "code-0", "renamed"]),
            ("merge of two with 5,000 each", ["codebook", "merge", "code-7", "code-1999", "--into", "one"]),
        ):
            measure(study, name, command)


def measure(study: Path, name: str, command: Sequence[str]) -> None:
    """Print the time of a command and of its undo, without start-up."""
    changes = len(command) > 1 and command[1] in ("rename", "merge")
    command_times, undo_times, start_times = [], [], []
    for _ in range(ROUNDS):
        start_times.append(timed(study, ["--version"]))
        command_times.append(timed(study, command))
        if changes:
            undo_times.append(timed(study, ["undo"]))
    print_figure(name, min(command_times), min(start_times))
    if changes:
        print_figure("  its undo", min(undo_times), min(start_times))


def timed(study: Path, command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its wall time and processor time in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "qualcode", *command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "QUALCODE_PROJECT": str(study), "QUALCODE_CODER": ANN},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return time.perf_counter() - start, used


def print_figure(name: str, times: tuple[float, float], start: tuple[float, float]) -> None:
    """Print wall time (and processor time) after start-up."""
    wall, cpu = times[0] - start[0], times[1] - start[1]
    say(f"{name:32} {wall:6.2f} s after a start-up of {start[0]:.2f} s ({cpu:.2f} s after {start[1]:.2f} s)")


def say(line: str) -> None:
    """Print a line and flush."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def create_study(folder: Path) -> None:
    """Create the project."""
    text = write(large()).replace("\n  - code: code-0\n", "\n  # the first\n  - code: code-0\n")
    with stored.create(folder, "Large", text) as project:
        many = "Int: What happened?\n" + "".join(f"R: {_SENTENCE * 10}\n" for _ in range(72))
        texts = [interview(f"{number}\n{many}", name=f"interview {number:02}") for number in range(44)]
        with history.act(project.database, ANN, "import", undoable=False) as recorder:
            codebooks.add(recorder, ANN, text, text_sha256(text), to_json(read(text)))
            for marked in texts:
                sources.add(recorder, marked.source, marked.turns, marked.bounds, "utf-8")
        with history.act(project.database, ANN, "apply") as recorder:
            codings.add(recorder, random_codings([marked.source for marked in texts]))


def large() -> Codebook:
    """Return a codebook of 8 levels in which a code above the lowest level has 3 children."""
    children: dict[int, list[int]] = {}
    level = [0] * CODES
    for number in range(1, CODES):
        above = (number - 1) // 3
        level[number] = level[above] + 1
        children.setdefault(above, []).append(number)
    assert max(level) == LEVELS - 1

    def code(number: int) -> Code:
        return Code(
            key=CodeKey(f"code-{number}"),
            label=f"Code number {number}",
            definition=f"What {number} means is said here in a sentence or two: {_SENTENCE}",
            when_to_use="It is said by somebody who was there.",
            children=tuple(code(child) for child in children.get(number, ())),
        )

    return Codebook(name="Large", codes=(code(0),))


def random_codings(texts: Sequence[Source]) -> list[Coding]:
    """Return codings of random spans; codes 0, 7 and 1999 have many, the last two often on one span."""
    chance = random.Random(1)  # noqa: S311 - a fixed seed
    keys: dict[tuple[int, Span, str], None] = {}
    while len(keys) < CODINGS:
        source = chance.randrange(len(texts))
        start = chance.randrange(len(texts[source].text) - 300)
        span = Span(start, start + chance.randrange(20, 300))
        number = len(keys)
        code = 0 if number < MANY else 7 if number < 2 * MANY else 1999 if number < 3 * MANY else None
        keys[source, span, f"code-{chance.randrange(CODES) if code is None else code}"] = None
        if code == 7 and number % 10 == 0:
            keys[source, span, "code-1999"] = None
    return [make_coding(texts[source], span, CodeKey(code), ANN, 1) for source, span, code in keys]


if __name__ == "__main__":
    main()
