"""The program as a person at a terminal sees it: arguments in, two streams and an exit code out."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode.cli import main

INTERVIEW = """This is a test.

Interviewer: What do you do about a line?
Participant: We took out a line last month. It came back within a week.
Interviewer: And the kids?
Participant: We try to safeguard them. We took out a line, and nobody asked about the kids.
"""
CODEBOOK = """codebook: Test
codes:
  - code: roles
    label: Roles
    color: "#4C78A8"
    children:
      - code: pursue
        label: Pursue
        definition: Enforcement.
      - code: protect
        label: Protect
        definition: Safeguarding.
  - code: displacement
    label: Displacement
    definition: It comes back.
"""


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]
MadeOnce = Callable[[Callable[[], None]], None]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the studies that were made once, by the function that made them."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def made_once(templates: Path, tmp_path: Path) -> MadeOnce:
    """Run a function that fills the test's folder; every later test of its module gets a copy instead."""

    def made_once(fill: Callable[[], None]) -> None:
        template = templates / f"{fill.__module__}.{fill.__qualname__}"
        if template.exists():
            for entry in tmp_path.rglob("*"):
                if not entry.is_dir():
                    entry.unlink()  # the folders stay: the test may stand in one
            shutil.copytree(template, tmp_path, dirs_exist_ok=True)
        else:
            fill()
            shutil.copytree(tmp_path, template)

    return made_once


@pytest.fixture
def study(tmp_path: Path, run: Run, made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one interview, in the current folder, coded by nobody yet; the coder is `ann`."""
    folder = tmp_path / "study"
    monkeypatch.setenv("QUALCODE_CODER", "ann")

    def init_and_import() -> None:
        codebook = tmp_path / "codes.yaml"
        codebook.write_text(CODEBOOK, encoding="utf-8")
        (tmp_path / "local-01.txt").write_text(INTERVIEW, encoding="utf-8")
        assert run("init", folder, "--codebook", codebook).code == 0
        monkeypatch.chdir(folder)
        assert run("import", tmp_path / "local-01.txt").code == 0
        assert os.getcwd() == str(folder)  # noqa: PTH109 - that is what is checked

    made_once(init_and_import)
    monkeypatch.chdir(folder)
    return folder
