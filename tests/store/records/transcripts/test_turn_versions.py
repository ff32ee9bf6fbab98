import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import ConflictError
from qualcode.model import Role, Source, Span, Turn, TurnSettings
from qualcode.store import history
from qualcode.store.database import Database, Record
from qualcode.store.records import sources
from qualcode.store.records.transcripts import turn_versions
from tests.support import stored_studies
from tests.support.stored_studies import ANN

RENAMED = TurnSettings(renames=(("R", "P07"),), speakers="x", read_options={"encoding": "cp1252"})


@pytest.fixture
def source(database: Database) -> Source:
    """A stored interview of two turns, coded."""
    stored_studies.import_marked(database, "I: Why?\n\nR: [No idea.]{doubt}")
    return sources.with_name(database, "one")


def cut_as_one_turn(database: Database, source: Source, speaker: str = "P07") -> Turn:
    """Replace the turns of a source by one of this speaker; return it."""
    turns = sources.turns(database, source.id)
    span = Span(turns[0].span.start, turns[-1].span.end)
    turn = Turn(number=1, span=span, body=span, speaker=speaker, role=Role.PARTICIPANT)
    with history.act(database, ANN, "cut", source.name) as recorder:
        turn_versions.add(recorder, source, [turn], [(1, span.start, span.end)], RENAMED)
    return turn


def test_an_earlier_cut_comes_back_with_undo_and_goes_with_redo(database: Database, source: Source) -> None:
    before = sources.turns(database, source.id), sources.sentences(database, source.id)
    turn = cut_as_one_turn(database, source)
    assert sources.turns(database, source.id) == (turn,)
    assert len(sources.sentences(database, source.id)) == 1
    assert turn_versions.current(database, source.id).settings == RENAMED
    history.undo(database, ANN)
    assert (sources.turns(database, source.id), sources.sentences(database, source.id)) == before
    assert turn_versions.current(database, source.id).settings == TurnSettings()
    history.redo(database, ANN)
    assert sources.turns(database, source.id) == (turn,)
    assert turn_versions.current(database, source.id).settings == RENAMED


def test_an_earlier_cut_cannot_be_undone_before_a_later_one(database: Database, source: Source) -> None:
    cut_as_one_turn(database, source)
    other = stored_studies.BEN
    with history.act(database, other, "cut", source.name) as recorder:
        turn_versions.add(recorder, source, [], [], TurnSettings())
    with pytest.raises(ConflictError, match="cut again"):
        history.undo(database, ANN)
    history.undo(database, other)
    history.undo(database, ANN)
    assert len(sources.turns(database, source.id)) == 2


def test_a_removed_source_comes_back_with_all_its_cuts(database: Database, source: Source) -> None:
    before = sources.turns(database, source.id)
    turn = cut_as_one_turn(database, source)
    with history.act(database, ANN, "remove source", source.name) as recorder:
        sources.remove(recorder, source)
    history.undo(database, ANN)
    assert sources.turns(database, source.id) == (turn,)
    history.undo(database, ANN)
    assert sources.turns(database, source.id) == before


def test_settings_alone_make_no_version(database: Database, source: Source) -> None:
    settings = TurnSettings(project_interviewers=("Mara",))
    with history.act(database, ANN, "set") as recorder:
        turn_versions.update_settings(recorder, source.id, settings)
    assert turn_versions.current(database, source.id).number == 1
    assert turn_versions.current_settings(database) == {source.id: settings}


def recorded_cuts(database: Database) -> list[Record]:
    """Return what the changes that cut turns again say of them."""
    rows = database.rows(
        "SELECT after FROM changes WHERE subject = ? AND before IS NOT NULL ORDER BY act",
        (turn_versions.SUBJECT,),
    )
    return [json.loads(str(after)) for (after,) in rows]


def test_cuts_in_the_history_of_an_earlier_version_get_their_turns(
    database: Database, source: Source, path: Path
) -> None:
    cut_as_one_turn(database, source)
    cut_as_one_turn(database, source, "Zoë")
    history.undo(database, ANN)
    expected = recorded_cuts(database)
    assert [len(json.loads(str(cut["turns"]))) for cut in expected] == [1, 1, 1]
    database.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE changes SET after = json_remove(after, '$.settings', '$.turns', '$.sentences')"
            " WHERE subject = 'current_turns'"
        )
        connection.execute("PRAGMA user_version = 10")
    with Database(path) as migrated:
        assert recorded_cuts(migrated) == expected
