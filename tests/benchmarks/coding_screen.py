"""Measure the coding screen through a real pseudo-terminal, side by side with an empty application.

    python tests/benchmarks/coding_screen.py [--words 100000] [--starts 7] [--keys 200]

A transcript of so many words with a coding and a suggestion for every twenty; a terminal of 120 x 40 that
understands synchronized output, so that the end of each repaint is known to the byte.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.model import Codebook, CodeKey, CoderName, SourceId, Span, Suggestion, SuggestionId
from qualcode.store import codings, history, suggestions
from qualcode.store.project import Project
from qualcode.workflows import importing, starting
from qualcode.workflows.coding import make
from qualcode.workflows.opening import codebook_in_force

ROOT = Path(__file__).parents[2]
ANN = CoderName("ann")
ROWS, COLUMNS = 40, 120
SYNCHRONIZED = b"\x1b[?2026l"
QUIET = 0.03
"""How long nothing may follow a repaint before it counts as the last one."""
LONGEST = 1.0
"""How long to wait for a repaint: at the end of the text there is none."""
EMPTY = "from textual.app import App; App().run()"
VOCABULARY = [
    "the",
    "police",
    "officer",
    "said",
    "that",
    "we",
    "took",
    "out",
    "a",
    "line",
    "and",
    "it",
    "came",
    "back",
    "within",
    "weeks",
    "so",
    "the",
    "partnership",
    "with",
    "health",
    "services",
    "was",
    "what",
    "people",
    "here",
    "had",
    "asked",
    "for",
    "since",
    "nobody",
    "else",
    "would",
    "answer",
    "their",
    "calls",
]


def main() -> None:
    """Print every figure beside what it is compared to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--keys", type=int, default=200)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for words in (options.words // 10, options.words):
            study = Path(folder) / str(words)
            build(study, words)
            measure(study, words, options.starts, options.keys)


