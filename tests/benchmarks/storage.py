"""Measures the store: `python -m tests.benchmarks.storage [--codings N] [--sources N] [--folder DIR]`.

Prints a figure on each line. Codings are spread evenly over sources of 10,000 words and over 45 codes.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from qualcode.model import (
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Origin,
    Source,
    SourceId,
    Span,
    context_of,
    new_id,
)
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.coding_filter import CodingFilter
from tests.support import marked_text

T = TypeVar("T")

ANN = CoderName("ann")
_SENTENCE = "We took out a line on the estate and within a week it was back. "
_ACTS = 300


def main() -> None:
    """Measure in a temporary database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codings", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=44)
    parser.add_argument("--folder", type=Path, default=None, help="Folder on the disk to measure.")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        Database.create(Path(folder) / "qualcode.db") as database,
    ):
        measure(database, options.sources, options.codings)
        size = database.path.stat().st_size / 1e6
        report("size of the file", f"{size:.0f} MB")
    report("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(database: Database, source_count: int, coding_count: int) -> None:
    """Print the time of each operation."""
    texts = import_sources(database, source_count)
    many = list(random_codings(texts, coding_count))
    seconds, _ = timed(lambda: add(database, many))
    report(
        f"add {coding_count} codings in one act", f"{seconds:.2f} s, {coding_count / seconds:.0f} per second"
    )
    report("list them", f"{timed(lambda: codings.listing(database))[0]:.2f} s")
    one_code = CodingFilter(codes=(CodeKey("code7"),))
    report("list those of one code", f"{timed(lambda: codings.listing(database, one_code))[0] * 1000:.0f} ms")
    report(
        "codings of one source", f"{timed(lambda: codings.of_source(database, texts[0].id))[0] * 1000:.0f} ms"
    )
    report("sources with their counts", f"{timed(lambda: sources.summaries(database))[0] * 1000:.0f} ms")
    report("count by code", f"{timed(lambda: codings.counts(database, 'code'))[0] * 1000:.0f} ms")
    durable = sorted(timed(partial(add, database, [one]))[0] for one in random_codings(texts, _ACTS, "one"))
    middle, slow = durable[_ACTS // 2], durable[_ACTS * 99 // 100]
    report("one durable act", f"{middle * 1000:.2f} ms median, {slow * 1000:.2f} ms 99th percentile")
    report(
        "find a coding by its id",
        f"{timed(lambda: codings.with_id_prefix(database, many[0].id[:8]))[0] * 1000:.2f} ms",
    )
    report("the whole history", f"{timed(lambda: history.acts(database))[0] * 1000:.1f} ms")
    history.undo(database, ANN, _ACTS)
    report("undo the first act", f"{timed(lambda: history.undo(database, ANN))[0]:.2f} s")
    report("redo it", f"{timed(lambda: history.redo(database, ANN))[0]:.2f} s")
    report("check the file", f"{timed(database.problems)[0]:.2f} s")


def import_sources(database: Database, count: int) -> list[Source]:
    """Import sources of about 10,000 words."""
    text = "Int: What happened?\n" + "".join(f"R: {_SENTENCE * 10}\n" for _ in range(72))
    imported = []
    for number in range(count):
        marked = marked_text.interview(f"{number}\n{text}", name=f"interview {number:04}")
        with history.act(database, ANN, "import", undoable=False) as recorder:
            if number == 0:
                codebooks.add(recorder, ANN, "", "", "{}")
            sources.add(recorder, marked.source, marked.turns, marked.bounds, "utf-8")
        imported.append(marked.source)
    return imported


def random_codings(texts: Sequence[Source], count: int, prefix: str = "code") -> list[Coding]:
    """Return codings of random spans of 20 to 300 characters, no two alike."""
    chance = random.Random(1)  # noqa: S311 - a fixed seed
    keys: dict[tuple[SourceId, Span, str], Source] = {}
    while len(keys) < count:
        source = chance.choice(texts)
        start = chance.randrange(len(source.text) - 300)
        span = Span(start, start + chance.randrange(20, 300))
        keys[source.id, span, f"{prefix}{chance.randrange(45)}"] = source
    return [coding(source, span, code) for (_, span, code), source in keys.items()]


def coding(source: Source, span: Span, code: str) -> Coding:
    """Return a new coding with a random UUID."""
    before, after = context_of(source.text, span)
    return Coding(
        id=CodingId(new_id()),
        source=source.id,
        span=span,
        quote=span.of(source.text),
        context_before=before,
        context_after=after,
        code=CodeKey(code),
        coder=ANN,
        made_at="2026-03-01T09:30:00.123Z",
        origin=Origin.HUMAN,
        codebook_version=1,
    )


def add(database: Database, several: Sequence[Coding]) -> None:
    """Add codings as one act."""
    with history.act(database, ANN, "apply") as recorder:
        codings.add(recorder, several)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that `work` took, and its result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def report(name: str, figure: str) -> None:
    """Print one figure."""
    sys.stdout.write(f"{name:<34} {figure}\n")


if __name__ == "__main__":
    main()
