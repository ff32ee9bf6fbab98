"""Every read command on a project whose texts and names are full of escape sequences: none comes out."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.cli.program import GROUPS
from tests.cli.conftest import Run

EVIL = "x\x1b]0;evil\x07\x1b[666q\x9b666q\u202eend"
YAML_EVIL = "evil\\u202eend"
"""A codebook with other control characters is refused."""
FORBIDDEN = ("\x1b]", "\x1b[666", "\x9b", "\x07", "\u202e")
OWN_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""Colours, and the movements of a progress bar."""
READ = (
    ("words",), ("rounds",), ("agreement",),
    ("coders",),
    ("status",), ("check",), ("history",), ("history", "--act", "3"), ("sources",), ("show", EVIL),
    ("cases",),
    ("codebook",), ("codings",), ("memos",), ("suggestions",), ("quotes", "pursue"), ("kwic", "line"),
    ("frequencies",), ("frequencies", "--plot"), ("crosstab", "code", "source"), ("cooccurrence",),
    ("sequence",), ("matrix",), ("saturation",), ("timeline",), ("coverage",), ("barcode",),
    ("next", "--by", "source"), ("codebook", "lint"), ("codebook", "versions"), ("summary",), (),
)  # fmt: skip
CHANGES = {
    "init", "demo", "undo", "redo", "import", "code", "apply", "remove", "memo", "suggest", "review",
    "accept", "reject", "trial", "similar", "export", "report", "backup", "restore", "compare", "guide",
    "tutor", "team", "disagreements",
}  # fmt: skip
"""Commands that change something, write files, or show nothing of the project without more options."""


@pytest.fixture
def hostile(study: Path, run: Run) -> Path:
    """The study, with escape sequences in every text and name."""
    (study / "codebook.yaml").write_text(
        f'codebook: "{YAML_EVIL}"\ncodes:\n  - code: pursue\n    label: "{YAML_EVIL}"\n'
        f'    definition: "{YAML_EVIL}"\n    patterns: [{{phrase: line}}]\n  - code: protect\n',
        encoding="utf-8",
    )
    (study.parent / "evil.txt").write_text(
        f"Interviewer: What of the line {EVIL}?\nAnna: We took out a line, {EVIL} it said.\n"
        + "Anna: Nothing else happened that day.\n" * 80,
        encoding="utf-8",
    )
    table = study.parent / "cases.csv"
    table.write_text(
        f"case,source,tier,note\nL{EVIL},local-01,{EVIL},{'plain words ' * 100}\n", encoding="utf-8"
    )
    for arguments in (
        ("import", study.parent / "evil.txt"),
        ("apply", "pursue", "-s", "evil", "--turn", "2", "--coder", EVIL, "--memo", EVIL),
        ("apply", "pursue", "protect", "-s", "local-01", "--turn", "2", "--memo", EVIL),
        ("memo", "project", EVIL),
        ("memo", "source", "local-01", EVIL),
        ("cases", "import", table),
        ("sources", "rename", "evil", EVIL),
        ("suggest",),
    ):
        result = run(*arguments)
        assert result.code == 0, (arguments, result.err)
    return study


def test_the_read_commands_are_all_listed() -> None:
    commands = {command for group in GROUPS.values() for command in group}
    assert commands - CHANGES <= {arguments[0] for arguments in READ if arguments}


@pytest.mark.parametrize("colour", ["", "1"], ids=["plain", "FORCE_COLOR"])
@pytest.mark.usefixtures("hostile")
def test_no_read_command_lets_an_escape_sequence_out(
    run: Run, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    if colour:
        monkeypatch.setenv("FORCE_COLOR", colour)
    shown = []
    for arguments in READ:
        result = run(*arguments)
        assert result.code in (0, 2, 3), (arguments, result.err)
        output = result.out + result.err
        assert [mark for mark in FORBIDDEN if mark in output] == [], arguments
        shown.append("evil" in output)
    assert shown.count(True) > len(READ) // 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "colour", [pytest.param("", marks=pytest.mark.long), "1"], ids=["plain", "FORCE_COLOR"]
)
@pytest.mark.usefixtures("hostile")
def test_no_read_command_lets_an_escape_sequence_reach_a_terminal(
    monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    monkeypatch.setenv("PAGER", "cat")
    if colour:
        monkeypatch.setenv("FORCE_COLOR", colour)
    shown = []
    for arguments in READ:
        output = at_terminal(arguments)
        assert [mark for mark in FORBIDDEN if mark in output] == [], arguments
        assert "\x1b" not in OWN_SEQUENCES.sub("", output), arguments
        shown.append("evil" in output)
    assert shown.count(True) > len(READ) // 2


def at_terminal(arguments: tuple[str, ...]) -> str:
    """Return what the program writes to a terminal, run in a copy of this process."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        try:
            sys.stdin, sys.stdout, sys.stderr = (
                os.fdopen(number, "r" if number == 0 else "w", closefd=False) for number in range(3)
            )
            sys.argv = ["qualcode", *arguments]
            with suppress(SystemExit):
                main()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(0)
    output = b""
    with suppress(OSError):  # the terminal is closed
        while data := os.read(terminal, 65536):
            output += data
    os.close(terminal)
    os.waitpid(process, 0)
    return output.decode()
