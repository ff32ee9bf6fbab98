"""Measure the coding screen in a pseudo-terminal, side by side with an empty application.

    python tests/benchmarks/coding_screen.py [--words 100000] [--starts 7] [--keys 200]

The transcript has a coding and a suggestion for every twenty words; the terminal has 120 x 40 cells and
supports synchronized output, so that the end of each repaint is known to the byte. After every key of the
coding screen, a key is pressed in a bare view (rows of plain words, scrolled by one), the minimum that
Textual needs: its times show how fast the machine was at that moment.
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
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.coding_study import ANN, build

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
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for words in (options.words // 10, options.words):
            study = Path(folder) / str(words)
            build(study, words)
            measure(study, words, options.starts, options.keys)


def measure(study: Path, words: int, starts: int, keys: int) -> None:
    """Print start, keys and memory for one transcript."""
    command = [sys.executable, "-m", "qualcode", "code", "--project", str(study), "--coder", ANN]
    empty = [sys.executable, "-c", EMPTY]
    first_paints: dict[str, list[float]] = {"empty": [], "screen": []}
    for _ in range(starts):
        for name, program in (("empty", empty), ("screen", command)):
            with terminal(program) as screen:
                first_paints[name].append(screen.first_paint())
    empty_ms, screen_ms = (statistics.median(first_paints[name]) * 1000 for name in ("empty", "screen"))
    say(f"\n{words:,} words")
    say(
        f"  first paint   empty {empty_ms:.0f} ms, coding screen {screen_ms:.0f} ms: "
        f"{screen_ms - empty_ms:+.0f} ms"
    )
    with terminal(command) as screen, terminal([sys.executable, "-c", BARE]) as bare:
        screen.first_paint()
        bare.first_paint()
        say(f"  {'':<13} {'coding screen':<32} beside it, a bare view")
        for name, sequence in ACTS.items():
            screen.press("gg" + "J" * 3)
            screen_times: list[float] = []
            bare_times: list[float] = []
            for number in range(keys):
                screen_times += screen.timed(sequence[number % len(sequence)])
                bare_times += bare.timed(["j"])
            say(f"  {name:<13} {describe(screen_times):<32} {describe(bare_times)}")
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
    """Return the median and the 95th percentile."""
    ordered = sorted(time * 1000 for time in times)
    return f"median {statistics.median(ordered):5.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:5.1f} ms"


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._started = time.perf_counter()
        self._last_repaint: float | None = None
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "PYTHONDONTWRITEBYTECODE": "",  # bytecode is cached, as for an installed package
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LINES": str(ROWS),
            }
            os.execvpe(command[0], list(command), environment)  # noqa: S606
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def first_paint(self) -> float:
        """Return the seconds from the start to the end of the first full repaint."""
        output = b""
        while True:
            output += os.read(self._descriptor, 65536)
            if b"\x1b[?2026$p" in output:
                os.write(self._descriptor, b"\x1b[?2026;2$y")
                output = output.replace(b"\x1b[?2026$p", b"")
            if len(output) > ROWS * COLUMNS:  # a whole screen of cells has been written
                painted = time.perf_counter() - self._started
                self.read_until_quiet()
                return painted

    def read_until_quiet(self) -> None:
        """Read until a repaint has ended and nothing follows it; store the time of its end."""
        self._last_repaint = None
        patience = LONGEST
        while select.select([self._descriptor], [], [], patience)[0]:
            if SYNCHRONIZED in os.read(self._descriptor, 65536):
                self._last_repaint, patience = time.perf_counter(), QUIET

    def press(self, keys: str) -> None:
        """Type keys without measuring them."""
        for key in keys:
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()

    def timed(self, keys: Sequence[str]) -> Iterator[float]:
        """Type keys; yield the seconds from each to its repaint (for coding, from the last one only)."""
        for number, key in enumerate(keys):
            typed_at = time.perf_counter()
            os.write(self._descriptor, key.encode())
            self.read_until_quiet()
            if not key.isdigit() and any(later.isdigit() for later in keys[number:]):
                continue
            if self._last_repaint is not None:  # nothing to repaint: the end of the text
                yield self._last_repaint - typed_at

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
    opened = Terminal(command)
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
