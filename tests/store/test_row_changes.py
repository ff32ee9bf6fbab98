"""Every table that the history knows: its key and columns are those of the schema."""

import pytest

from qualcode.model import CodeKey
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import move_codings
from qualcode.store.row_changes import TABLES
from tests.support import stored_studies
from tests.support.stored_studies import ANN, BEN

WITHOUT_HISTORY = {
    "coders", "codebook_versions", "code_fates", "codebook_unwritten", "suggestion_runs", "vectors", "acts",
    "changes", "places", "erasures", "backups", "sqlite_sequence", "study", "tombstones", "frozen_erasures",
}  # fmt: skip
"""Tables whose rows are written without a change: the history itself, caches, what is recorded as a whole."""


def test_every_table_is_in_the_history_or_named_here(database: Database) -> None:
    tables = {str(row[0]) for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == set(TABLES) | WITHOUT_HISTORY


@pytest.mark.parametrize("table", TABLES)
def test_the_key_and_the_source_of_a_table_are_those_of_the_schema(database: Database, table: str) -> None:
    columns = database.records(f"PRAGMA table_info({table})")
    key = sorted((int(str(column["pk"])), str(column["name"])) for column in columns if column["pk"])
    names = {str(column["name"]) for column in columns}
    assert TABLES[table].key == tuple(name for _, name in key)
    assert TABLES[table].of_source == ("source_id" in names)
    assert TABLES[table].bulky <= names


def test_a_rename_moves_the_suggestions_of_every_coder_and_undo_moves_them_back(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: We took out a line.").source
    with database.transaction():
        database.execute("INSERT INTO suggestion_runs VALUES ('run', 'patterns', '1', '{}', 1, 0, 'now')")
        database.execute_many(
            "INSERT INTO suggestions VALUES ('s', ?, 'run', ?, 0, 5, 'old', 1, '', 'patterns', NULL, NULL)",
            [("", source.id), (ANN, source.id), (BEN, source.id)],
        )
    with history.act(database, ANN, "rename") as recorder:
        move_codings.replace_codes(recorder, [CodeKey("old")], CodeKey("new"))
    codes = "SELECT coder, code FROM suggestions ORDER BY coder"
    assert database.rows(codes) == [("", "new"), ("ann", "new"), ("ben", "new")]
    history.undo(database, ANN)
    assert database.rows(codes) == [("", "old"), ("ann", "old"), ("ben", "old")]
