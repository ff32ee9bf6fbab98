"""Keys: one key at a time from a person at a terminal, or one character at a time from a pipe."""

import sys

import typer

END = ""
"""What is read where there is nothing more to come."""


def read_key() -> str:
    """Return the next key in lower case; `END` where the input ends or the person breaks off.

    What a terminal sends all at once (an arrow key, a pasted text) is one key with a long name, which
    means nothing: pasted words never answer anything.
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
