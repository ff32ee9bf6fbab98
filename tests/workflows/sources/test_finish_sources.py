"""Sources that a coder has finished: marked, reopened, undone, removed and erased with their source."""

import pytest

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project_status import project_status
from qualcode.workflows.sources import edit_sources
from qualcode.workflows.sources.finish_sources import finish, reopen
from qualcode.workflows.sources.list_sources import source_listing
from qualcode.workflows.suggestions.training_data import read_through
from tests.support.suggestion_study import ANN, apply_code

BEN = CoderName("ben")


def finished(project: Project) -> dict[str, tuple[CoderName, ...]]:
    """Return who has finished each source, by the source's name."""
    names = {source: name for name, source in sources.ids_by_name(project.database).items()}
    return {
        names[source]: coders
        for source, coders in finished_sources.coders_by_source(project.database).items()
    }


def states(project: Project) -> dict[object, object]:
    """Return the state of each source."""
    listing = source_listing(project)
    name, state = listing.columns.index("source"), listing.columns.index("state")
    return {row[name]: row[state] for row in listing.rows}


def test_each_coder_finishes_sources_for_themselves(project: Project) -> None:
    finish(project, ANN, ["first", "second"])
    finish(project, BEN, ["first"])
    assert finished(project) == {"first": (ANN, BEN), "second": (ANN,)}
    reopen(project, ANN, ["first"])
    assert finished(project) == {"first": (BEN,), "second": (ANN,)}


def test_a_source_with_codings_is_begun_until_it_is_finished(project: Project) -> None:
    assert states(project) == {"first": "untouched", "second": "untouched"}
    apply_code(project, "pursue", "first", "Arrests do nothing.")
    assert states(project) == {"first": "begun", "second": "untouched"}
    finish(project, ANN, ["second"])
    assert states(project) == {"first": "begun", "second": "finished"}
    status = project_status(project)
    assert (status.finished, status.begun, status.untouched) == (1, 1, 0)
    assert status.finished_by_coder == {"ann": 1}


def test_finishing_and_reopening_are_acts_that_can_be_undone(project: Project) -> None:
    finish(project, ANN, ["first", "second"])
    reopen(project, ANN, ["second"])
    assert [(act.verb, act.summary) for act in history.acts(project.database, limit=2)] == [
        ("reopen source", "second"),
        ("finish source", "first, second"),
    ]
    undo_acts.undo(project, ANN)
    assert finished(project) == {"first": (ANN,), "second": (ANN,)}
    undo_acts.undo(project, ANN)
    assert finished(project) == {}
    undo_acts.redo(project, ANN)
    assert finished(project) == {"first": (ANN,), "second": (ANN,)}


def test_what_would_change_nothing_is_refused(project: Project) -> None:
    with pytest.raises(ConflictError, match="first: not finished by ann"):
        reopen(project, ANN, ["first"])
    finish(project, ANN, ["first"])
    with pytest.raises(ConflictError, match="first: finished already by ann"):
        finish(project, ANN, ["first"])
    assert [source.name for source in finish(project, ANN, ["first", "second"])] == ["second"]
    with pytest.raises(NotFoundError, match="frist"):
        finish(project, ANN, ["frist"])


def test_a_removed_source_comes_back_finished(project: Project) -> None:
    finish(project, ANN, ["first"])
    edit_sources.remove_source(project, ANN, "first")
    assert finished(project) == {}
    undo_acts.undo(project, ANN)
    assert finished(project) == {"first": (ANN,)}


def test_an_erased_source_leaves_no_trace_of_who_finished_it(project: Project) -> None:
    identity = sources.ids_by_name(project.database)["first"]
    finish(project, ANN, ["first"])
    edit_sources.remove_source(project, ANN, "first", erase=True)
    assert finished(project) == {}
    rows = project.database.rows("SELECT coalesce(before, after) FROM changes")
    assert not any(identity in str(row[0]) for row in rows)


def test_a_finished_source_counts_as_read_to_its_end(project: Project) -> None:
    source = sources.with_name(project.database, "first")
    assert read_through(project.database, ANN, source.id).end == 0
    finish(project, ANN, ["first"])
    last_turn = sources.turns(project.database, source.id)[-1]
    assert read_through(project.database, ANN, source.id).end == last_turn.span.end
    assert read_through(project.database, BEN, source.id).end == 0
