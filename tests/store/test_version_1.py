"""A project whose database was written by the first version of the schema, opened by today's program.

`fixtures/version-1` was made by that program: an invented study of two interviews and a document, coded by
ann and ben. The codebook has three versions (`moved-on` renamed to `displacement`, `relocation` merged into
it); acts 25 and 28 are undone acts. The database is kept as it was written and never regenerated.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import ConflictError
from qualcode.model import About, CodeKey, CoderName, Origin, Verdict
from qualcode.project_folder import DATABASE_FILE
from qualcode.store import clock, history, migrations
from qualcode.store.database import Database
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, sources, suggestions, summaries
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.store.records.people import cases
from qualcode.store.records.transcripts import reading_places
from qualcode.workflows.check_project import check_project
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook

FIXTURE = Path(__file__).parent / "fixtures" / "version-1"
ANN, BEN = CoderName("ann"), CoderName("ben")
CODINGS = [
    ("local-01", "We arrested the runner", "pursue", "ann", Origin.HUMAN, "", 0),
    ("local-01", "They just move to the next estate.", "displacement", "ann", Origin.HUMAN,
     "Nobody asks where to.", 1),
    ("local-01", "They just move to the next estate.", "displacement", "ben", Origin.HUMAN,
     "See strategy.", 0),
    ("local-01", "The health team called us first 👮🏽", "divert", "ann", Origin.HUMAN, "", 0),
    ("partner-02", "They bring people to us instead of arresting them. That is the best thing they do.",
     "divert", "ann", Origin.SUGGESTION, "", 0),
    ("partner-02", "the dealing moved to the park", "displacement", "ann", Origin.HUMAN, "", 0),
    ("strategy", "Staff numbers and late data sharing", "data", "ben", Origin.HUMAN, "", 0),
]  # fmt: skip
"""Source, quote, code, coder, origin, memo and star of each coding."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A copy of the project, opened."""
    shutil.copytree(FIXTURE, tmp_path / "study")
    with open_project(tmp_path / "study") as opened:
        yield opened


def codes_of(project: Project, source: str, coder: CoderName) -> list[str]:
    """Return the codes of a coder's codings of a source, in the order of the text."""
    identity = sources.ids_by_name(project.database)[source]
    return [str(coding.code) for coding in codings.of_source(project.database, identity, coder)]


