"""Show many lines through the user's pager: PAGER, else less or more."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress


def write_lines(lines: Iterable[str]) -> None:
    """Write lines as they come: through a pager on a terminal, else to stdout."""
    command = pager_command() if sys.stdin.isatty() and sys.stdout.isatty() else []
    if not command:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    # The command is the user's own. The pager may be left before all lines are written, and on leaving the
    # block what is left is written to it once more; Ctrl-C is the pager's own.
    with (
        suppress(BrokenPipeError),
        subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8") as pager,  # noqa: S603
    ):
        with suppress(BrokenPipeError, KeyboardInterrupt):
            if pager.stdin is not None:
                pager.stdin.writelines(f"{line}\n" for line in lines)
                pager.stdin.close()
        while pager.poll() is None:
            with suppress(KeyboardInterrupt):
                pager.wait()


def pager_command() -> list[str]:
    """Return the pager's program and arguments; empty if there is none."""
    chosen = shlex.split(os.environ.get("PAGER", "")) or ["less"]
    for command in (chosen, ["less"], ["more"]):
        program = shutil.which(command[0])
        if program:
            return [program, *command[1:]]
    return []
