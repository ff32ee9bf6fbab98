"""The command line: each command parses its arguments, calls one workflow and shows rows.

`main` alone converts errors to messages and exit codes: 1 an error that the user can correct, 2 usage, 3 a
check with findings. A bug shows its traceback. As with other Unix programs, a reader that closes the pipe,
such as `head`, is no error to be told of.
"""

import errno
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from qualcode.errors import (
    ClosedPipeError,
    CodebookChangedError,
    OutputError,
    QualcodeError,
    UsageError,
    VanishedCodesError,
)

_GC_THRESHOLD = 50_000
"""New objects between two garbage collections: most objects of a command live until it ends."""

_ATTEMPTS = 20
"""How often a command is run that finds the codebook changed by somebody else."""
_INTERRUPTED = 130
_CLOSED_PIPE = 141
"""The status that a shell gives to a program that the signal of a closed pipe (13) has ended: 128 + 13."""


def run() -> NoReturn:
    """Run the program in this process and exit without Python's cleanup.

    The cleanup takes a third of a second once spaCy is loaded; everything is on disk by then.
    """
    code: object = 0
    try:
        from qualcode.cli.output.streams import open_streams

        open_streams()
        if not _answers_shell():
            main()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        code = _INTERRUPTED
    with suppress(OSError, QualcodeError):
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _answers_shell() -> bool:
    """Complete a command line, if that is what the shell runs the program for."""
    if "_QUALCODE_COMPLETE" not in os.environ:
        return False
    from qualcode.cli.completion.answer_shell import answer_shell

    return answer_shell()


def main() -> None:
    """Run the program with the arguments of this process."""
    gc.set_threshold(_GC_THRESHOLD)
    from qualcode import notices

    notices.set_listener(_show_notice)
    try:
        try:
            _run_command()
        finally:
            sys.stdout.flush()
    except QualcodeError as error:
        _fail(error)
    except UnicodeEncodeError as error:
        if not 0xD800 <= ord(error.object[error.start]) <= 0xDFFF:  # noqa: PLR2004 - surrogates
            raise
        context = error.object[max(0, error.start - 20) : error.end + 20]
        message = f"This text has a byte that is not UTF-8: {context}."
        _fail(UsageError(message, "Type the text again, or rename the file. Nothing was changed."), code=1)
    except (OSError, RuntimeError) as error:
        if not (problem := _impossible_path(error)):
            raise
        _fail(UsageError(problem, "Name another file or folder."), code=1)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _impossible_path(error: OSError | RuntimeError) -> str:
    """Return what is wrong with a path that no system call takes; empty for other errors."""
    if isinstance(error, OSError):
        is_impossible = error.errno in (errno.ENAMETOOLONG, errno.ELOOP)
        return f"{error.filename or 'The path'}: {error.strerror}." if is_impossible else ""
    message = str(error)  # of `Path.resolve` before Python 3.13
    return f"{message}." if message.startswith("Symlink loop") else ""


def _run_command() -> None:
    """Run the command; again if nothing was written since somebody changed the codebook meanwhile."""
    from qualcode.cli.program import program

    for remaining in reversed(range(_ATTEMPTS)):
        try:
            program(sys.argv[1:])()
        except CodebookChangedError:
            if not remaining:
                raise
        except VanishedCodesError as error:
            from qualcode.cli.codebook.adopt_commands import resolve_missing_codes

            if not remaining or not resolve_missing_codes(error):
                raise
        else:
            return


def _fail(error: QualcodeError, code: int | None = None) -> NoReturn:
    """Print an error and exit."""
    from qualcode.cli.output.show import show_error

    if isinstance(error, OutputError):
        from qualcode.store import history

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be written goes nowhere
        acts = history.completed_acts()
        if isinstance(error, ClosedPipeError):
            code = _CLOSED_PIPE
            if not acts:
                sys.exit(code)
        if acts:
            done = " ".join("; ".join(acts).split())
            error = OutputError(f"{error.message} It was done, though: {done}.")
    show_error(error)
    sys.exit(code or (2 if isinstance(error, UsageError) else 1))


def _show_notice(message: str) -> None:
    from qualcode.cli.output.show import say  # imported here because `--help` never needs it

    say(message, "yellow")
