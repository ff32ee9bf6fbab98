"""Many lines go through a pager on a terminal, and straight to a pipe."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.cli.output.pager import pager_command, write_lines

ROOT = Path(__file__).parents[3]
PROGRAM = "from qualcode.cli.output.pager import write_lines; write_lines(f'line {n}' for n in range(3))"


def test_without_a_terminal_lines_are_written_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    write_lines(["a", "b"])
    assert capsys.readouterr().out == "a\nb\n"


def test_on_a_terminal_they_go_through_the_users_pager() -> None:
    terminal, end = pty.openpty()
    environment = {**os.environ, "PAGER": "sed s/line/row/"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=end, stdout=end, env=environment
    )
    process.wait(timeout=60)
    output = os.read(terminal, 10_000).decode()
    os.close(end)
    os.close(terminal)
    assert process.returncode == 0
    assert output.splitlines() == ["row 0", "row 1", "row 2"]


def test_a_pager_that_is_left_before_the_end_is_no_failure() -> None:
    """As one who presses q in `less` does: what was not written is not an error."""
    terminal, end = pty.openpty()
    environment = {**os.environ, "PAGER": "sed 1q"}
    program = PROGRAM.replace("range(3)", "range(100_000)")
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=end,
        stdout=end,
        stderr=subprocess.PIPE,
        env=environment,
    )
    _, errors = process.communicate(timeout=60)
    output = os.read(terminal, 10_000).decode()
    os.close(end)
    os.close(terminal)
    assert (process.returncode, errors) == (0, b"")
    assert output.splitlines() == ["line 0"]


def test_a_pager_that_is_not_installed_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "no-such-program -x")
    assert pager_command()[:1] != ["no-such-program"]
    monkeypatch.setenv("PATH", "")
    assert pager_command() == []
