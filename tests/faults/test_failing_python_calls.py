"""The same faults without strace: a call of `os` or a statement of SQLite fails or is the last.

By default a few positions are tried; all are with `pytest -m long`.
"""

import os
from pathlib import Path

import pytest

from tests.faults.interrupted_acts import ACTS
from tests.faults.test_failing_system_calls import check_project_after, copied
from tests.support.programs.failing_calls import Fault, run_with_fault

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="runs the program in a copy of the process"),
    pytest.mark.forked,
    pytest.mark.usefixtures("loaded_libraries"),
]
_FEW = 3


def try_position(made: Path, tmp_path: Path, name: str, position: int, fault: Fault) -> int:
    """Run the act with a fault, check what it leaves, and return its number of calls."""
    study = copied(made, tmp_path / "run")
    result, calls = run_with_fault(ACTS[name].command, position, fault, folder=study)
    check_project_after(ACTS[name], study, result, f"call {position}, {fault}")
    return calls


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_some_calls_is_done_or_not(made: Path, tmp_path: Path, name: str) -> None:
    calls = try_position(made, tmp_path, name, 0, Fault.ERROR)
    assert calls >= _FEW
    for number, position in enumerate(range(1, calls + 1, -(-calls // _FEW))):
        try_position(made, tmp_path, name, position, list(Fault)[number % len(Fault)])


@pytest.mark.long
@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_any_call_is_done_or_not(
    made: Path, tmp_path: Path, name: str, fault: Fault
) -> None:
    calls = try_position(made, tmp_path, name, 0, fault)
    failures = []
    for position in range(1, calls + 1):
        try:
            try_position(made, tmp_path, name, position, fault)
        except Exception as error:  # noqa: BLE001 - all positions are tried, and all failures reported
            failures.append(f"{position}: {type(error).__name__}: {error}"[:600])
    print(f"{name} {fault}: {calls} tried, {len(failures)} failed")  # noqa: T201 - the figures
    assert failures == []
