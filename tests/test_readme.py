"""The README's tour, command by command, and its statements about files and commands."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.command_lines import check_mention
from tests.support.console_blocks import console_steps, inline_commands, run_steps

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

pytest_plugins = ["tests.cli.conftest"]


def test_the_tour_works_command_by_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("codebooks", "sample_transcripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    steps = console_steps(README.split("\n## A tour\n")[1].split("\n## ")[0])
    assert len(steps) > 10
    run_steps(steps, run, monkeypatch)


def test_the_commands_in_the_prose_exist() -> None:
    mentioned = list(inline_commands(README))
    assert len(mentioned) > 10
    for command in mentioned:
        check_mention(command)


def test_it_stays_short() -> None:
    assert len(README.split()) < 1000


def test_it_names_every_format_that_can_be_read() -> None:
    from qualcode.readers.read_file import SUFFIXES

    [sentence] = re.findall(r"^It reads (.+);", README, re.MULTILINE)
    assert set(re.findall(r"`(\.[a-z]+)`", sentence)) == set(SUFFIXES) - {".htm"}


def test_the_ci_runs_the_readmes_test_command() -> None:
    [command] = re.findall(r"^python3 -m venv .*pytest.*$", README, re.MULTILINE)
    assert command == (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
