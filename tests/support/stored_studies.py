"""Small studies in a real database: what the tests of the store begin from."""

from pathlib import Path

from qualcode.model import CoderName, Source, Span
from qualcode.store import history
from qualcode.store.database import Database, Row
from qualcode.store.records import codebooks, codings, sources
from tests.support import marked_text
from tests.support.marked_text import Marked

ANN = CoderName("ann")
BEN = CoderName("ben")

KEPT_TABLES = (
    "sources", "turns", "sentences", "cases", "attributes", "appearances", "codings", "decisions", "memos",
)  # fmt: skip
"""What undo must restore: all that coders decide, without the history itself and without opinions."""


def new_database(path: Path) -> Database:
    """Return a new database in which the codebook has its first version."""
    database = Database.create(path)
    with history.act(database, ANN, "codebook", undoable=False) as recorder:
        codebooks.add(recorder, ANN, "codes: []", "0" * 64, "{}")
    return database


def import_marked(
    database: Database, marked: str, *, name: str = "one", coder: CoderName = ANN, document: bool = False
) -> Marked:
    """Import what the marked text describes, and apply the codings marked in it, as two acts."""
    made = marked_text.document(marked, name=name) if document else marked_text.interview(marked, name=name)
    with history.act(database, coder, "import", name) as recorder:
        sources.add(recorder, made.source, made.turns, made.bounds, "utf-8")
    for one in dict.fromkeys(coding.coder for coding in made.codings):
        with history.act(database, one, "apply", name) as recorder:
            codings.add(recorder, [coding for coding in made.codings if coding.coder == one])
    return made


def apply_code(
    database: Database, source: Source, span: Span, code: str, coder: CoderName, number: int
) -> str:
    """Put one code on one span as one act; return the coding's id."""
    coding = marked_text.coding(source.id, source.text, span, code, coder=coder, number=number)
    with history.act(database, coder, "apply", code) as recorder:
        codings.add(recorder, [coding])
    return coding.id


def rows_of(database: Database, tables: tuple[str, ...] = KEPT_TABLES) -> dict[str, list[Row]]:
    """Return every row of the tables, in an order that does not depend on how they came there."""
    every = ((table, database.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608 - our own names
    return {table: sorted(rows, key=repr) for table, rows in every}


def all_rows(database: Database) -> dict[str, list[Row]]:
    """Return every row of every table, the history too."""
    return rows_of(database, (*KEPT_TABLES, "coders", "codebook_versions", "suggestions", "acts", "changes"))