def test_the_fixture_is_of_version_1() -> None:
    with closing(sqlite3.connect(f"{(FIXTURE / DATABASE_FILE).as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_every_coding_is_there_and_stands_on_its_words(project: Project) -> None:
    columns = ("source", "quote", "code", "coder", "origin", "memo", "starred")
    assert list(codings.listing(project.database, columns=columns).rows) == CODINGS
    assert project.database.problems() == []
    assert check_project(project) == []


def test_turns_sentences_and_cases_are_there(project: Project) -> None:
    database = project.database
    counts = {one.name: (one.turns, one.sentences, one.words) for one in sources.summaries(database)}
    assert counts == {"local-01": (6, 10, 67), "partner-02": (4, 6, 44), "strategy": (4, 4, 24)}
    names = {identity: name for name, identity in sources.ids_by_name(database).items()}
    assert [
        (case.name, dict(case.attributes), [(names[source], speaker) for source, speaker in case.sources])
        for case in cases.read_all(database)
    ] == [
        ("Dana", {"tier": "local", "organisation": "police"}, [("local-01", "Dana")]),
        ("Sam", {"tier": "partner", "organisation": "charity"}, [("partner-02", "Sam")]),
    ]


def test_memos_and_summaries_are_there(project: Project) -> None:
    source = sources.ids_by_name(project.database)["local-01"]
    assert [
        (memo.about, memo.target, memo.text, memo.coder) for memo in memos.read_all(project.database)
    ] == [
        (About.PROJECT, "", "Which roles come up together?", ANN),
        (About.SOURCE, source, "Recorded in a car, hard to hear.", ANN),
        (About.CODE, "pursue", "Only arrests, or searches too?", BEN),
    ]
    assert [(one.unit, one.code, one.text, one.coder) for one in summaries.read_all(project.database)] == [
        ("Dana", "outcomes", "Displacement is taken for granted.", ANN),
        ("Sam", "roles", "Diversion is what the police do best.", BEN),
    ]


def test_suggestions_and_decisions_are_there(project: Project) -> None:
    database = project.database
    names = {identity: name for name, identity in sources.ids_by_name(database).items()}
    assert [(names[one.source], one.code, one.verdict) for one in suggestions.decisions(database, ANN)] == [
        ("partner-02", "divert", Verdict.ACCEPTED),
        ("local-01", "data", Verdict.REJECTED),
        ("strategy", "staff", Verdict.SKIPPED),
    ]
    pending = {
        (names[one.source], one.code)
        for one in suggestions.pending(database, ANN, current_codebook(project).codebook)
    }
    assert pending == {("local-01", "staff"), ("partner-02", "pursue"), ("strategy", "data")}
    [run] = suggestions.runs(database, "patterns")
    assert run.codebook_version == 1


def test_the_versions_of_the_codebook_and_what_became_of_its_codes_are_there(project: Project) -> None:
    assert codebooks.numbers(project.database) == [1, 2, 3]
    newest = codebooks.newest(project.database)
    assert newest is not None
    assert newest.text == project.codebook_path.read_text(encoding="utf-8")
    assert key_lineage.key_changes(project.database, 1, 3) == {
        "moved-on": ("displacement",),
        "relocation": ("displacement",),
    }


def test_reading_places_are_there(project: Project) -> None:
    names = {identity: name for name, identity in sources.ids_by_name(project.database).items()}
    places = reading_places.read_all(project.database, ANN)
    read_turns = {
        names[source]: [
            turn.number for turn in sources.turns(project.database, source) if place.has_read(turn)
        ]
        for source, place in places.items()
    }
    assert read_turns == {"local-01": [1, 2, 3], "strategy": [1]}
    assert {names[source]: (one.position, one.mark) for source, one in places.items()} == {
        "local-01": (158, None),
        "strategy": (9, 9),
    }


def test_the_history_is_there(project: Project) -> None:
    acts = history.acts(project.database)
    assert [act.number for act in acts] == list(range(29, 0, -1))
    assert {act.number: (act.coder, act.verb, act.undone_by) for act in acts if act.number > 20} == {
        29: (ANN, "skipped", None),
        28: (ANN, "undo", None),
        27: (ANN, "apply", 28),
        26: (BEN, "redo", None),
        25: (BEN, "undo", 26),
        24: (BEN, "remove", None),
        23: (ANN, "star", None),
        22: (BEN, "merge codes", None),
        21: (ANN, "rename code", None),
    }
    assert [change.subject for change in history.changes(project.database, 22)] == [
        "codebook_versions",
        "codings",
        "codings",
    ]


def test_a_removed_coding_comes_back_and_goes_again(project: Project) -> None:
    assert codes_of(project, "strategy", BEN) == ["data"]
    assert [act.verb for act in undo_acts.undo(project, BEN)] == ["remove"]
    assert codes_of(project, "strategy", BEN) == ["data", "staff"]
    redone = undo_acts.redo(project, BEN)
    assert redone is not None
    assert codes_of(project, "strategy", BEN) == ["data"]


def test_an_undone_coding_can_be_redone(project: Project) -> None:
    undo_acts.undo(project, ANN)
    assert CodeKey("staff") in {
        one.code for one in suggestions.pending(project.database, ANN, current_codebook(project).codebook)
    }
    assert [act.verb for act in undo_acts.undo(project, ANN)] == ["star"]
    assert codings.listing(project.database, CodingFilter(starred=True)).rows == ()
    assert undo_acts.redo(project, ANN) is not None
    assert len(codings.listing(project.database, CodingFilter(starred=True)).rows) == 1


def test_merge_and_rename_are_taken_back_in_turn(project: Project) -> None:
    undo_acts.undo(project, ANN, 2)
    with pytest.raises(ConflictError):
        undo_acts.undo(project, ANN)
    assert [act.verb for act in undo_acts.undo(project, BEN, 2)] == ["remove", "merge codes"]
    assert sorted(codes_of(project, "local-01", BEN)) == ["displacement", "relocation"]
    assert [act.verb for act in undo_acts.undo(project, ANN)] == ["rename code"]
    assert sorted(codes_of(project, "local-01", BEN)) == ["moved-on", "relocation"]
    codebook = project.codebook_path.read_text(encoding="utf-8")
    assert "code: moved-on   # renamed later" in codebook
    assert check_project(project) == []


def schema_of(path: Path) -> dict[tuple[str, str], str]:
    """Return the SQL of every table and index, without comments, quotation marks and layout."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {
        (kind, name): re.sub(r"\s*([(),])\s*|\s+", lambda match: match[1] or " ", _without_comments(sql))
        for kind, name, sql in rows
    }


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql).replace('"', "").strip()


def test_a_migrated_database_has_the_schema_of_a_new_one(project: Project, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    Database.create(new).close()
    migrated = schema_of(project.database.path)
    assert migrated == schema_of(new)
    assert ("table", "codings") in migrated
    for path in (new, project.database.path):
        with closing(sqlite3.connect(path)) as connection:
            newest = migrations.newest_version(migrations.migration_scripts())
            assert connection.execute("PRAGMA user_version").fetchone() == (newest,)


def test_the_schema_test_sees_a_column_more(project: Project, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    Database.create(new).close()
    with closing(sqlite3.connect(new)) as connection:
        connection.execute("ALTER TABLE cases ADD COLUMN note TEXT")
    assert schema_of(new) != schema_of(project.database.path)


def test_the_history_of_suggestions_gets_their_whole_key(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE, tmp_path / "study")
    path = tmp_path / "study" / DATABASE_FILE
    with closing(sqlite3.connect(path)) as connection, connection:
        identity, coder = connection.execute("SELECT id, coder FROM suggestions LIMIT 1").fetchone()
        connection.executemany(
            "INSERT INTO changes VALUES (1, ?, 'suggestions', json_object('id', ?, 'code', 'a'), NULL)",
            [(1000, identity), (1001, "gone")],
        )
    with open_project(tmp_path / "study") as project:
        changes = [one for one in history.changes(project.database, 1) if one.subject == "suggestions"]
    assert [one.before for one in changes] == [
        {"id": identity, "code": "a", "coder": coder},
        {"id": "gone", "code": "a", "coder": ""},
    ]


@pytest.mark.parametrize(
    ("numbers", "read"), [("", []), ("1-2,4", [1, 2, 4]), ("3", [3]), ("1-6", [1, 2, 3, 4, 5, 6]), ("9", [])]
)
def test_numbers_of_read_turns_become_spans(tmp_path: Path, numbers: str, read: list[int]) -> None:
    shutil.copytree(FIXTURE, tmp_path / "study")
    with closing(sqlite3.connect(tmp_path / "study" / DATABASE_FILE)) as connection, connection:
        connection.execute("UPDATE places SET read_turns = ?", (numbers,))
    with open_project(tmp_path / "study") as project:
        source = sources.ids_by_name(project.database)["local-01"]
        place = reading_places.of_source(project.database, ANN, source)
        assert place is not None
        turns = sources.turns(project.database, source)
        assert [turn.number for turn in turns if place.has_read(turn)] == read
        assert reading_places.count_read_turns(project.database, place) == len(read)


def identities(path: Path) -> list[list[tuple[str, ...]]]:
    """Return the UUIDs of the study, of its acts and of its codebook versions in a project's database."""
    queries = (
        "SELECT uuid FROM study",
        "SELECT uuid FROM acts ORDER BY number",
        "SELECT uuid FROM codebook_versions ORDER BY number",
    )
    with Database(path) as database:
        return [[tuple(map(str, row)) for row in database.rows(query)] for query in queries]


def test_two_copies_of_the_project_get_the_same_identities(tmp_path: Path) -> None:
    copies = [tmp_path / name for name in ("first", "second")]
    for copy in copies:
        shutil.copytree(FIXTURE, copy)
    first, second = (identities(copy / DATABASE_FILE) for copy in copies)
    assert first == second
    assert [len(uuids) for uuids in first] == [1, 29, 3]
    assert len({uuid for uuids in first for uuid in uuids}) == 33


def test_acts_are_in_the_order_of_their_time_stamps(project: Project) -> None:
    rows = project.database.rows("SELECT at, sequence FROM acts ORDER BY number")
    assert [sequence for _, sequence in rows] == [clock.milliseconds(str(at)) for at, _ in rows]


def test_versions_know_the_version_that_they_were_made_from(project: Project) -> None:
    rows = project.database.rows("SELECT number, parent, joined FROM codebook_versions ORDER BY number")
    assert rows == [(1, None, None), (2, 1, None), (3, 2, None)]
