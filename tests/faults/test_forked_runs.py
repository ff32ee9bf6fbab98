"""The tests that run the program in copies of their process, started in a process without threads.

A copy of a process with threads may wait for a lock for ever.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
MODULES = ("test_failing_python_calls.py", "test_failing_system_calls.py", "test_written_files.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("module", MODULES)
def test_the_forked_runs_of_a_module_pass(module: str) -> None:
    selection = ["-m", "forked and not long", "-p", "no:xdist", "-p", "no:cacheprovider", "-q", "-x"]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *selection, str(FOLDER / module)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout[-4000:]
