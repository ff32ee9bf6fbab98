"""Measure the coding screen in a pseudo-terminal, side by side with an empty application.

    python tests/benchmarks/coding_screen.py [--words 100000] [--starts 7] [--keys 200] [--other CHECKOUT]

The transcript has a coding and a suggestion for every twenty words; the terminal has 120 x 40 cells and
supports synchronized output, so that the end of each repaint is known to the byte. After every key of the
coding screen, a key is pressed in a bare view (rows of plain words, scrolled by one), the minimum that
Textual needs: its times show how fast the machine was at that moment. With `--other`, the same key is
pressed in the coding screen of another checkout instead, on a study that the code of this checkout has made.

Each figure is the time from the key to the end of its last repaint, and in brackets the CPU time (user and
system) of the process until it is quiet again, which other processes on the machine disturb less.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.coding_study import ANN

HERE = Path(__file__).parents[2]
BUILD = "import sys, pathlib; from tests.benchmarks.coding_study import build; "
ROWS, COLUMNS = 40, 120
SYNCHRONIZED = b"\x1b[?2026l"
QUIET = 0.03
"""Seconds without output after which a repaint counts as the last one."""
LONGEST = 1.0
"""Maximum seconds to wait for a repaint; at the end of the text there is none."""
EMPTY = "from textual.app import App; App().run()"
BARE = """
from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

class View(ScrollView, can_focus=True):
    def on_mount(self):
        self.virtual_size = Size(100, 20_000)
        self.focus()

    def render_line(self, y):
        words = f"{y + self.scroll_offset.y} took out a line and it came back within weeks"
        return Strip([Segment(words)]).adjust_cell_length(self.size.width)

    def on_key(self):
        self.scroll_to(y=self.scroll_offset.y + 1, animate=False)

class Bare(App):
    def compose(self):
        yield View()

Bare().run()
"""


def main() -> None:
    """Print every figure beside its reference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--other", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for words in (options.words // 10, options.words):
            here = coding_screen(HERE, Path(folder) / f"here-{words}", words)
            beside = (
                coding_screen(options.other.resolve(), Path(folder) / f"other-{words}", words)
                if options.other
                else None
            )
            say(f"\n{words:,} words")
            measure_starts(here, beside or Program((sys.executable, "-c", EMPTY)), options.starts)
            measure_keys(here, beside or Program((sys.executable, "-c", BARE), ("j",)), options.keys)


class Program(NamedTuple):
    """A program in a terminal: its command, and the keys to press beside those of the coding screen."""

    command: tuple[str, ...]
    keys: Sequence[str] | None = None
    """None: the same keys."""
    checkout: Path = HERE


