"""Brings a new database two versions further with steps of its own: `migrate_database.py DATABASE`."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from qualcode.store import migrations

NEWEST = migrations.newest_version(migrations.migration_scripts())
STEPS = {
    NEWEST + 1: "ALTER TABLE coders ADD COLUMN email TEXT NOT NULL DEFAULT '';\n"
    "INSERT INTO coders (name, made_at) VALUES ('step two', 'then');",
    NEWEST + 2: "CREATE TABLE teams (\n    name TEXT PRIMARY KEY -- not ; the end\n);\n"
    "INSERT INTO teams VALUES ('a; b');\n",
}


def migrate(path: Path, steps: dict[int, str]) -> None:
    """Take the steps that the database has not taken yet."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        migrations.migrate(connection, path, writable=True, scripts=steps)


if __name__ == "__main__":
    migrate(Path(sys.argv[1]), STEPS)
