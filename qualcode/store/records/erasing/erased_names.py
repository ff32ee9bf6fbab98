"""Names that were erased, kept as hashes, so that texts which still have one are recognised later."""

import hashlib
from collections.abc import Iterable

from qualcode.store.clock import now
from qualcode.store.database import Database, Row
from qualcode.store.records.erasing import written_texts
from qualcode.store.records.erasing.copied_words import word_runs

_SUBJECT = "names"
_LONGEST = 6
"""Maximum number of words of a name that is recognised."""


def digest(database: Database, name: str) -> str:
    """Return a hash of a name that only copies of this study have."""
    return _hashed(database.row("SELECT uuid FROM study"), name)


def add(database: Database, names: Iterable[str]) -> None:
    """Keep the hashes of names that were erased."""
    words = {_words(name) for name in names} - {""}
    database.execute_many(
        "INSERT OR IGNORE INTO tombstones VALUES (?, ?, '', ?)",
        [(_SUBJECT, digest(database, each), now()) for each in sorted(words)],
    )


def in_texts(database: Database) -> set[str]:
    """Return the erased names that texts of coders have, as they are written there."""
    digests = {
        str(row[0]) for row in database.rows("SELECT id FROM tombstones WHERE subject = ?", (_SUBJECT,))
    }
    if not digests:
        return set()
    by_words: dict[str, set[str]] = {}
    for _, text in written_texts.read_all(database):
        for length in range(1, _LONGEST + 1):
            for run, span in word_runs(text, length):
                by_words.setdefault(" ".join(run), set()).add(span.of(text))
    study = database.row("SELECT uuid FROM study")
    return {name for words, names in by_words.items() if _hashed(study, words) in digests for name in names}


def _hashed(study: Row | None, name: str) -> str:
    return hashlib.sha256(f"{study} {name}".encode()).hexdigest()


def _words(name: str) -> str:
    """Return the words of a name, case-folded."""
    return " ".join(word for (word,), _ in word_runs(name, 1))
