"""The README's tour, command by command, and its statements about files and commands."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

pytest_plugins = ["tests.cli.conftest"]


def tour() -> list[tuple[str, str]]:
    """Return the commands of the tour and the section on suggestions, each with its output there."""
    sections = [README.split(f"\n## {name}\n")[1].split("\n## ")[0] for name in ("A tour", "Suggestions")]
    text = "".join(sections)
    steps: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], ""))
            else:
                command, shown = steps[-1]
                steps[-1] = (command, shown + line.rstrip() + "\n")
    return steps


def test_the_tour_works_command_by_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("codebooks", "sample_transcripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    steps = tour()
    assert len(steps) > 10
    for command, shown in steps:
        program, *arguments = shlex.split(command)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
        elif program == "export":
            monkeypatch.setenv(*arguments[0].split("=", 1))
        else:
            result = run(*arguments)
            assert result.code == 0, (command, result.err)
            assert condensed(shown) in condensed(result.out), command


def condensed(out: str) -> str:
    """Return the output without empty lines and trailing white space."""
    return "\n".join(line.rstrip() for line in out.splitlines() if line.strip())


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
