"""Measures tables and, in whole processes on one study, the same tables of qualitative-coding.

    python tests/benchmarks/findings.py [--peer /path/to/qc] [--largest 1000000]

The study has 44 sources and 13,200 codings, each on a whole paragraph, as `qc` codes lines. `--peer` is the
`qc` program of qualitative-coding 1.7.8; without it only our own figures are printed.
"""

import argparse
import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.model import Code, Codebook, CodeKey, Listing, Source, SourceId, SourceKind, Span, Turn
from qualcode.tables import Study, codings_frame, cooccurrence, gather, index_source
from tests.benchmarks.foundation import QUALCODE, new_project, run, say, seconds, timed
from tests.benchmarks.transcripts import write_transcripts

INTERVIEWS, WORDS, CODINGS = 44, 10_000, 13_200
CODES, LENGTH, TURN = 45, 50_000, 300
Coded = list[tuple[str, int, int, int, str]]
"""Source, line from 0, start, end and code."""


def main() -> None:
    """Run all measurements and print their figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", help="the program `qc` of qualitative-coding 1.7.8")
    parser.add_argument("--largest", type=int, default=1_000_000, help="codings in the largest sweep")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        measure_tables(Path(folder), options.peer)
    measure_sweep(options.largest)


def measure_tables(work: Path, peer: str | None) -> None:
    """Measure the same tables of both programs, alternately."""
    files = write_transcripts(work / "transcripts", INTERVIEWS, WORDS)
    project = new_project(work / "study")
    run([*QUALCODE, "import", work / "transcripts", "-p", project, "--coder", "me"])
    codes = json.loads(run([*QUALCODE, "codebook", "-f", "json", "-p", project]))
    coded = list(_paragraphs(files, [str(one["code"]) for one in codes]))
    with (work / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "start", "end", "code"])
        writer.writerows((source, start, end, code) for source, _, start, end, code in coded)
    run([*QUALCODE, "apply", "--from", work / "codings.csv", "-p", project, "--coder", "me"])
    if peer:
        _peers_study(work / "peer", peer, files, codes, coded)
    say(f"## {len(files)} sources, {len(coded):,} codings, whole processes")
    for ours, theirs in (
        (["frequencies"], ["stats"]),
        (["crosstab", "code", "source"], ["stats", "--by-document"]),
        (["cooccurrence", "--within", "turn", "--square"], ["crosstab", "--unit", "paragraph"]),
    ):
        own_times: list[float] = []
        peer_times: list[float] = []
        for _ in range(5):
            own_times.append(timed([*QUALCODE, *ours, "-p", project]))
            if peer:
                peer_times.append(timed([peer, "codes", *theirs], cwd=work / "peer"))
        say(f"qualcode {' '.join(ours)}: {seconds(own_times)}")
        if peer:
            say(f"qc codes {' '.join(theirs)}: {seconds(peer_times)}")


def _paragraphs(files: Sequence[Path], codes: Sequence[str]) -> Iterator[tuple[str, int, int, int, str]]:
    """Yield random codings of whole paragraphs without repetition, equally many of each source."""
    random = Random(1)  # noqa: S311 - a seed, not a secret
    for file in files:
        text = file.read_text(encoding="utf-8")
        places, start = [], 0
        for line, words in enumerate(text.split("\n")):
            if words:
                places.append((line, start + words.index(": ") + 2, start + len(words)))
            start += len(words) + 1
        pairs = [(place, code) for place in places for code in codes]
        for (line, first, end), code in random.sample(pairs, CODINGS // len(files)):
            yield file.stem, line, first, end, code


def _peers_study(
    folder: Path, peer: str, files: Sequence[Path], codes: Sequence[dict[str, object]], coded: Coded
) -> None:
    """Build the same study for `qc`: its import, then rows in its tables, since it codes in an editor."""
    folder.mkdir()
    run([peer, "init"], cwd=folder)
    run([peer, "corpus", "import", "-r", "-i", "verbatim", files[0].parent], cwd=folder)
    depths = [int(str(one["depth"])) for one in codes]
    tree = [
        f"{'  ' * depth}- {one['code']}{':' if after > depth else ''}"
        for one, depth, after in zip(codes, depths, [*depths[1:], 0], strict=True)
    ]
    (folder / "codebook.yaml").write_text("\n".join(tree) + "\n", encoding="utf-8")
    with sqlite3.connect(folder / "qualitative_coding.sqlite3") as database:
        database.execute("INSERT INTO coder VALUES ('me')")
        database.executemany("INSERT INTO code VALUES (?)", [(str(one["code"]),) for one in codes])
        for number, (source, line, _, _, code) in enumerate(coded, start=1):
            database.execute("INSERT INTO coded_line VALUES (?, ?, 'me', ?)", (number, line, code))
            database.execute(
                """INSERT INTO coded_line_location_association
                   SELECT ?, location.id FROM location
                   JOIN document_index ON document_index.id = document_index_id
                   WHERE document_id = ? AND start_line <= ? AND ? < end_line""",
                (number, f"{source}.txt", line, line),
            )
    database.close()


def measure_sweep(largest: int) -> None:
    """Measure co-occurrence by overlap in studies of equal density, from an eighth to the full size."""
    say("## Co-occurrence, after loading")
    for count in (largest // 8, largest // 4, largest // 2, largest):
        study = _study(count)
        began = time.perf_counter()
        pairs = cooccurrence(study)
        elapsed = time.perf_counter() - began
        say(f"{count:,} codings, {int(pairs['together'].sum()):,} pairs: {elapsed:.2f} s")


def _study(count: int) -> Study:
    """Return a study of random codings, 1,000 in each source."""
    text = "one two three four five " * (LENGTH // 24)
    spans = [Span(start, min(start + TURN, len(text))) for start in range(0, len(text), TURN)]
    turns = [Turn(number=number, span=span, body=span) for number, span in enumerate(spans, start=1)]
    names = [f"s{number}" for number in range(max(1, count // 1_000))]
    indexes = (
        index_source(
            Source(
                id=SourceId(name), name=name, kind=SourceKind.INTERVIEW, text=text, sha256="", file_name=name,
                file_sha256="", imported_at="", words=0,
            ),
            turns,
        )
        for name in names
    )  # fmt: skip
    keys = [CodeKey(f"code-{number}") for number in range(CODES)]
    numbers = np.random.default_rng(1)
    start = numbers.integers(0, len(text) - 900, count)
    columns = (
        [names[number % len(names)] for number in range(count)],
        start.tolist(),
        (start + numbers.integers(40, 400, count)).tolist(),
        [keys[number] for number in numbers.integers(0, CODES, count)],
        ["me"] * count,
    )
    listing = Listing(
        columns=("source", "start", "end", "code", "coder"), rows=tuple(zip(*columns, strict=True))
    )
    codebook = Codebook(codes=tuple(Code(key=key) for key in keys))
    return gather(codings_frame(listing), indexes, (), codebook)


if __name__ == "__main__":
    main()
