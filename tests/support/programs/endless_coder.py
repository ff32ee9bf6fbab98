"""A coder who codes without a pause: `endless_coder.py DATABASE SOURCE CODER [FIRST COUNT SHARED]`.

Each coding is one act; its id is printed, and flushed, after the act has returned. Each act also appends the
coder's initial to the memo of the coding SHARED. Without FIRST, every line on stdin, `FIRST COUNT`, starts
another such process, which may be killed: its process id is printed first, and `ended` when it is no more.
"""

import os
import sys
from pathlib import Path

from qualcode.model import CoderName, SourceId, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from tests.support import marked_text


def say(what: object) -> None:
    """Print a line at once and as one piece, so that a process killed meanwhile has said it or has not."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def write(path: Path, source_id: str, coder: CoderName, numbers: range, shared: str = "") -> None:
    """Apply one coding after the other, each on a span of its own."""
    with Database(path) as database:
        source = sources.with_id(database, SourceId(source_id))
        for number in numbers:
            start, length = number % (len(source.text) - 60), 1 + number % 53
            span = Span(start, start + length)
            coding = marked_text.coding(
                source.id, source.text, span, f"{coder}{number}", coder=coder, number=number
            )
            with history.act(database, coder, "apply", str(number)) as recorder:
                codings.add(recorder, [coding])
                if shared:
                    noted = codings.with_id_prefix(database, shared)
                    codings.write_memo(recorder, noted, noted.memo + coder[0])
            say(coding.id)


def serve(path: Path, source_id: str, coder: CoderName) -> None:
    """Start a writer for each line: a copy of this process, so that two hundred start in seconds."""
    for line in sys.stdin:
        first, count = map(int, line.split())
        process = os.fork()
        if process == 0:
            write(path, source_id, coder, range(first, first + count))
            os._exit(0)
        say(process)
        os.waitpid(process, 0)
        say("ended")


if __name__ == "__main__":
    _, database, source, name, *rest = sys.argv
    if rest:
        begin, many, memo = int(rest[0]), int(rest[1]), rest[2]
        write(Path(database), source, CoderName(name), range(begin, begin + many), memo)
    else:
        serve(Path(database), source, CoderName(name))
