"""Small studies in a real database, for the tests of the store."""

from pathlib import Path

from qualcode.model import CoderName, Source, Span
from qualcode.store import history
from qualcode.store.database import Database, Row
from qualcode.store.records import codings, sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.erasing import forget_names, forget_source
from tests.support import marked_text
from tests.support.marked_text import Marked

ANN = CoderName("ann")
BEN = CoderName("ben")

KEPT_TABLES = (
    "sources", "turns", "sentences", "cases", "attributes", "appearances", "codings", "decisions", "memos",
)  # fmt: skip
"""The tables that undo restores: all but the history itself and suggestions."""


def new_database(path: Path) -> Database:
    """Return a new database in which the codebook has its first version."""
    database = Database.create(path)
    with history.act(database, ANN, "codebook", undoable=False) as recorder:
        codebooks.add(recorder, ANN, "codes: []", "0" * 64, "{}")
    return database


def import_marked(
    database: Database, marked: str, *, name: str = "one", coder: CoderName = ANN, document: bool = False
) -> Marked:
    """Import a marked text and apply the codings marked in it, as an act each."""
    read = marked_text.document if document else marked_text.interview
    study = read(marked, name=name)
    with history.act(database, coder, "import", name) as recorder:
        sources.add(recorder, study.source, study.turns, study.bounds, "utf-8")
    for author in dict.fromkeys(coding.coder for coding in study.codings):
        with history.act(database, author, "apply", name) as recorder:
            codings.add(recorder, [coding for coding in study.codings if coding.coder == author])
    return study


def apply_code(
    database: Database, source: Source, span: Span, code: str, coder: CoderName, number: int
) -> str:
    """Put one code on one span as one act; return the coding's id."""
    coding = marked_text.coding(source.id, source.text, span, code, coder=coder, number=number)
    with history.act(database, coder, "apply", code) as recorder:
        codings.add(recorder, [coding])
    return coding.id


def rows_of(database: Database, tables: tuple[str, ...] = KEPT_TABLES) -> dict[str, list[Row]]:
    """Return every row of the tables, sorted."""
    table_rows = ((table, database.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608 - our own names
    return {table: sorted(rows, key=repr) for table, rows in table_rows}


def all_rows(database: Database) -> dict[str, list[Row]]:
    """Return every row of every table, the history too."""
    return rows_of(database, (*KEPT_TABLES, "coders", "codebook_versions", "suggestions", "acts", "changes"))


def erase(database: Database, source: Source) -> None:
    """Erase a source that was removed from the history and the disk."""
    with database.transaction():
        forget_source.forget(database, source.id)
        forget_names.forget_in_acts(database, {source.name}, ())
    database.erase_traces()
