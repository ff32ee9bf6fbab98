"""Changes to a pack with SQL, as another program or damage could make them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from qualcode.store.team.checked_rows import pack_digest


def change_pack(file: Path, statement: str) -> None:
    """Carry out a statement in a pack, whatever its constraints say; its digest stays as it was."""
    with closing(sqlite3.connect(file)) as pack, pack:
        pack.execute("PRAGMA ignore_check_constraints = ON")
        pack.execute("PRAGMA foreign_keys = OFF")
        pack.execute(statement)


def change_and_seal_pack(file: Path, statement: str) -> None:
    """Carry out a statement and write the new digest, as somebody who forges a pack would."""
    change_pack(file, statement)
    with closing(sqlite3.connect(file)) as pack, pack:
        pack.execute("UPDATE pack SET digest = ?", (pack_digest(pack),))
