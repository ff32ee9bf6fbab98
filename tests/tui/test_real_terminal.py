"""The output of the application in a pseudo-terminal."""

import re
import signal
from pathlib import Path

from tests.support.terminal.screen_studies import study
from tests.support.terminal.tui_terminal import Terminal

_COLOR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")
"""An escape sequence that sets a colour; 39 and 49 restore the terminal's own."""


def test_no_color_keeps_the_terminals_own_colours(tmp_path: Path) -> None:
    with study(tmp_path / "study") as project:
        arguments = ["-m", "qualcode", "code", "one", "--project", str(project.folder), "--coder", "ann"]
        terminal = Terminal.started(*arguments, size=(80, 24), NO_COLOR="1")
        terminal.until(re.compile("turn 1 of"))
        terminal.type("jL")
        terminal.until(re.compile("Sources"))
        terminal.end(signal.SIGKILL)
    assert _COLOR.findall(terminal.written) == []
