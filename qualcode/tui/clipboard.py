"""Copy text to the clipboard by the terminal (OSC 52), and by the desktop's own program."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import Any

from textual.app import App

_PROGRAMS = {
    "WAYLAND_DISPLAY": ("wl-copy",),
    "DISPLAY": ("xclip", "-selection", "clipboard"),
}
"""The environment variable of a desktop → the program that fills its clipboard."""
_SECONDS = 1.0
"""How long the program may take."""


def copy_to_clipboard(app: App[Any], text: str) -> None:
    """Copy a text; a terminal without OSC 52 ignores its sequence, and a missing program is passed over."""
    app.copy_to_clipboard(text)
    program = clipboard_program()
    if program is not None:
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(  # noqa: S603 - a program of this table; the text goes to its input
                program,
                input=text.encode(),
                timeout=_SECONDS,
                check=True,
                stdout=subprocess.DEVNULL,  # xclip stays in the background with what it has inherited
                stderr=subprocess.DEVNULL,
            )


def clipboard_program() -> list[str] | None:
    """Return the command that reads the clipboard's new text from its input; None if there is none."""
    if sys.platform == "darwin":
        candidates = [("pbcopy",)]
    elif sys.platform == "win32":
        candidates = [("clip",)]
    else:
        candidates = [command for variable, command in _PROGRAMS.items() if os.environ.get(variable)]
    for name, *arguments in candidates:
        if path := shutil.which(name):
            return [path, *arguments]
    return None
