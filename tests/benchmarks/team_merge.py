"""Time of packing and merging 100,000 codings: python -m tests.benchmarks.team_merge [CODINGS]."""

import random
import sys
import tempfile
import time
from pathlib import Path

from qualcode.model import CodeKey, CoderName
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.database import Database
from qualcode.store.project import open_project
from qualcode.store.records import codings, sources
from qualcode.store.records.codings import SpanWithCode
from qualcode.workflows.project import undo_acts
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support import marked_text, study_copies

BEN, LEAD = CoderName("ben"), CoderName("lead")
SOURCES, TURNS = 44, 200
CODES = ("pursue", "harm", "displacement")


def main(count: int) -> None:
    """Measure and print the seconds of packing, merging, merging again and undoing."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        study_copies.begin(root / "lead", [])
        with (
            open_project(root / "lead") as project,
            history.act(project.database, LEAD, "import") as recorder,
        ):
            for number in range(SOURCES):
                text = "".join(
                    f"Dana: {number} {turn} " + "We took out a line. " * 15 + "\n" for turn in range(TURNS)
                )
                read = marked_text.interview(text, name=f"s{number}")
                sources.add(recorder, read.source, read.turns, read.bounds, "utf-8")
        ben = study_copies.copy(root / "lead", root / "ben")
        with open_project(ben) as project:
            _code(project.database, count)
            started = time.perf_counter()
            pack_study(project, BEN, root / "ben.qpack")
            _say("pack", started)
        with open_project(root / "lead") as project:
            for name in ("merge", "merge again"):
                started = time.perf_counter()
                merge_copies(project, LEAD, [root / "ben.qpack"])
                _say(name, started)
            started = time.perf_counter()
            undo_acts.undo(project, LEAD)
            _say("undo", started)


def _say(name: str, started: float) -> None:
    seconds, processor = time.perf_counter() - started, time.process_time()
    sys.stdout.write(f"{name:12} {seconds:6.2f} s (processor so far {processor:6.2f} s)\n")
    sys.stdout.flush()


def _code(database: Database, count: int) -> None:
    draw = random.Random(1)  # noqa: S311
    with history.act(database, BEN, "apply") as recorder:
        for identity in sources.ids_by_name(database).values():
            source = sources.with_id(database, identity)
            spans = {
                (start, start + draw.randrange(20, 200), draw.choice(CODES))
                for start in (draw.randrange(len(source.text) - 200) for _ in range(count // SOURCES))
            }
            codings.add_spans(
                recorder,
                source,
                [SpanWithCode(start, end, CodeKey(code), "") for start, end, code in spans],
                coder=BEN,
                codebook_version=1,
                made_at=now(),
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
