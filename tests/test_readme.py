"""The README's tour, command by command, and its statements about files and commands."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.console_blocks import console_steps, run_steps

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

pytest_plugins = ["tests.cli.conftest"]


def test_the_tour_works_command_by_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("codebooks", "sample_transcripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    sections = [README.split(f"\n## {name}\n")[1].split("\n## ")[0] for name in ("A tour", "Suggestions")]
    steps = console_steps("".join(sections))
    assert len(steps) > 10
    run_steps(steps, run, monkeypatch)


def test_every_command_of_the_table_exists(run: Run) -> None:
    rows = re.findall(r"^\| `qualcode ([a-z]+)", README, re.MULTILINE)
    assert len(rows) > 12
    for command in rows:
        assert run(command, "--help").code == 0, command


def test_the_ci_runs_the_readmes_test_command() -> None:
    [command] = re.findall(r"^python3 -m venv .*pytest.*$", README, re.MULTILINE)
    assert command == (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]


def test_the_codebook_in_the_readme_is_valid() -> None:
    from qualcode.codebook import read

    text = README.split("```yaml\n")[1].split("```")[0]
    assert [str(key) for key in read(text).keys] == ["roles", "pursue"]
