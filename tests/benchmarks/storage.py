"""Measures the store: `python -m tests.benchmarks.storage [--codings N] [--sources N] [--folder DIR]`.

Prints one figure a line. Codings are spread evenly over sources of 10,000 words and 45 codes.
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
from qualcode.store.records import codebooks, codings, sources
from qualcode.store.records.codings import CodingFilter
from tests.support import marked_text

T = TypeVar("T")

ANN = CoderName("ann")
_SENTENCE = "We took out a line on the estate and within a week it was back. "
_ACTS = 300


def main() -> None:
    """Measure on a new database, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codings", type=int, default=100_000)
    parser.add_argument("--sources", type=int, default=44)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk that is to be measured")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(dir=options.folder) as folder,
        Database.create(Path(folder) / "qualcode.db") as database,
    ):
        measure(database, options.sources, options.codings)
        size = database.path.stat().st_size / 1e6
        tell("size of the file", f"{size:.0f} MB")
    tell("memory at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(database: Database, source_count: int, coding_count: int) -> None:
    """Print how long each thing takes."""
    texts = imported(database, source_count)
    many = list(random_codings(texts, coding_count))
    seconds, _ = timed(lambda: add(database, many))
    tell(f"add {coding_count} codings in one act", f"{seconds:.2f} s, {coding_count / seconds:.0f} a second")
    tell("list them", f"{timed(lambda: codings.listing(database))[0]:.2f} s")
    one_code = CodingFilter(codes=(CodeKey("code7"),))
    tell("list those of one code", f"{timed(lambda: codings.listing(database, one_code))[0] * 1000:.0f} ms")
    tell(
        "codings of one source", f"{timed(lambda: codings.of_source(database, texts[0].id))[0] * 1000:.0f} ms"
    )
    tell("sources with their counts", f"{timed(lambda: sources.summaries(database))[0] * 1000:.0f} ms")
    tell("count by code", f"{timed(lambda: codings.counts(database, 'code'))[0] * 1000:.0f} ms")
    durable = sorted(timed(partial(add, database, [one]))[0] for one in random_codings(texts, _ACTS, "one"))
    middle, slow = durable[_ACTS // 2], durable[_ACTS * 99 // 100]
    tell("one durable act", f"{middle * 1000:.2f} ms in the middle, {slow * 1000:.2f} ms for 99 of 100")
    tell(
        "find a coding by its id",
        f"{timed(lambda: codings.with_id_prefix(database, many[0].id[:8]))[0] * 1000:.2f} ms",
    )
    tell("the whole history", f"{timed(lambda: history.acts(database))[0] * 1000:.1f} ms")
    history.undo(database, ANN, _ACTS)
    tell("undo the first act", f"{timed(lambda: history.undo(database, ANN))[0]:.2f} s")
    tell("redo it", f"{timed(lambda: history.redo(database, ANN))[0]:.2f} s")
    tell("check the file", f"{timed(database.problems)[0]:.2f} s")


def imported(database: Database, count: int) -> list[Source]:
    """Import sources of about 10,000 words."""
    text = "Int: What happened?\n" + "".join(f"R: {_SENTENCE * 10}\n" for _ in range(72))
    found = []
    for number in range(count):
        made = marked_text.interview(f"{number}\n{text}", name=f"interview {number:04}")
        with history.act(database, ANN, "import", undoable=False) as recorder:
            if number == 0:
                codebooks.add(recorder, ANN, "", "", "{}")
            sources.add(recorder, made.source, made.turns, made.bounds, "utf-8")
        found.append(made.source)
    return found


def random_codings(texts: Sequence[Source], count: int, prefix: str = "code") -> list[Coding]:
    """Return codings of 20 to 300 characters at random places, no two alike."""
    chance = random.Random(1)  # noqa: S311 - the same places each time
    places: dict[tuple[SourceId, Span, str], Source] = {}
    while len(places) < count:
        source = chance.choice(texts)
        start = chance.randrange(len(source.text) - 300)
        span = Span(start, start + chance.randrange(20, 300))
        places[source.id, span, f"{prefix}{chance.randrange(45)}"] = source
    return [coding(source, span, code) for (_, span, code), source in places.items()]


def coding(source: Source, span: Span, code: str) -> Coding:
    """Return a new coding with an id as real ones have."""
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
    """Return the seconds that it took, and what it returned."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def tell(what: str, figure: str) -> None:
    """Print one figure."""
    sys.stdout.write(f"{what:<34} {figure}\n")


if __name__ == "__main__":
    main()
