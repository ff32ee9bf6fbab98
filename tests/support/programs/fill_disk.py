"""Codes until the disk is full, makes room, and goes on: `fill_disk.py FOLDER disk|limit|pages`.

`disk`: the folder is a small disk, and deleting a file on it makes room. `limit`: no file may grow beyond a
size. `pages`: SQLite may not use more than so many pages.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from qualcode.errors import StorageError
from qualcode.model import Source, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings
from tests.support import marked_text, stored_studies

_LIMIT = 600_000
_AT_ONCE = 7
_TEXT = "Int: What happened?\nR: " + "We took out a line, and in a week it was back. " * 400


def ways(database: Database, folder: Path) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return how each way makes the disk small, and how it makes room again."""
    ballast = folder / "ballast"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    return {
        "disk": (lambda: ballast.write_bytes(bytes(200_000)), ballast.unlink),
        "limit": (
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT, hard)),
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard)),
        ),
        "pages": (
            lambda: database.rows("PRAGMA max_page_count = 120"),
            lambda: database.rows("PRAGMA max_page_count = 100000"),
        ),
    }


def apply(database: Database, source: Source, first: int) -> None:
    """Apply several codings as one act."""
    with history.act(database, stored_studies.ANN, "apply") as recorder:
        codings.add(
            recorder,
            [
                marked_text.coding(
                    source.id, source.text, Span(number % 9_000, 9_100), f"c{number}", number=number
                )
                for number in range(first, first + _AT_ONCE)
            ],
        )


def fill(folder: Path, way: str) -> dict[str, object]:
    """Return what was acknowledged, what was there when the disk was full, and what after."""
    with stored_studies.new_database(folder / "qualcode.db") as database:
        source = stored_studies.import_marked(database, _TEXT).source
        narrow, widen = ways(database, folder)[way]
        narrow()
        acknowledged = 0
        try:
            while acknowledged < 100_000:
                apply(database, source, acknowledged)
                acknowledged += _AT_ONCE
        except StorageError as error:
            said: dict[str, object] = {"error": error.message, "hint": error.hint}
        said |= {"acknowledged": acknowledged, "when_full": len(codings.listing(database).rows)}
        widen()
        apply(database, source, acknowledged)
    with Database(folder / "qualcode.db") as database:
        changes = database.row("SELECT count(*) FROM changes WHERE subject = 'codings'") or (None,)
        said |= {"after": len(codings.listing(database).rows), "changes": changes[0]}
        said["problems"] = database.problems()
    return said


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill(Path(sys.argv[1]), sys.argv[2])))
