"""The seam: transactions, its errors in words, and nothing left of what was erased."""

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


def test_what_a_transaction_wrote_another_connection_sees(database: Database, path: Path) -> None:
    with database.transaction():
        assert database.execute(ADD_CODER, ["ben"]) == 1
    with Database(path) as other:
        assert coders(other) == ["ann", "ben"]


def test_a_transaction_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction():
            database.execute_many(ADD_CODER, [("ben",), ("cy",)])
            raise KeyboardInterrupt

    before = stored_studies.everything(database)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert stored_studies.everything(database) == before
    with database.transaction():
        database.execute(ADD_CODER, ["ben"])


def test_what_was_not_finished_when_the_file_was_closed_never_happened(path: Path) -> None:
    def closed_too_early() -> None:
        with stored_studies.begun(path) as database, database.transaction():
            database.execute(ADD_CODER, ["ben"])
            database.close()

    with pytest.raises(sqlite3.ProgrammingError):
        closed_too_early()
    with Database(path) as again:
        assert coders(again) == ["ann"]


def test_one_is_told_whether_another_process_is_writing(database: Database, path: Path) -> None:
    with Database(path) as other:
        assert not database.being_written()
        with other.transaction():
            other.execute(ADD_CODER, ["ben"])
            assert database.being_written()
        assert not database.being_written()
        with database.transaction():
            database.execute(ADD_CODER, ["cy"])


