"""Lists in files are whole: as they are printed for programs, without what a terminal leaves out."""

import json
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import MadeOnce, Run

LISTS = ("sources", "cases", "codebook", "codings", "memos", "history", "quotes *", "kwic line")


@pytest.fixture(autouse=True)
def _coded(study: Path, run: Run, made_once: MadeOnce) -> None:
    def join_and_code() -> None:
        (study / "people.csv").write_text("case,source,tier\nP1,local-01,local\n", encoding="utf-8")
        assert run("cases", "import", "people.csv").code == 0
        assert run("apply", "pursue", "--source", "local-01", "--turn", 2, "--memo", "check").code == 0

    made_once(join_and_code)


@pytest.mark.parametrize("command", LISTS)
def test_a_file_has_what_is_printed_for_programs(run: Run, study: Path, command: str) -> None:
    printed = run(*command.split(), "--format", "json")
    assert json.loads(printed.out)
    for ending in ("json", "JSON"):
        file = study / f"list.{ending}"
        assert run(*command.split(), "--output", file).out == f"{file}\n"
        assert file.read_text(encoding="utf-8") == printed.out
    assert run(*command.split(), "-o", "list.xlsx").code == 0
    sheet, notes = openpyxl.load_workbook(study / "list.xlsx").worksheets
    assert notes.title == "notes"
    assert sheet.max_row == len(json.loads(printed.out)) + 1


@pytest.mark.parametrize("command", [*LISTS, "frequencies"])
def test_a_terminal_is_not_sent_a_binary_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    refused = run(*command.split(), "--format", "xlsx")
    assert (refused.code, refused.out) == (2, "")
    assert "A terminal cannot show xlsx." in refused.err