def coding_screen(checkout: Path, study: Path, words: int) -> Program:
    """Make a study with the code of a checkout; return the coding screen in it."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    build = f"{BUILD} build(pathlib.Path({str(study)!r}), {words})"
    subprocess.run([sys.executable, "-c", build], cwd=checkout, env=environment, check=True)
    command = (sys.executable, "-m", "qualcode", "code", "--project", str(study), "--coder", ANN)
    return Program(command, checkout=checkout)


def measure_starts(here: Program, beside: Program, starts: int) -> None:
    """Print the times from the start to the first full paint, alternately."""
    first_paints: dict[Program, list[Cost]] = {here: [], beside: []}
    for number in range(starts):
        for program in (here, beside) if number % 2 else (beside, here):
            with terminal(program) as screen:
                first_paints[program].append(screen.first_paint())
    say_costs("first paint", first_paints[here], first_paints[beside])


def measure_keys(here: Program, beside: Program, keys: int) -> None:
    """Print the times of each act, and the memory used."""
    with terminal(here) as screen, terminal(beside) as other:
        screen.first_paint()
        other.first_paint()
        for name, sequence in ACTS.items():
            screen.press("gg" + "J" * 3)
            if beside.keys is None:
                other.press("gg" + "J" * 3)
            costs: list[Cost] = []
            other_costs: list[Cost] = []
            for number in range(min(keys, MOST_KEYS.get(name, keys))):
                act = sequence[number % len(sequence)]
                costs += screen.timed(act)
                other_costs += other.timed(act if beside.keys is None else beside.keys)
            say_costs(name, costs, other_costs)
        say(f"  memory        {screen.memory():.0f} MB, beside it {other.memory():.0f} MB")


ACTS: dict[str, Sequence[Sequence[str]]] = {
    "sentence": [["j"]],
    "word": [["w"]],
    "turn": [["J"]],
    "half a page": [["\x04"], ["\x04"], ["\x15"]],
    "selecting": [["v", "w", "w", "\x1b[C", "o", "v"]],
    "suggestion": [["}"]],
    "coding": [["J", "w", "v", "w", "w", "1"]],
    "undoing": [["u"]],
    "accepting": [["}", "a"]],
    "picker": [["J", "c", "\x1b"]],
    "new code": [["i", "\x1b"]],
    "sources": [["L", "\x1b"]],
    "quotes": [["]", "Q", "\x1b"]],
}
TIMED = {"coding": "1", "accepting": "a", "picker": "c", "new code": "i", "sources": "L", "quotes": "Q"}
"""The only key of an act that is measured, where the others lead to it or back."""
MOST_KEYS = {"picker": 60, "new code": 60, "sources": 60, "quotes": 60, "accepting": 100}


class Cost(NamedTuple):
    """What a key costs, in seconds: from the key to its last repaint, and of CPU time."""

    repaint: float
    cpu: float


def say_costs(name: str, costs: Sequence[Cost], other_costs: Sequence[Cost]) -> None:
    """Print the figures of an act beside those of the other program."""
    say(f"  {name:<13} {describe(costs):<44} beside it {describe(other_costs)}")


def describe(costs: Sequence[Cost]) -> str:
    """Return the median and the 95th percentile of the repaints, and the median CPU time."""
    ordered = sorted(cost.repaint * 1000 for cost in costs)
    cpu = statistics.median(cost.cpu * 1000 for cost in costs)
    late = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(ordered):5.1f} ms  p95 {late:5.1f} ms  (CPU {cpu:5.1f} ms)"


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, program: Program) -> None:
        command = program.command
        self._started = time.perf_counter()
        self._last_repaint: tuple[float, float] | None = None
        """Clock and CPU time (seconds) at the end of the last repaint."""
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "PYTHONPATH": str(program.checkout),
                "PYTHONDONTWRITEBYTECODE": "",  # bytecode is cached, as for an installed package
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LINES": str(ROWS),
            }
            os.chdir(program.checkout)  # before PYTHONPATH, Python looks where it was started
            os.execvpe(command[0], list(command), environment)  # noqa: S606
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def first_paint(self) -> Cost:
        """Return what it costs from the start to the end of the first full repaint."""
        output = b""
        while True:
            output += os.read(self._descriptor, 65536)
            if b"\x1b[?2026$p" in output:
                os.write(self._descriptor, b"\x1b[?2026;2$y")
                output = output.replace(b"\x1b[?2026$p", b"")
            if len(output) > ROWS * COLUMNS:  # a whole screen of cells has been written
                cost = Cost(time.perf_counter() - self._started, self.cpu_seconds())
                self.read_until_quiet()
                return cost

    def read_until_quiet(self) -> None:
        """Read until a repaint has ended and nothing follows it; store the time of its end."""
        self._last_repaint = None
        patience = LONGEST
        while select.select([self._descriptor], [], [], patience)[0]:
            if SYNCHRONIZED in os.read(self._descriptor, 65536):
                self._last_repaint, patience = (time.perf_counter(), self.cpu_seconds()), QUIET

    def press(self, keys: str) -> None:
        """Type keys without measuring them."""
        for key in keys:
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()

    def timed(self, keys: Sequence[str]) -> Iterator[Cost]:
        """Type keys; yield what each costs, or of some acts only the key that is measured."""
        measured = next(
            (TIMED[name] for name, sequence in ACTS.items() if name in TIMED and keys in sequence), ""
        )
        for key in keys:
            typed_at, cpu_before = time.perf_counter(), self.cpu_seconds()
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()
            if self._last_repaint is not None and key in (measured or key):  # no repaint: the end of the text
                repainted_at, cpu_after = self._last_repaint
                yield Cost(repainted_at - typed_at, cpu_after - cpu_before)

    def cpu_seconds(self) -> float:
        """Return the CPU time that all threads of the program have used."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

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
def terminal(program: Program) -> Iterator[Terminal]:
    """Run a program in a terminal of its own."""
    opened = Terminal(program)
    try:
        yield opened
    finally:
        opened.close()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
