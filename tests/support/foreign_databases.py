"""Databases as QualCoder, Taguette and qc write them, made from a few rows."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def write_database(path: Path, rows: Rows) -> Path:
    """Write a table for each name, with the columns of its first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, records in rows.items():
            columns = list(dict.fromkeys(column for record in records for column in record)) or ["id"]
            quoted = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f'CREATE TABLE "{table}" ({quoted})')
            marks = ", ".join("?" for _ in columns)
            values = [[record.get(column) for column in columns] for record in records]
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)  # noqa: S608 - test data
    return path
