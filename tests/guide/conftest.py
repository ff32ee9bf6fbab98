"""The demonstration project, in which the commands of the guide are run."""

from pathlib import Path

import pytest

from qualcode.workflows.demo_project import create_demo_project
from tests.cli.conftest import run, study

__all__ = ["demo", "run", "study"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration project, to be read or copied."""
    folder = tmp_path_factory.mktemp("guide") / "qualcode-demo"
    create_demo_project(folder, lambda _: None).project.database.close()
    return folder
