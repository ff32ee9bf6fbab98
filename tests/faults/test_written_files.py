"""No word leaves the project: which files each command opens for writing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import SECRET
from tests.support import every_command
from tests.support.every_command import CHANGING, EXACT, READING, WRITING
from tests.support.programs import system_calls

pytestmark = pytest.mark.skipif(os.name != "posix", reason="strace is for Linux")

ENDINGS = ("csv", "json", "jsonl", "md", "tex", "html", "xlsx", "docx", "parquet", "dta")
COMMANDS: dict[str, list[list[str]]] = {
    "reading": [
        ["status"], ["check"], ["history"], ["codings"], ["quotes", "pursue"], ["kwic", "line"],
        ["show", "one"], ["sources"], ["memos"], ["codebook"], ["frequencies"],
    ],
    "tables": [
        ["export", "--format", "xlsx"], ["export", "--format", "parquet"],
        ["codebook", "export", "-o", "OUT/codes.xlsx"], ["codebook", "export", "-o", "OUT/codes.docx"],
        ["export", "--format", "docx"], ["export", "-o", "OUT/all.qdpx"],
        *(["quotes", "pursue", "-o", f"OUT/quotes.{ending}"] for ending in ENDINGS),
        ["crosstab", "code", "source", "-o", "OUT/crosstab.xlsx"],
    ],
    "reports": [
        ["report", "-o", "OUT/report.html"], ["report", "--methods", "-o", "OUT/methods.docx"],
        ["matrix", "-o", "OUT/matrix.xlsx"], ["codings", "-o", "OUT/codings.xlsx"],
        ["frequencies", "--plot", "OUT/chart.png"], ["barcode", "--plot", "OUT/barcode.svg"],
        ["crosstab", "code", "source", "--plot", "OUT/crosstab.html"],
    ],
    "changes": [
        ["apply", "protect", "-s", "one", "--turn", "3"], ["memo", "project", "A thought."],
        ["codebook", "rename", "pursue", "chase"], ["undo"], ["redo"], ["suggest"],
        ["import", "OUT/two.txt"], ["backup", "OUT/study.zip"], ["restore", "OUT/study.zip", "OUT/copy"],
        ["sources", "remove", "one", "--erase", "--yes"],
    ],
}  # fmt: skip


@pytest.mark.forked
@pytest.mark.usefixtures("loaded_libraries")
@pytest.mark.parametrize("group", COMMANDS)
def test_every_command_writes_within_the_project_and_its_output_only(
    made: Path, tmp_path: Path, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_commands(made, tmp_path, COMMANDS[group], monkeypatch, system_calls.run_forked)


@pytest.mark.long
@pytest.mark.parametrize("group", COMMANDS)
def test_also_what_loads_libraries_writes_within_the_project_and_its_output_only(
    made: Path, tmp_path: Path, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_commands(made, tmp_path, COMMANDS[group], monkeypatch, system_calls.run_traced)


@pytest.mark.long
def test_every_command_of_the_program_writes_within_the_project_and_its_output_only(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made / "people.csv").write_text("case,source,rank\nKim,two,major\n", encoding="utf-8")
    names = {"SOURCE": "one", "CASE": "other", "TWO": "second", "CODER": "ann", "ROUND": "pilot"}
    names |= {"TIER": "sergeant", "OTHER": f"{SECRET.decode()}-rank"}
    table = READING + EXACT + WRITING + CHANGING
    before = [["rounds", "draw", "pilot", "--coders", "ann,ben"], ["rounds", "close", "pilot", "--anyway"]]
    commands = [[names.get(word, word) for word in line] for line in (*before, *every_command.lines(table))]
    monkeypatch.setenv("EDITOR", "true")
    check_commands(made, tmp_path, commands, monkeypatch, system_calls.run_forked, may_fail=True)


def check_commands(
    made: Path,
    tmp_path: Path,
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., subprocess.CompletedProcess[str]],
    *,
    may_fail: bool = False,
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
        arguments = every_command.prepared(out, study, command, {})
        result = run(
            arguments, "-e", "trace=openat,mkdir,rename,link,symlink,creat", "-o", str(log), folder=study
        )
        assert result.returncode == 0 or may_fail, (command, result.stderr)
        assert "Traceback" not in result.stderr, (command, result.stderr)
        written = {
            str((study / path).resolve())
            for path in system_calls.written_paths(log.read_text(encoding="utf-8", errors="replace"))
        }
        outside = {path for path in written if not path.startswith((str(out), "/dev/", "/proc/"))}
        assert outside == set(), command
        assert list(elsewhere.iterdir()) == []
