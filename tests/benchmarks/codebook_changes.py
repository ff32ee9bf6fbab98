"""Measures changes of a large codebook: `python -m tests.benchmarks.codebook_changes [--folder DIR]`.

A codebook of 2,000 codes in 8 levels with 100,000 codings, of which two codes have 5,000 each, a tenth of
them on the same words. Each figure is the command as a person gives it, the fastest of three, less the time
of `qualcode --version` beside it; after each change it is undone. In brackets the same as processor time.
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
from qualcode.store.records import codebooks, codings, sources
from qualcode.store.records.codebook_json import to_json
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.codebook_file import text_sha256
from tests.benchmarks.storage import _SENTENCE
from tests.support.marked_text import interview

ANN = CoderName("ann")
LEVELS, CODES, CODINGS, MANY = 8, 2_000, 100_000, 5_000
ROUNDS = 3


def main() -> None:
    """Measure in a project of its own, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk that is to be measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        study = Path(folder) / "study"
        made(study)
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
    """Print how long a command takes beside a bare start, and how long its undo takes."""
    changes = len(command) > 1 and command[1] in ("rename", "merge")
    did, undid, bare = [], [], []
    for _ in range(ROUNDS):
        bare.append(timed(study, ["--version"]))
        did.append(timed(study, command))
        if changes:
            undid.append(timed(study, ["undo"]))
    tell(name, min(did), min(bare))
    if changes:
        tell("  its undo", min(undid), min(bare))


def timed(study: Path, command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its seconds on the clock and on the processor."""
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


def tell(name: str, took: tuple[float, float], bare: tuple[float, float]) -> None:
    """Print one figure a line."""
    rest, used = took[0] - bare[0], took[1] - bare[1]
    say(f"{name:32} {rest:6.2f} s after a start-up of {bare[0]:.2f} s ({used:.2f} s after {bare[1]:.2f} s)")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def made(folder: Path) -> None:
    """Make the project."""
    text = write(large()).replace("\n  - code: code-0\n", "\n  # the first\n  - code: code-0\n")
    with stored.create(folder, "Large", text) as project:
        many = "Int: What happened?\n" + "".join(f"R: {_SENTENCE * 10}\n" for _ in range(72))
        texts = [interview(f"{number}\n{many}", name=f"interview {number:02}") for number in range(44)]
        with history.act(project.database, ANN, "import", undoable=False) as recorder:
            codebooks.add(recorder, ANN, text, text_sha256(text), to_json(read(text)))
            for one in texts:
                sources.add(recorder, one.source, one.turns, one.bounds, "utf-8")
        with history.act(project.database, ANN, "apply") as recorder:
            codings.add(recorder, placed([one.source for one in texts]))


def large() -> Codebook:
    """Return a codebook in which each code down to the eighth level holds three or four others."""
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


def placed(texts: Sequence[Source]) -> list[Coding]:
    """Return codings at random places; codes 0, 7 and 1999 have many, the last two often on one span."""
    chance = random.Random(1)  # noqa: S311 - the same places each time
    wanted: dict[tuple[int, Span, str], None] = {}
    while len(wanted) < CODINGS:
        source = chance.randrange(len(texts))
        start = chance.randrange(len(texts[source].text) - 300)
        span = Span(start, start + chance.randrange(20, 300))
        number = len(wanted)
        code = 0 if number < MANY else 7 if number < 2 * MANY else 1999 if number < 3 * MANY else None
        wanted[source, span, f"code-{chance.randrange(CODES) if code is None else code}"] = None
        if code == 7 and number % 10 == 0:
            wanted[source, span, "code-1999"] = None
    return [make_coding(texts[source], span, CodeKey(code), ANN, 1) for source, span, code in wanted]


if __name__ == "__main__":
    main()
