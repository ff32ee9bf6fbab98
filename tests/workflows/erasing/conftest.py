"""The study of a participant who will withdraw, made once."""

from pathlib import Path

import pytest

from tests.support import withdrawn_participant


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of a participant who will withdraw."""
    return withdrawn_participant.make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    """A copy of the study."""
    return withdrawn_participant.copied(made, tmp_path / "study")
