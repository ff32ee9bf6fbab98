import json

import pytest

from qualcode.errors import ConflictError
from qualcode.model import CoderName, Span
from qualcode.store import history
from qualcode.store.database import Database, Record
from qualcode.store.records import codings, sources
from qualcode.store.records.codebook import codebooks
from qualcode.store.row_changes import Recorder
from tests.support import marked_text, stored_studies
from tests.support.stored_studies import ANN, BEN


def test_an_act_has_a_change_for_each_row(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} out a [line]{harm}.")
    act = history.acts(database)[0]
    assert (act.coder, act.verb, act.summary, act.changes) == (ANN, "apply", "one", 2)
    rows = [change.after or {} for change in history.changes(database, act.number)]
    assert [(row["code"], row["start"], row["end"]) for row in rows] == [
        ("pursue", 6, 10),
        ("harm", 17, 21),
    ]
    assert all(change.before is None for change in history.changes(database, act.number))


def test_acts_are_listed_newest_first_all_some_or_one_coders(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue@ben} out a [line]{harm@cy}.")
    assert [act.coder for act in history.acts(database)] == ["cy", "ben", "ann", "ann"]
    assert [act.coder for act in history.acts(database, limit=2)] == ["cy", "ben"]
    assert [act.verb for act in history.acts(database, coders=(ANN,))] == ["import", "codebook"]
    assert history.acts(database, coders=(CoderName("nobody"),)) == []


def test_a_change_has_the_row_before_and_after(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, ANN, "memo") as recorder:
        codings.write_memo(recorder, coding, "new")
    change = history.changes(database, history.acts(database)[0].number)[0]
    assert change.before == {"id": coding.id, "source_id": "one", "memo": ""}
    assert change.after == {"id": coding.id, "source_id": "one", "memo": "new"}


def test_a_failed_act_is_not_in_the_history(database: Database) -> None:
    marked = stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    before = stored_studies.all_rows(database)
    with pytest.raises(ConflictError), history.act(database, BEN, "apply") as recorder:
        codings.add(recorder, marked.codings)
    assert stored_studies.all_rows(database) == before


def test_a_summary_may_be_set_within_the_act(database: Database) -> None:
    with history.act(database, ANN, "count") as recorder:
        recorder.summary = "3 of 4"
    assert history.acts(database)[0].summary == "3 of 4"


