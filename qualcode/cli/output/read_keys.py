"""Read single keys: from the keyboard of a terminal, or single characters from a pipe."""

import sys

import typer

END = ""
"""The key that stands for the end of the input."""


def read_key() -> str:
    """Return the next key in lower case; `END` at the end of the input or after Ctrl-C.

    What a terminal sends in one read (an arrow key, a pasted text) is returned as one string of several
    characters. No answer has such a name, so pasted text never answers a question.
    """
    if not sys.stdin.isatty():
        return _from_pipe()
    try:
        return typer.getchar().lower()
    except (EOFError, KeyboardInterrupt):
        return END


def _from_pipe() -> str:
    while (character := sys.stdin.read(1)).isspace():
        pass
    return character.lower()
