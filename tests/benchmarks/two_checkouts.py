"""Measures whole commands of this checkout beside another one, alternately in one run.

    python tests/benchmarks/two_checkouts.py OTHER_CHECKOUT [--runs 7] [--interviews 10] [--words 10000]

The figure is CPU time (user and system) of the process, which other processes on the machine disturb less
than wall-clock time. Printed are the medians, and the median of the ratios of neighbouring runs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.transcripts import write_transcripts

HERE = Path(__file__).parents[2]
CODEBOOK = HERE / "codebooks" / "harm-reduction.yaml"
COMMANDS: Sequence[tuple[str, ...]] = (
    ("--help",),
    ("import", "FILES"),
    ("status",),
    ("suggest",),
    ("frequencies", "--format", "csv"),
    ("crosstab", "code", "source", "--format", "csv"),
    ("cooccurrence", "--format", "csv"),
    ("undo",),
)


def main() -> None:
    """Measure each command in both checkouts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--interviews", type=int, default=10)
    parser.add_argument("--words", type=int, default=10_000)
    options = parser.parse_args()
    seconds: dict[tuple[str, ...], list[tuple[float, float]]] = {command: [] for command in COMMANDS}
    with TemporaryDirectory() as folder:
        files = Path(folder) / "transcripts"
        files.mkdir()
        write_transcripts(files, options.interviews, options.words)
        for number in range(options.runs):
            checkouts = [HERE, options.other.resolve()]
            if number % 2:
                checkouts.reverse()
            measured = {checkout: run_all(checkout, Path(folder), files) for checkout in checkouts}
            for command in COMMANDS:
                seconds[command].append((measured[HERE][command], measured[options.other.resolve()][command]))
    say(f"{'command':42}{'here':>9}{'other':>9}{'ratio':>8}   (CPU seconds, median of {options.runs})")
    for command, pairs in seconds.items():
        here, other = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(mine / theirs for mine, theirs in pairs)
        say(f"{' '.join(command):42}{here:9.3f}{other:9.3f}{ratio:8.2f}")


def run_all(checkout: Path, folder: Path, files: Path) -> dict[tuple[str, ...], float]:
    """Return the CPU seconds of each command, given in order to a new project by the code of a checkout."""
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    cpu_seconds(checkout, ("init", str(project), "--codebook", str(CODEBOOK)))
    in_project = ("--project", str(project))
    measured = {}
    for command in COMMANDS:
        arguments = tuple(str(files) if word == "FILES" else word for word in command)
        measured[command] = cpu_seconds(
            checkout, (*arguments, *(in_project if command != ("--help",) else ()))
        )
    return measured


def cpu_seconds(checkout: Path, arguments: Sequence[str]) -> float:
    """Run `qualcode` from a checkout; return its user and system time in seconds."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "QUALCODE_CODER": "ann"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *arguments],
        cwd=checkout,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert process.stderr is not None
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed in {checkout}: {process.stderr.read().decode()}")
    return usage.ru_utime + usage.ru_stime


def say(line: str) -> None:
    """Print one line of results."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
