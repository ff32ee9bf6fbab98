"""The application in a real pseudo-terminal: what only its bytes tell."""

import re
import signal
from pathlib import Path

from tests.support.terminal.screen_studies import study
from tests.support.terminal.tui_terminal import Terminal

_COLOR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")
"""A command that sets a colour; 39 and 49 are the terminal's own two."""


def test_no_color_leaves_the_terminal_its_own_two_colours(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        arguments = ["-m", "qualcode", "code", "one", "--project", str(project.folder), "--coder", "ann"]
        terminal = Terminal.started(*arguments, size=(80, 24), NO_COLOR="1")
        terminal.until(re.compile("turn 1 of"))
        terminal.type("jL")
        terminal.until(re.compile("Sources"))
        terminal.end(signal.SIGKILL)
    assert _COLOR.findall(terminal.written) == []
