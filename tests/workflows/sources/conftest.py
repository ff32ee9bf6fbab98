"""A study of two sources for the tests of verbs on sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.store.project import Project
from tests.support.suggestion_study import project_in


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_in(tmp_path / "study") as study:
        yield study
