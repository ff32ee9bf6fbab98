"""The command line: each command parses its arguments, calls one workflow and shows rows.

`main` alone converts errors to messages and exit codes: 1 an error that the user can correct, 2 usage, 3 a
check with findings. A bug shows its traceback.
"""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

_GC_THRESHOLD = 50_000
"""New objects between two garbage collections: most objects of a command live until it ends."""


def run() -> NoReturn:
    """Run the program in this process and exit without Python's cleanup.

    The cleanup takes a third of a second once spaCy is loaded; everything is on disk by then.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    """Run the program with the arguments of this process."""
    gc.set_threshold(_GC_THRESHOLD)
    from qualcode import notices
    from qualcode.cli.program import program
    from qualcode.errors import QualcodeError, UsageError, VanishedCodesError

    notices.set_listener(_show_notice)
    try:
        try:
            program(sys.argv[1:])()
        except VanishedCodesError as error:
            from qualcode.cli.codebook.adopt_commands import resolve_missing_codes

            if not resolve_missing_codes(error):
                raise
            program(sys.argv[1:])()  # nothing had been written: run the same command again
    except QualcodeError as error:
        from qualcode.cli.output.show import show_error

        show_error(error)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except UnicodeEncodeError as error:
        from qualcode.cli.output.show import show_error

        if not 0xD800 <= ord(error.object[error.start]) <= 0xDFFF:  # noqa: PLR2004 - surrogates
            raise
        context = error.object[max(0, error.start - 20) : error.end + 20]
        show_error(
            UsageError(
                f"This text has a byte that is not UTF-8: {context}.",
                "Type the text again, or rename the file. Nothing was changed.",
            )
        )
        sys.exit(1)
    except BrokenPipeError:  # the reader of the output, such as `head`, has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _show_notice(message: str) -> None:
    from qualcode.cli.output.show import say  # imported here because `--help` never needs it

    say(message, "yellow")
