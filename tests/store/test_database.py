"""Transactions, errors of SQLite in a user's terms, and what remains on disk after an erasure."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import ConflictError, StorageError
from qualcode.model import About, Memo, MemoId, Span
from qualcode.store import connection as connecting
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, memos, sources
from tests.support import marked_text, stored_studies
from tests.support.stored_studies import ANN, BEN

ADD_CODER = "INSERT INTO coders VALUES (?, 'now')"


def coders(database: Database) -> list[object]:
    return [row[0] for row in database.rows("SELECT name FROM coders ORDER BY name")]


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_a_committed_transaction_is_visible_to_another_connection(database: Database, path: Path) -> None:
    with database.transaction():
        assert database.execute(ADD_CODER, ["ben"]) == 1
    with Database(path) as second:
        assert coders(second) == ["ann", "ben"]


def test_a_transaction_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction():
            database.execute_many(ADD_CODER, [("ben",), ("cy",)])
            raise KeyboardInterrupt

    before = stored_studies.all_rows(database)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert stored_studies.all_rows(database) == before
    with database.transaction():
        database.execute(ADD_CODER, ["ben"])


def test_closing_the_file_rolls_an_open_transaction_back(path: Path) -> None:
    def closed_too_early() -> None:
        with stored_studies.new_database(path) as database, database.transaction():
            database.execute(ADD_CODER, ["ben"])
            database.close()

    with pytest.raises(sqlite3.ProgrammingError):
        closed_too_early()
    with Database(path) as again:
        assert coders(again) == ["ann"]


def test_being_written_is_true_while_another_connection_writes(database: Database, path: Path) -> None:
    with Database(path) as second:
        assert not database.being_written()
        with second.transaction():
            second.execute(ADD_CODER, ["ben"])
            assert database.being_written()
        assert not database.being_written()
        with database.transaction():
            database.execute(ADD_CODER, ["cy"])


def test_nothing_is_written_to_a_file_that_was_renamed_or_replaced(database: Database, path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    with pytest.raises(StorageError, match="has been removed"), database.transaction():
        database.execute(ADD_CODER, ["ben"])
    Database.create(path).close()
    with pytest.raises(StorageError, match="has been removed or replaced"), database.transaction():
        database.execute(ADD_CODER, ["ben"])


def test_a_write_outside_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(AssertionError, match="inside a transaction"):
        database.execute(ADD_CODER, ["ben"])


def test_the_change_count_changes_when_another_connection_writes(database: Database, path: Path) -> None:
    with Database(path) as second:
        before = second.change_count()
        assert second.change_count() == before
        stored_studies.import_marked(database, "R: Yes.")
        assert second.change_count() != before


def test_every_commit_is_forced_to_the_disk(database: Database) -> None:
    assert database.row("PRAGMA synchronous") == (2,)
    assert database.row("PRAGMA journal_mode") == ("wal",)
    assert database.row("PRAGMA foreign_keys") == (1,)


def test_waiting_for_another_writer_times_out(database: Database, path: Path) -> None:
    with Database(path) as second:
        second.rows("PRAGMA busy_timeout = 20")
        with database.transaction(), pytest.raises(StorageError, match="Another program") as caught:
            stored_studies.import_marked(second, "R: Yes.")
    assert "nothing was changed" in caught.value.hint


def test_a_duplicate_row_and_a_missing_reference_are_conflicts(
    database: Database,
) -> None:
    with pytest.raises(ConflictError, match="exists already"), database.transaction():
        database.execute(ADD_CODER, ["ann"])
    with pytest.raises(ConflictError, match="refers to"), database.transaction():
        database.execute(
            "INSERT INTO memos VALUES ('1', 'project', '', 'x', 'nobody', 'now', NULL, NULL, '')"
        )


def test_what_the_schema_forbids_and_what_is_not_sql_are_bugs(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.execute(
            "INSERT INTO memos VALUES ('1', 'the weather', '', 'x', 'ann', 'now', NULL, NULL, '')"
        )
    with pytest.raises(sqlite3.OperationalError):
        database.rows("SELECT nothing FROM nowhere")


def test_an_intact_database_has_no_problems_and_a_dangling_reference_is_one(
    database: Database, path: Path
) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    assert database.problems() == []
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM sources")
    assert "a row of codings refers to a missing row of sources" in database.problems()


def test_creating_an_existing_database_is_a_conflict_and_keeps_the_old_one(
    database: Database, path: Path
) -> None:
    stored_studies.import_marked(database, "R: Yes.")
    with pytest.raises(ConflictError, match="There is a database already"):
        Database.create(path)
    assert len(sources.ids_by_name(database)) == 1
    assert not list(path.parent.glob("*partial*"))


def test_a_database_that_another_process_made_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    partial, theirs = tmp_path / "mine", tmp_path / "theirs"
    partial.write_text("mine")
    theirs.write_text("theirs")
    with pytest.raises(FileExistsError):
        connecting.publish(partial, theirs)
    assert theirs.read_text() == "theirs"
    connecting.publish(partial, tmp_path / "free")
    assert (tmp_path / "free").read_text() == "mine"


def test_a_file_in_whose_name_every_character_is_odd_is_opened(tmp_path: Path) -> None:
    odd = tmp_path / "a b?c#d%20é😀;"
    odd.mkdir()
    stored_studies.new_database(odd / "qualcode.db").close()
    with Database(odd / "qualcode.db") as database:
        assert coders(database) == ["ann"]


def test_a_relative_path_is_a_path_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stored_studies.new_database(Path("qualcode.db")).close()
    with Database(Path("qualcode.db")) as database:
        os.chdir("/")
        assert coders(database) == ["ann"]


def test_no_word_of_an_erased_source_remains_on_disk(path: Path) -> None:
    words = [b"Zyxwvutsrq", b"Plumbago", b"Quodlibet", b"Hemidemisemiquaver"]
    long = "R: We [took out]{pursue} Zyxwvutsrq. " + "It came back. " * 2_000 + "[Plumbago]{harm}."
    with stored_studies.new_database(path) as database:
        remaining = stored_studies.import_marked(database, "R: This [stays]{pursue}.", name="kept")
        source = stored_studies.import_marked(database, long, name="gone").source
        with history.act(database, BEN, "memo") as recorder:
            note = Memo(
                id=MemoId("m"),
                about=About.SOURCE,
                target=source.id,
                text="Quodlibet",
                coder=BEN,
                made_at="now",
            )
            memos.add(recorder, note)
            coding = codings.of_source(database, source.id)[0]
            codings.write_memo(recorder, coding, "Hemidemisemiquaver")
        assert all(word in on_disk(path) for word in words)
        with history.act(database, ANN, "remove") as recorder:
            sources.remove(recorder, source)
        assert all(word in on_disk(path) for word in words)
        stored_studies.erase(database, source)
        assert [word for word in words if word in on_disk(path)] == []
        assert [coding.code for coding in codings.of_source(database, remaining.source.id)] == ["pursue"]
        assert database.problems() == []
    assert [word for word in words if word in on_disk(path)] == []


def test_erased_sources_cannot_be_restored_and_others_can(database: Database) -> None:
    stored_studies.import_marked(database, "R: This [stays]{pursue}.", name="kept")
    source = stored_studies.import_marked(database, "R: This [goes]{harm}.", name="gone").source
    with history.act(database, ANN, "remove") as recorder:
        sources.remove(recorder, source)
    stored_studies.erase(database, source)
    assert [act.summary for act in history.undo(database, ANN, 10)] == ["kept", "kept"]
    assert sources.ids_by_name(database) == {}
    assert "(erased)" in [act.summary for act in history.acts(database)]
    assert not any("gone" in act.summary for act in history.acts(database))


def test_an_act_on_several_sources_loses_only_the_erased_name(database: Database) -> None:
    remaining = stored_studies.import_marked(database, "R: This stays.", name="kept")
    gone = stored_studies.import_marked(database, "R: This goes.", name="gone")
    with history.act(database, ANN, "apply", "harm in kept, gone") as recorder:
        for number, marked in enumerate((remaining, gone)):
            text = marked.source.text
            codings.add(
                recorder, [marked_text.coding(marked.source.id, text, Span(3, 7), "harm", number=number)]
            )
        memos.add(
            recorder,
            Memo(id=MemoId("m"), about=About.PROJECT, target="", text="so", coder=ANN, made_at="2026-01-01"),
        )
    with history.act(database, ANN, "remove", "gone") as recorder:
        sources.remove(recorder, gone.source)
    stored_studies.erase(database, gone.source)
    entries = {act.verb: (act.summary, act.changes) for act in history.acts(database)}
    assert entries["apply"] == ("harm in kept, (erased)", 2)
    assert entries["remove"] == ("(erased)", 0)


def test_erasing_while_another_program_reads_warns_of_remaining_text(database: Database, path: Path) -> None:
    source = stored_studies.import_marked(database, "R: Zyxwvutsrq.").source
    database.rows("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sources").fetchone()
        with history.act(database, ANN, "remove") as recorder:
            sources.remove(recorder, source)
        with pytest.raises(StorageError, match="another program has the project open"):
            stored_studies.erase(database, source)
    database.close()
    assert b"Zyxwvutsrq" not in on_disk(path)


def test_bytes_that_are_not_text_are_damage(database: Database, path: Path) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE codings SET memo = CAST(x'80ff' AS TEXT)")
    with pytest.raises(StorageError, match="damaged") as caught:
        codings.listing(database)
    assert "backup" in caught.value.hint


def test_records_are_mappings_from_column_to_cell(database: Database) -> None:
    assert database.records("SELECT name AS who FROM coders") == [{"who": "ann"}]


def test_each_of_two_open_databases_keeps_its_temporary_files_in_its_own_folder(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        stored_studies.new_database(folder / "qualcode.db").close()
    with Database(folders[0] / "qualcode.db") as first, Database(folders[1] / "qualcode.db") as second:
        for database, folder in ((first, folders[0]), (second, folders[1]), (first, folders[0])):
            assert database.rows("PRAGMA temp_store_directory") == [(str(folder),)]
        with first.transaction():
            second.rows("SELECT 1")
            first.execute(ADD_CODER, ["cleo"])
            assert first.rows("PRAGMA temp_store_directory") == [(str(folders[0]),)]
        second.erase_traces()
        with closing(sqlite3.connect(":memory:")) as any_connection:
            folder = any_connection.execute("PRAGMA temp_store_directory").fetchone()
        assert folder == (str(folders[1]),)
