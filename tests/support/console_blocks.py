"""Run the console blocks of a Markdown text, command by command, as somebody who reads it would.

Lines that begin with `$ ` are commands, the lines under them are (some of) their output; `…` alone on a line
stands for any lines. qualcode runs in this process, other programs in a shell.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Run

ANY_LINES = "…"
FINDINGS = 3
"""The exit code of a check that found something."""


def console_steps(text: str) -> list[tuple[str, str]]:
    """Return the commands of the console blocks, each with its output there."""
    steps: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], ""))
            else:
                command, shown = steps[-1]
                steps[-1] = (command, shown + line.rstrip() + "\n")
    return steps


def run_steps(steps: list[tuple[str, str]], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands in the current folder; each must succeed and show the output that the text has."""
    for command, shown in steps:
        program, *arguments = shlex.split(command)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
        elif program == "export":
            monkeypatch.setenv(*arguments[0].split("=", 1))
        elif program == "qualcode":
            result = run(*arguments)
            allowed = {0, FINDINGS} if "check" in arguments else {0}
            assert result.code in allowed, (command, result.err)
            assert_shown(shown, result.out, command)
        else:
            done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
            assert_shown(shown, done.stdout, command)


def assert_shown(shown: str, out: str, command: str) -> None:
    """Fail unless the output has these lines, with any others where they have an ellipsis."""
    position, actual = 0, condensed(out)
    for part in re.split(rf"(?:^|\n){ANY_LINES}(?:\n|$)", condensed(shown)):
        assert part in actual[position:], command
        position = actual.index(part, position) + len(part)


def condensed(out: str) -> str:
    """Return the output without empty lines and trailing white space."""
    return "\n".join(line.rstrip() for line in out.splitlines() if line.strip())


def inline_commands(text: str) -> Iterator[str]:
    """Return the commands in code spans of the prose: `qualcode check`."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return (code for code in re.findall(r"`([^`]+)`", prose) if code.startswith("qualcode "))