def test_nothing_is_written_to_a_file_that_has_lost_its_name(database: Database, path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    with pytest.raises(StorageError, match="has been removed"), database.transaction():
        database.execute(ADD_CODER, ["ben"])
    Database.create(path).close()
    with pytest.raises(StorageError, match="has been removed or replaced"), database.transaction():
        database.execute(ADD_CODER, ["ben"])


def test_a_write_outside_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(AssertionError, match="inside a transaction"):
        database.execute(ADD_CODER, ["ben"])


def test_another_process_notices_that_something_was_written(database: Database, path: Path) -> None:
    with Database(path) as other:
        before = other.change_count()
        assert other.change_count() == before
        stored_studies.imported(database, "R: Yes.")
        assert other.change_count() != before


def test_every_commit_is_forced_to_the_disk(database: Database) -> None:
    assert database.row("PRAGMA synchronous") == (2,)
    assert database.row("PRAGMA journal_mode") == ("wal",)
    assert database.row("PRAGMA foreign_keys") == (1,)


def test_waiting_for_another_writer_has_an_end(database: Database, path: Path) -> None:
    with Database(path) as other:
        other.rows("PRAGMA busy_timeout = 20")
        with database.transaction(), pytest.raises(StorageError, match="Another program") as caught:
            stored_studies.imported(other, "R: Yes.")
    assert "nothing was changed" in caught.value.hint


def test_a_row_that_is_there_already_and_a_row_that_refers_to_nothing_are_conflicts(
    database: Database,
) -> None:
    with pytest.raises(ConflictError, match="exists already"), database.transaction():
        database.execute(ADD_CODER, ["ann"])
    with pytest.raises(ConflictError, match="refers to"), database.transaction():
        database.execute("INSERT INTO memos VALUES ('1', 'project', '', 'x', 'nobody', 'now')")


def test_what_the_schema_forbids_and_what_is_not_sql_are_bugs(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.execute("INSERT INTO memos VALUES ('1', 'the weather', '', 'x', 'ann', 'now')")
    with pytest.raises(sqlite3.OperationalError):
        database.rows("SELECT nothing FROM nowhere")


def test_a_sound_database_has_no_problems_and_a_dangling_reference_is_one(
    database: Database, path: Path
) -> None:
    stored_studies.imported(database, "R: We [took]{pursue} it.")
    assert database.problems() == []
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM sources")
    assert "a row of codings refers to a missing row of sources" in database.problems()


def test_making_a_database_where_one_is_is_a_conflict_and_keeps_the_old_one(
    database: Database, path: Path
) -> None:
    stored_studies.imported(database, "R: Yes.")
    with pytest.raises(ConflictError, match="There is a database already"):
        Database.create(path)
    assert len(sources.ids_by_name(database)) == 1
    assert not list(path.parent.glob("*partial*"))


def test_a_database_that_another_process_made_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.write_text("mine")
    theirs.write_text("theirs")
    with pytest.raises(FileExistsError):
        connecting.publish(mine, theirs)
    assert theirs.read_text() == "theirs"
    connecting.publish(mine, tmp_path / "free")
    assert (tmp_path / "free").read_text() == "mine"


def test_a_file_in_whose_name_every_character_is_odd_is_opened(tmp_path: Path) -> None:
    odd = tmp_path / "a b?c#d%20é😀;"
    odd.mkdir()
    stored_studies.begun(odd / "qualcode.db").close()
    with Database(odd / "qualcode.db") as database:
        assert coders(database) == ["ann"]


def test_a_relative_path_is_a_path_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stored_studies.begun(Path("qualcode.db")).close()
    with Database(Path("qualcode.db")) as database:
        os.chdir("/")
        assert coders(database) == ["ann"]


def test_of_an_erased_source_no_word_is_left_on_the_disk(path: Path) -> None:
    words = [b"Zyxwvutsrq", b"Plumbago", b"Quodlibet", b"Hemidemisemiquaver"]
    long = "R: We [took out]{pursue} Zyxwvutsrq. " + "It came back. " * 2_000 + "[Plumbago]{harm}."
    with stored_studies.begun(path) as database:
        kept = stored_studies.imported(database, "R: This [stays]{pursue}.", name="kept")
        source = stored_studies.imported(database, long, name="gone").source
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
        sources.erase_history(database, source)
        assert [word for word in words if word in on_disk(path)] == []
        assert [coding.code for coding in codings.of_source(database, kept.source.id)] == ["pursue"]
        assert database.problems() == []
    assert [word for word in words if word in on_disk(path)] == []


def test_what_was_erased_cannot_be_brought_back_and_what_was_not_can(database: Database) -> None:
    stored_studies.imported(database, "R: This [stays]{pursue}.", name="kept")
    source = stored_studies.imported(database, "R: This [goes]{harm}.", name="gone").source
    with history.act(database, ANN, "remove") as recorder:
        sources.remove(recorder, source)
    sources.erase_history(database, source)
    assert [act.summary for act in history.undo(database, ANN, 10)] == ["kept", "kept"]
    assert sources.ids_by_name(database) == {}
    assert "(erased)" in [act.summary for act in history.acts(database)]
    assert not any("gone" in act.summary for act in history.acts(database))


def test_an_act_that_was_about_other_sources_too_only_loses_the_name(database: Database) -> None:
    kept = stored_studies.imported(database, "R: This stays.", name="kept")
    gone = stored_studies.imported(database, "R: This goes.", name="gone")
    with history.act(database, ANN, "apply", "harm in kept, gone") as recorder:
        for number, one in enumerate((kept, gone)):
            text = one.source.text
            codings.add(
                recorder, [marked_text.coding(one.source.id, text, Span(3, 7), "harm", number=number)]
            )
        memos.add(
            recorder,
            Memo(id=MemoId("m"), about=About.PROJECT, target="", text="so", coder=ANN, made_at="2026-01-01"),
        )
    with history.act(database, ANN, "remove", "gone") as recorder:
        sources.remove(recorder, gone.source)
    sources.erase_history(database, gone.source)
    told = {act.verb: (act.summary, act.changes) for act in history.acts(database)}
    assert told["apply"] == ("harm in kept, (erased)", 2)
    assert told["remove"] == ("(erased)", 0)


def test_while_another_program_reads_erasing_says_that_traces_may_be_left(
    database: Database, path: Path
) -> None:
    source = stored_studies.imported(database, "R: Zyxwvutsrq.").source
    database.rows("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sources").fetchone()
        with history.act(database, ANN, "remove") as recorder:
            sources.remove(recorder, source)
        with pytest.raises(StorageError, match="another program has the project open"):
            sources.erase_history(database, source)
    database.close()
    assert b"Zyxwvutsrq" not in on_disk(path)


def test_bytes_that_are_not_text_are_damage(database: Database, path: Path) -> None:
    stored_studies.imported(database, "R: We [took]{pursue} it.")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE codings SET memo = CAST(x'80ff' AS TEXT)")
    with pytest.raises(StorageError, match="damaged") as caught:
        codings.listing(database)
    assert "backup" in caught.value.hint


def test_a_row_comes_as_a_mapping_too(database: Database) -> None:
    assert database.records("SELECT name AS who FROM coders") == [{"who": "ann"}]
