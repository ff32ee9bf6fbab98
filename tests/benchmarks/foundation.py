"""Measures import, start-up and tables, each with its reference in the same run.

    python tests/benchmarks/foundation.py [--peer /path/to/qc] [--largest 1000]

`--peer` is the `qc` program of qualitative-coding, for the whole-process comparison of import.
"""

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.transcripts import write_transcripts

INTERVIEWS, WORDS = 44, 10_000
QUALCODE = [sys.executable, "-m", "qualcode"]
CODEBOOK = Path(__file__).parents[2] / "codebooks" / "harm-reduction.yaml"

# Run in a process of its own, so that memory and caches are those of one import alone.
_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from qualcode.store.project import open_project
from qualcode.workflows.sources.files_to_import import find_files
from qualcode.workflows.sources.import_files import ImportOptions, import_files
import spacy
from qualcode import readers, segmenters
from qualcode.model import Span, Turn, count_words
segmenters.sentences("Warm.", [Turn(number=1, span=Span(0, 5), body=Span(0, 5))])
files = find_files([sys.argv[1]]).files
began = time.perf_counter()
with open_project(Path(sys.argv[2])) as project:
    texts, words = [], 0
    for one in import_files(project, "me", files, ImportOptions()):
        words += one.source.words
        if sys.argv[3] == "raw":
            texts.append(one.source.text)
took = time.perf_counter() - began
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
nlp = spacy.blank("en"); nlp.add_pipe("sentencizer"); nlp("Warm.")
began = time.perf_counter()
if sys.argv[3] == "raw":
    for text in texts:
        for _ in nlp(text).sents: pass
raw = time.perf_counter() - began
print(json.dumps({"words": words, "import": took, "raw": raw, "memory": memory}))
"""


def main() -> None:
    """Run all measurements and print their figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", help="the program `qc` of qualitative-coding 1.7.8")
    parser.add_argument("--largest", type=int, default=1000, help="transcripts in the largest import")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        files = write_transcripts(work / "transcripts", INTERVIEWS, WORDS)
        measure_import(work, options.largest)
        measure_whole_import(work, files, options.peer)
        measure_start(work)
        measure_tables(work)


def measure_import(work: Path, largest: int) -> None:
    """Measure words per second of import and of the sentence splitter alone, also for many transcripts."""
    say("## Import, start-up excluded")
    for count in (INTERVIEWS, largest // 4, largest):
        folder = work / f"transcripts-{count}"
        write_transcripts(folder, count, WORDS)
        new_project(work / f"study-{count}")
        raw = "raw" if count == INTERVIEWS else "no"
        output = run([sys.executable, "-c", _IMPORT, folder, work / f"study-{count}", raw])
        figures = json.loads(output)
        speed = figures["words"] / figures["import"]
        line = f"{count} transcripts: {speed:,.0f} words/s, {figures['import']:.2f} s, "
        line += f"{figures['memory']:.0f} MB peak"
        if figures["raw"] > 0 and raw == "raw":
            line += f"; blank + sentencizer {figures['words'] / figures['raw']:,.0f} words/s"
            line += f" (import reaches {figures['raw'] / figures['import']:.2f} of it)"
        say(line)
        shutil.rmtree(folder)


def measure_whole_import(work: Path, files: Sequence[Path], peer: str | None) -> None:
    """Measure `qualcode import` and `qc corpus import` of the same files as whole processes."""
    say("## Import, whole process")
    ours, theirs = [], []
    for turn in range(3):
        project = new_project(work / f"whole-{turn}")
        ours.append(timed([*QUALCODE, "import", work / "transcripts", "-p", project, "--coder", "me"]))
        if peer:
            study = work / f"peer-{turn}"
            study.mkdir()
            run([peer, "init"], cwd=study)
            corpus = [peer, "corpus", "import", "-r", "-i", "verbatim", files[0].parent]
            theirs.append(timed(corpus, cwd=study))
    say(f"qualcode import: {seconds(ours)}")
    say(f"qc corpus import: {seconds(theirs)}" if peer else "qc: not given (--peer)")


def measure_start(work: Path) -> None:
    """Measure `--help` and the imports it needs, and `status` of a project with 50,000 codings."""
    say("## Start-up")
    bare, ours = [], []
    for _ in range(7):
        bare.append(timed([sys.executable, "-c", "import typer, rich"]))
        ours.append(timed([*QUALCODE, "--help"]))
    ratio = statistics.median(ours) / statistics.median(bare)
    say(f"python -c 'import typer, rich': {seconds(bare)}")
    say(f"qualcode --help: {seconds(ours)} ({ratio:.2f} times)")
    project = work / f"study-{INTERVIEWS}"
    apply_many(work, project, 50_000, "first", "me")
    status = [timed([*QUALCODE, "status", "-p", project]) for _ in range(5)]
    say(f"status with 50,000 codings: {seconds(status)}")


def measure_tables(work: Path) -> None:
    """Measure `apply --from` of 100,000 codings, and the frequency table."""
    say("## 100,000 codings")
    project = work / f"study-{INTERVIEWS}"
    bulk_project = new_project(work / "bulk")
    run([*QUALCODE, "import", work / "transcripts", "-p", bulk_project, "--coder", "me"])
    elapsed = apply_many(work, bulk_project, 100_000, "all", "me")
    say(f"apply --from: {100_000 / elapsed:,.0f} rows/s ({elapsed:.2f} s, whole process)")
    apply_many(work, project, 50_000, "second", "you")
    say(f"frequencies: {seconds([timed([*QUALCODE, 'frequencies', '-p', project]) for _ in range(3)])}")
    by_source = [*QUALCODE, "frequencies", "--by", "source", "-f", "csv", "-p", project]
    say(f"frequencies --by source: {seconds([timed(by_source)])}")


def apply_many(work: Path, project: Path, count: int, name: str, coder: str) -> float:
    """Apply `count` random codings from a file; return the seconds that the process took."""
    path = work / f"{name}.csv"
    random = Random(name)  # noqa: S311 - a seed, not a secret
    keys = json.loads(run([*QUALCODE, "codebook", "-f", "json", "-p", project]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "start", "end", "code"])
        for number in range(count):
            start = random.randrange(100, 50_000)
            source = f"interview-{number % INTERVIEWS + 1:04}"
            key = random.choice(keys)["code"]
            writer.writerow([source, start, start + random.randrange(40, 900) + number % 7, key])
    return timed([*QUALCODE, "apply", "--from", path, "-p", project, "--coder", coder])


def new_project(folder: Path) -> Path:
    """Create an empty project with the example codebook."""
    run([*QUALCODE, "init", folder, "--codebook", CODEBOOK])
    return folder


def run(command: Sequence[object], cwd: Path | None = None) -> str:
    """Run a program to its end and return what it printed; its failure is ours."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},  # compiled once, as what is installed is
    )
    if done.returncode:
        raise SystemExit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def timed(command: Sequence[object], cwd: Path | None = None) -> float:
    """Return how many seconds a whole process takes."""
    began = time.perf_counter()
    run(command, cwd)
    return time.perf_counter() - began


def seconds(times: Sequence[float]) -> str:
    """Return the median and the range."""
    return f"{statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def say(line: str) -> None:
    """Print one line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
