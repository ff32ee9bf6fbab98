"""What every test may use: a home of its own, so that nobody's settings are read or written."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import settings

from qualcode import notices

settings.register_profile("qualcode", deadline=None)  # how long an example takes depends on the machine
settings.load_profile("qualcode")


@pytest.fixture(autouse=True)
def _own_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener that a test or the Python API sets ends with the test."""
    monkeypatch.setattr(notices, "_listeners", [])
    monkeypatch.setattr(notices, "_sent", set())


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path_factory.mktemp("settings")))
    for name in ("QUALCODE_PROJECT", "QUALCODE_CODER", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder in which a test may make a project."""
    return tmp_path / "study"


@pytest.fixture
def alarm() -> Iterator[None]:
    """Raise TimeoutError when `signal.setitimer` runs out."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        pytest.skip("No alarm can be set here.")
    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.signal(signal.SIGALRM, before)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the fuzz runs."""
    parser.addoption("--minutes", default="1", help="Minutes of each fuzz run (with -m long).")
    parser.addoption("--seed", default="1", help="First seed of a fuzz run.")