def build(folder: Path, words: int) -> None:
    """Make a project with one transcript, and codings and suggestions all over it."""
    random = Random(7)  # noqa: S311 - repeatable, not secret
    turns = [
        f"{'Int' if number % 2 else 'P'}: {' '.join(sentence(random) for _ in range(random.randint(1, 8)))}"
        for number in range(words // 54)
    ]
    text = folder.with_suffix(".txt")
    text.write_text("\n".join(turns), encoding="utf-8")
    with starting.make(folder, "Benchmark", ROOT / "codebooks" / "harm-reduction.yaml") as project:
        done = next(iter(importing.import_files(project, ANN, [text], importing.ImportOptions())))
        assert done.source is not None, done.error
        mark(project, done.source.id, done.source.text, words // 20, random)


def mark(project: Project, source_id: SourceId, text: str, count: int, random: Random) -> None:
    """Put codings and suggestions of random codes on random passages."""
    from qualcode.store import sources

    force = codebook_in_force(project)
    source = sources.get(project.database, source_id)
    with history.act(project.database, ANN, "apply", "benchmark", undoable=False) as recorder:
        version = force.keep(recorder, ANN)
        made = [
            make(source, span, code, ANN, version)
            for span, code in passages(force.codebook, text, count, random)
        ]
        codings.add(recorder, made)
        run = suggestions.Run(suggester="benchmark", version="1", settings={}, codebook_version=version)
        opinions = [
            Suggestion(
                id=SuggestionId(f"{number:08}"), source=source_id, span=span, code=code,
                score=random.random(), reason="the phrase here", suggester="benchmark",
            )
            for number, (span, code) in enumerate(passages(force.codebook, text, count, random))
        ]  # fmt: skip
        suggestions.replace(recorder, run, [source_id], opinions)


def passages(book: Codebook, text: str, count: int, random: Random) -> set[tuple[Span, CodeKey]]:
    """Return different codes on passages of 3 to 200 characters."""
    found: set[tuple[Span, CodeKey]] = set()
    while len(found) < count:
        start = random.randrange(len(text) - 200)
        span = Span(start, start + random.randint(3, 200)).trimmed(text)
        if len(span):
            found.add((span, random.choice(book.keys)))
    return found


def sentence(random: Random) -> str:
    """Return twelve words that mean nothing."""
    return " ".join(random.choices(VOCABULARY, k=12)).capitalize() + "."


def measure(study: Path, words: int, starts: int, keys: int) -> None:
    """Print start, keys and memory for one transcript."""
    command = [sys.executable, "-m", "qualcode", "code", "--project", str(study), "--coder", ANN]
    empty = [sys.executable, "-c", EMPTY]
    first: dict[str, list[float]] = {"empty": [], "screen": []}
    for _ in range(starts):
        for name, program in (("empty", empty), ("screen", command)):
            with terminal(program) as screen:
                first[name].append(screen.first_paint())
    without, ours = (statistics.median(first[name]) * 1000 for name in ("empty", "screen"))
    say(f"\n{words:,} words")
    say(f"  first paint   empty {without:.0f} ms, coding screen {ours:.0f} ms: {ours - without:+.0f} ms")
    with terminal(command) as screen:
        screen.first_paint()
        for name, sequence in ACTS.items():
            screen.press("gg" + "J" * 3)
            taken = [
                time for number in range(keys) for time in screen.timed(sequence[number % len(sequence)])
            ]
            say(f"  {name:<13} {describe(taken)}")
        say(f"  memory        {screen.memory():.0f} MB")


ACTS: dict[str, Sequence[Sequence[str]]] = {
    "sentence": [["j"]],
    "word": [["w"]],
    "turn": [["J"]],
    "half a page": [["\x04"], ["\x04"], ["\x15"]],
    "selecting": [["v", "w", "w", "\x1b[C", "o", "v"]],
    "suggestion": [["}"]],
    "coding": [["J", "w", "v", "w", "w", "1"]],
    "undoing": [["u"]],
}


def describe(times: Sequence[float]) -> str:
    """Return the middle and the slow end of some times."""
    ordered = sorted(time * 1000 for time in times)
    return f"median {statistics.median(ordered):5.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:5.1f} ms"


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._began = time.perf_counter()
        self._last: float | None = None
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LINES": str(ROWS),
            }
            os.execvpe(command[0], list(command), environment)  # noqa: S606
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def first_paint(self) -> float:
        """Return the seconds from the start to the end of the first full repaint."""
        seen = b""
        while True:
            seen += os.read(self._descriptor, 65536)
            if b"\x1b[?2026$p" in seen:
                os.write(self._descriptor, b"\x1b[?2026;2$y")
                seen = seen.replace(b"\x1b[?2026$p", b"")
            if len(seen) > ROWS * COLUMNS:  # a whole screen of cells has been written
                painted = time.perf_counter() - self._began
                self.read_until_quiet()
                return painted

    def read_until_quiet(self) -> None:
        """Read until a repaint has ended and nothing follows it; remember when the last one ended."""
        self._last = None
        patience = LONGEST
        while select.select([self._descriptor], [], [], patience)[0]:
            if SYNCHRONIZED in os.read(self._descriptor, 65536):
                self._last, patience = time.perf_counter(), QUIET

    def press(self, keys: str) -> None:
        """Type keys whose time does not matter."""
        for key in keys:
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()

    def timed(self, keys: Sequence[str]) -> Iterator[float]:
        """Type keys; yield the seconds from each (from the last one alone, for coding) to its repaint."""
        for number, key in enumerate(keys):
            began = time.perf_counter()
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()
            if not key.isdigit() and any(other.isdigit() for other in keys[number:]):
                continue
            if self._last is not None:  # nothing to repaint: the end of the text
                yield self._last - began

    def memory(self) -> float:
        """Return the resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._descriptor)


@contextmanager
def terminal(command: Sequence[str]) -> Iterator[Terminal]:
    """Run a program in a terminal of its own."""
    made = Terminal(command)
    try:
        yield made
    finally:
        made.close()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
