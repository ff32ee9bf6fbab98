"""No word leaves the project: which files each command opens for writing."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.programs import system_calls

pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is for Linux")

COMMANDS: dict[str, list[list[str]]] = {
    "reading": [
        ["status"], ["check"], ["history"], ["codings"], ["quotes", "pursue"], ["kwic", "line"],
        ["show", "one"], ["sources"], ["memos"], ["codebook"], ["frequencies"],
    ],
    "tables": [
        ["export", "--format", "xlsx"], ["export", "--format", "parquet"],
        ["codebook", "export", "-o", "OUT/codes.xlsx"], ["codebook", "export", "-o", "OUT/codes.docx"],
        ["export", "--format", "docx"], ["report"],
    ],
    "changes": [
        ["apply", "protect", "-s", "one", "--turn", "3"], ["memo", "project", "A thought."],
        ["codebook", "rename", "pursue", "chase"], ["undo"], ["redo"], ["suggest"],
        ["import", "OUT/two.txt"], ["backup", "OUT/study.zip"], ["restore", "OUT/study.zip", "OUT/copy"],
        ["sources", "remove", "one", "--erase", "--yes"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("group", [pytest.param(name, marks=[pytest.mark.long]) for name in COMMANDS])
def test_every_command_writes_within_the_project_and_its_output_only(
    made: Path, tmp_path: Path, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_commands(made, tmp_path, COMMANDS[group], monkeypatch)


def test_the_commands_with_temporary_files_write_within_the_project_and_its_output_only(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [
        ["export", "--format", "xlsx"],
        ["codebook", "export", "-o", "OUT/codes.xlsx"],
        ["sources", "remove", "one", "--erase", "--yes"],
    ]
    check_commands(made, tmp_path, commands, monkeypatch)


def check_commands(
    made: Path, tmp_path: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run the commands on a copy; assert that they write to no other folder."""
    shutil.copytree(made, tmp_path / "work")
    study, out = tmp_path / "work" / "study", tmp_path / "work"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(elsewhere))
    log = tmp_path / "log"
    for command in commands:
        arguments = [argument.replace("OUT", str(out)) for argument in command]
        result = system_calls.run_traced(
            arguments, "-e", "trace=openat,mkdir,rename,link,symlink,creat", "-o", str(log), folder=study
        )
        assert result.returncode == 0, (command, result.stderr)
        written = {
            str((study / path).resolve())
            for path in system_calls.written_paths(log.read_text(encoding="utf-8", errors="replace"))
        }
        outside = {path for path in written if not path.startswith((str(out), "/dev/", "/proc/"))}
        assert outside == set(), command
        assert list(elsewhere.iterdir()) == []