def test_undo_is_itself_in_the_history_and_names_what_it_undid(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    undone = history.undo(database, ANN)
    newest, earlier = history.acts(database, limit=2)
    assert [act.number for act in undone] == [earlier.number]
    assert (newest.verb, newest.undoes, earlier.undone_by) == ("undo", earlier.number, newest.number)
    assert codings.listing(database).rows == ()


def test_undo_takes_back_only_ones_own_acts_however_long_ago(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} out a [line]{harm@ben}.")
    for number in range(30):
        with history.act(database, BEN, "look", str(number)):
            pass
    history.undo(database, ANN)
    assert codings.counts(database, "coder") == {"ben": 1}


def test_undo_of_nothing_is_nothing(database: Database) -> None:
    assert history.undo(database, BEN) == []
    assert history.redo(database, BEN) is None
    stored_studies.import_marked(database, "R: Yes.")
    assert history.undo(database, ANN, 0) == []
    assert history.undo(database, ANN, -1) == []


def test_undo_skips_acts_that_cannot_be_undone(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    with history.act(database, ANN, "codebook", undoable=False) as recorder:
        codebooks.add(recorder, ANN, "b", "b", "{}")
    assert [act.verb for act in history.undo(database, ANN, 9)] == ["apply", "import"]
    assert codebooks.numbers(database) == [1, 2]


def test_undo_of_several_acts_is_all_or_nothing(database: Database) -> None:
    marked = stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    stored_studies.apply_code(database, marked.source, Span(0, 2), "harm", BEN, 50)
    stored_studies.apply_code(database, marked.source, Span(0, 3), "harm", ANN, 51)
    before = stored_studies.all_rows(database)
    with pytest.raises(ConflictError) as caught:
        history.undo(database, ANN, 3)
    assert "import" in caught.value.message
    assert "Undo the later acts first" in caught.value.hint
    assert stored_studies.all_rows(database) == before
    assert len(history.undo(database, ANN, 2)) == 2


def test_undo_of_a_row_changed_since_is_a_conflict(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, BEN, "memo") as recorder:
        codings.write_memo(recorder, coding, "but why?")
    with pytest.raises(ConflictError, match="A later act changed"):
        history.undo(database, ANN)
    history.undo(database, BEN)
    history.undo(database, ANN)
    assert codings.listing(database).rows == ()


def test_redo_of_a_row_that_exists_again_is_a_conflict(database: Database) -> None:
    marked = stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    with history.act(database, ANN, "rename") as recorder:
        sources.rename(recorder, marked.source, "two")
    stored_studies.import_marked(database, "R: Another.", name="one-b", coder=BEN)
    with history.act(database, BEN, "rename") as recorder:
        sources.rename(recorder, sources.with_name(database, "one-b"), "one")
    with pytest.raises(ConflictError, match="a later act"):
        history.undo(database, ANN)
    assert sorted(sources.ids_by_name(database)) == ["one", "two"]


def test_redo_goes_forward_step_by_step_until_something_else_is_done(database: Database) -> None:
    marked = stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    stored_studies.apply_code(database, marked.source, Span(0, 2), "harm", ANN, 50)
    history.undo(database, ANN, 2)
    redone = history.redo(database, ANN)
    assert redone is not None
    assert redone.summary == "one"
    assert codings.counts(database, "code") == {"pursue": 1}
    stored_studies.apply_code(database, marked.source, Span(0, 3), "protect", ANN, 51)
    assert history.redo(database, ANN) is None
    assert codings.counts(database, "code") == {"pursue": 1, "protect": 1}


def test_undo_and_redo_can_be_repeated(database: Database) -> None:
    stored_studies.import_marked(database, "R: We [took]{pursue} it.")
    for _ in range(5):
        history.undo(database, ANN)
        assert codings.counts(database, "code") == {}
        history.redo(database, ANN)
        assert codings.counts(database, "code") == {"pursue": 1}


def test_an_act_with_more_rows_than_a_batch_is_one_act(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: " + "It came back. " * 900).source
    many = [
        marked_text.coding(source.id, source.text, Span(number, number + 5), "harm", number=number)
        for number in range(12_001)
    ]
    with history.act(database, ANN, "apply") as recorder:
        codings.add(recorder, many)
    act = history.acts(database)[0]
    assert act.changes == len(many)
    history.undo(database, ANN)
    assert codings.listing(database).rows == ()
    history.redo(database, ANN)
    assert len(codings.listing(database).rows) == len(many)


def test_a_coder_is_known_from_their_first_act_on(database: Database) -> None:
    with history.act(database, BEN, "look"):
        pass
    assert [row[0] for row in database.rows("SELECT name FROM coders ORDER BY name")] == ["ann", "ben"]


def test_the_history_has_a_sources_text_only_after_its_removal(database: Database) -> None:
    source = stored_studies.import_marked(database, "R: A text of some length.").source

    def kept() -> list[bool]:
        rows = database.rows("SELECT coalesce(before, after) FROM changes WHERE subject = 'sources'")
        return ["text" in json.loads(str(row[0])) for row in rows]

    assert kept() == [False]
    with history.act(database, ANN, "remove") as recorder:
        sources.remove(recorder, source)
    assert kept() == [False, True]


def test_a_deleted_row_can_be_neither_changed_nor_deleted(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, BEN, "remove") as recorder:
        codings.remove(recorder, coding)
    before = stored_studies.all_rows(database)

    def attempt(change: str) -> None:
        with history.act(database, ANN, change) as recorder:
            record: Record = {"id": coding.id, "memo": ""}
            if change == "update":
                recorder.update("codings", record, {"memo": "x"})
            elif change == "delete":
                recorder.delete("codings", record)
            elif change == "memo":
                codings.write_memo(recorder, coding, "x")
            else:
                codings.remove(recorder, coding)

    for change in ("update", "delete", "memo", "remove"):
        with pytest.raises(ConflictError, match="removed in the meantime"):
            attempt(change)
    assert stored_studies.all_rows(database) == before


def test_writing_no_rows_records_no_change(database: Database) -> None:
    with history.act(database, ANN, "apply") as recorder:
        assert isinstance(recorder, Recorder)
        codings.add(recorder, [])
        recorder.insert_parts("turns", ("source_id", "number"), [])
    assert history.acts(database)[0].changes == 0


def test_an_act_without_changes_is_listed_and_never_undone(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, ANN, "memo") as recorder:
        codings.write_memo(recorder, coding, "")
    with history.act(database, ANN, "star") as recorder:
        codings.star(recorder, coding, starred=False)
    assert [(act.verb, act.changes) for act in history.acts(database, limit=2)] == [("star", 0), ("memo", 0)]
    assert [act.verb for act in history.undo(database, ANN)] == ["apply"]


def test_a_star_is_undone_and_redone(database: Database) -> None:
    coding = stored_studies.import_marked(database, "R: We [took]{pursue} it.").codings[0]
    with history.act(database, ANN, "star") as recorder:
        codings.star(recorder, coding, starred=True)
    assert codings.with_id_prefix(database, coding.id).starred
    history.undo(database, ANN)
    assert codings.with_id_prefix(database, coding.id) == coding
    history.redo(database, ANN)
    assert codings.with_id_prefix(database, coding.id).starred
