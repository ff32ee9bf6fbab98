"""A database that every test of the store may write to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.store.database import Database
from tests.support import stored_studies


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "qualcode.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """An open database with a first version of the codebook."""
    with stored_studies.new_database(path) as opened:
        yield opened
