"""From an installed qualcode to the first coded passage of one's own file: six commands and keys."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.store.project import open_project
from qualcode.store.records import codings
from qualcode.store.records.coding_filter import CodingFilter
from tests.support.terminal.tui_terminal import Terminal

COMMANDS = (
    ("init", "my-study", "--coder", "ann"),
    ("cd", "my-study"),
    ("import", "../talk.txt"),
    ("code",),
)
KEYS = ("c", "\r")


def test_the_first_passage_is_coded_with_six_commands_and_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(COMMANDS) + len(KEYS) <= 6
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path / "settings"))
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    (tmp_path / "talk.txt").write_text(
        "Interviewer: How is it?\nAda: It is good here. I like it.\nInterviewer: Why?\nAda: The people.\n"
    )
    folder = tmp_path
    for program, *arguments in COMMANDS[:-1]:
        if program == "cd":
            folder = folder / arguments[0]
        else:
            command = [sys.executable, "-m", "qualcode", program, *arguments]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    monkeypatch.chdir(folder)
    terminal = Terminal.started("-m", "qualcode", *COMMANDS[-1], size=(80, 24))
    try:
        terminal.until(re.compile("selecting by sentence"))
        terminal.type(KEYS[0])
        terminal.until(re.compile("Code the selection"))
        terminal.type(KEYS[1])
        terminal.until(re.compile(" on «How is it"))
    finally:
        terminal.end(signal.SIGKILL)
    with open_project(folder) as project:
        listing = codings.listing(project.database, CodingFilter())
        stored = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
    assert [(coding["quote"], coding["coder"]) for coding in stored] == [("How is it?", "ann")]
