"""Every read command on a project whose texts and names are full of escape sequences: none comes out."""

import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.cli import main
from tests.cli.conftest import Run
from tests.support import every_command

EVIL = "x\x1b]0;evil\x07\x1b[666q\x9b666q\u202eend"
YAML_EVIL = "evil\\u202eend"
"""A codebook with other control characters is refused."""
FORBIDDEN = ("\x1b]", "\x1b[666", "\x9b", "\x07", "\u202e")
OWN_SEQUENCES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""Colours, and the movements of a progress bar."""
NAMES = {
    "SOURCE": EVIL,
    "CASE": f"L{EVIL}",
    "CODER": EVIL,
    "ROUND": EVIL,
    "TWO": f"two{EVIL}",
    "TIER": EVIL,
    "OTHER": f"tier{EVIL}",
}
READ = [[], ["frequencies", "--plot"], *every_command.lines(every_command.READING)]
WRITE = every_command.lines(every_command.WRITING + every_command.CHANGING)
WITHOUT_NAMES = 12
"""How many of the commands that read show no name and no text of the project."""


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
    (study.parent / "two.txt").write_text(
        f"Int: What?\nAnna: A {EVIL} line.\n" + "Anna: Nothing else.\n" * 40, encoding="utf-8"
    )
    (study.parent / "people.csv").write_text(
        f"case,source,tier\nM{EVIL},two,{EVIL}\n" + "K,,plain words\n" * 60, encoding="utf-8"
    )
    table = study.parent / "cases.csv"
    table.write_text(
        f"case,source,tier,note\nM,evil,tier{EVIL},\nL{EVIL},local-01,{EVIL},{'plain words ' * 100}\n",
        encoding="utf-8",
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
        ("rounds", "draw", EVIL, "--coders", f"ann,{EVIL}"),
        ("rounds", "close", EVIL, "--anyway"),
    ):
        result = run(*arguments)
        assert result.code == 0, (arguments, result.err)
    return study


def test_every_command_has_a_line() -> None:
    assert every_command.missing() == set()


@pytest.mark.parametrize("colour", ["", "1"], ids=["plain", "FORCE_COLOR"])
def test_no_read_command_lets_an_escape_sequence_out(
    hostile: Path, run: Run, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    if colour:
        monkeypatch.setenv("FORCE_COLOR", colour)
    shown = []
    for arguments in READ:
        result = run(*every_command.prepared(hostile.parent, hostile, arguments, NAMES))
        assert result.code in (0, 3), (arguments, result.err)
        output = result.out + result.err
        assert [mark for mark in FORBIDDEN if mark in output] == [], arguments
        shown.append("evil" in output)
    assert shown.count(True) >= len(READ) - WITHOUT_NAMES


@pytest.mark.long
def test_no_command_that_writes_lets_an_escape_sequence_out(
    hostile: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    refused = []
    for arguments in WRITE:
        result = run(*every_command.prepared(hostile.parent, hostile, arguments, NAMES))
        assert [mark for mark in FORBIDDEN if mark in result.out + result.err] == [], arguments
        if result.code and every_command.name_of(arguments) not in every_command.REFUSED:
            refused.append((" ".join(arguments), result.code, result.err))
    assert [line for line, *_ in refused] == ["team merge OUT/mine.qpack"], "names of coders are plain there"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "colour", [pytest.param("", marks=pytest.mark.long), "1"], ids=["plain", "FORCE_COLOR"]
)
def test_no_read_command_lets_an_escape_sequence_reach_a_terminal(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    monkeypatch.setenv("PAGER", "cat")
    if colour:
        monkeypatch.setenv("FORCE_COLOR", colour)
    shown = []
    for arguments in (*READ, *every_command.lines(every_command.EXACT)):
        output = at_terminal(every_command.prepared(hostile.parent, hostile, arguments, NAMES))
        assert [mark for mark in FORBIDDEN if mark in output] == [], arguments
        assert "\x1b" not in OWN_SEQUENCES.sub("", output), arguments
        shown.append("evil" in output)
    assert shown.count(True) >= len(READ) - WITHOUT_NAMES


def at_terminal(arguments: list[str]) -> str:
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
