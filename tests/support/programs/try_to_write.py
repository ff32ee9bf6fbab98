"""Opens a database, reads it, tries to write, and says what happened: `try_to_write.py DATABASE`."""

import json
import sys
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.model import CoderName, Span
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from tests.support import stored_studies


def attempt(path: Path) -> dict[str, object]:
    """Return how many codings could be read, and what writing one more came to."""
    said: dict[str, object] = {"read": None, "written": False, "error": "", "hint": ""}
    try:
        with Database(path) as database:
            listing = codings.listing(database)
            said |= {"read": len(listing.rows), "problems": database.problems()}
            said["acts"] = len(history.acts(database))
            name = next(iter(sources.ids_by_name(database)))
            source = sources.with_name(database, name)
            stored_studies.apply_code(database, source, Span(0, 3), "more", CoderName("cy"), 999)
            said["written"] = True
    except QualcodeError as error:
        said |= {"kind": type(error).__name__, "error": error.message, "hint": error.hint}
    return said


if __name__ == "__main__":
    sys.stdout.write(json.dumps(attempt(Path(sys.argv[1]))))
