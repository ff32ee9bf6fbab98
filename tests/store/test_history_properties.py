"""Any acts of two coders: undo restores the state before exactly, and a conflict changes nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from tests.support import stored_studies
from tests.support.random_acts import Deed, do, sequences
from tests.support.stored_studies import ANN, BEN


@contextmanager
def fresh() -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory() as folder,
        stored_studies.new_database(Path(folder) / "qualcode.db") as database,
    ):
        database.rows("PRAGMA synchronous = OFF")  # power cuts are no part of these properties
        yield database


def done(database: Database, deed: Deed) -> bool:
    """Whether it changed something; where it could not be done, nothing has."""
    before = stored_studies.all_rows(database)
    try:
        do(database, deed)
    except ConflictError:
        assert stored_studies.all_rows(database) == before
        return False
    return history.acts(database, limit=1)[0].changes > 0


@settings(max_examples=70, deadline=None)
@given(sequences())
def test_undoing_everything_in_turn_restores_each_state_and_redoing_goes_forward_again(
    deeds: list[Deed],
) -> None:
    with fresh() as database:
        states, coders = [stored_studies.rows_of(database)], list[CoderName]()
        for deed in deeds:
            if done(database, deed):
                states.append(stored_studies.rows_of(database))
                coders.append(deed.coder)
        for coder, state in reversed(list(zip(coders, states[:-1], strict=True))):
            assert len(history.undo(database, coder)) == 1
            assert stored_studies.rows_of(database) == state
        assert history.undo(database, ANN) == history.undo(database, BEN) == []
        for coder, state in zip(coders, states[1:], strict=True):
            assert history.redo(database, coder) is not None
            assert stored_studies.rows_of(database) == state
        assert history.redo(database, ANN) is history.redo(database, BEN) is None
        assert database.problems() == []


@settings(max_examples=25, deadline=None)
@given(sequences())
def test_undoing_many_acts_of_one_coder_at_once_is_undoing_them_one_by_one(deeds: list[Deed]) -> None:
    with fresh() as database:
        begun = stored_studies.rows_of(database)
        number = sum(done(database, replace(deed, coder=ANN)) for deed in deeds)
        finished = stored_studies.rows_of(database)
        assert len(history.undo(database, ANN, number)) == number
        assert stored_studies.rows_of(database) == begun
        for _ in range(number):
            history.redo(database, ANN)
        assert stored_studies.rows_of(database) == finished


@settings(max_examples=70, deadline=None)
@given(sequences(), st.data())
def test_undo_and_redo_apply_the_whole_act_or_nothing(deeds: list[Deed], data: st.DataObject) -> None:
    with fresh() as database:
        for deed in deeds:
            done(database, deed)
            coder = data.draw(st.sampled_from([ANN, BEN]))
            for way_back, way_forth in data.draw(
                st.lists(st.sampled_from([("undo", "redo"), ("redo", "")]), max_size=3)
            ):
                before, all_before = stored_studies.rows_of(database), stored_studies.all_rows(database)
                try:
                    turned = (
                        history.undo(database, coder) if way_back == "undo" else history.redo(database, coder)
                    )
                except ConflictError:
                    assert stored_studies.all_rows(database) == all_before
                    continue
                if way_forth and turned and data.draw(st.booleans()):
                    history.redo(database, coder)
                    assert stored_studies.rows_of(database) == before
        assert database.problems() == []
        assert_quotes_hold(database)


def assert_quotes_hold(database: Database) -> None:
    for source_id in sources.ids_by_name(database).values():
        text = sources.with_id(database, source_id).text
        for coding in codings.of_source(database, source_id):
            assert coding.span.of(text) == coding.quote


@settings(max_examples=25, deadline=None)
@given(sequences())
def test_the_history_has_every_changed_row_before_and_after(deeds: list[Deed]) -> None:
    with fresh() as database:
        for deed in deeds:
            before = stored_studies.rows_of(
                database, ("codings", "memos", "cases", "attributes", "decisions")
            )
            if not done(database, deed):
                continue
            after = stored_studies.rows_of(database, ("codings", "memos", "cases", "attributes", "decisions"))
            act = history.acts(database, limit=1)[0]
            assert (act.coder, act.verb) == (deed.coder, deed.kind)
            changes = history.changes(database, act.number)
            assert len(changes) == act.changes
            for table in before:
                grown = sum(
                    (change.after is not None) - (change.before is not None)
                    for change in changes
                    if change.subject == table
                )
                assert len(after[table]) - len(before[table]) == grown
