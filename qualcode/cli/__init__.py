"""The command line: each command parses, calls one workflow and shows rows.

`main` is the one place where a user's mistake becomes a message and an exit code: 1 the user can put it
right, 2 usage, 3 a check found something. A bug still shows its traceback.
"""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

_COLLECTED_AFTER = 50_000
"""New objects between two searches for garbage: a command makes many that stay, and soon ends."""


def run() -> NoReturn:
    """Run the program as a process of its own, and end it at once.

    Python would first take apart all that was loaded, which for spaCy lasts a third of a second; everything
    that was written is on disk by then.
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
    gc.set_threshold(_COLLECTED_AFTER)
    from qualcode import notices
    from qualcode.cli.output.show import say
    from qualcode.cli.program import program
    from qualcode.errors import QualcodeError, UsageError, VanishedCodesError

    notices.set_listener(lambda message: say(message, "yellow"))
    try:
        try:
            program(sys.argv[1:])()
        except VanishedCodesError as error:
            from qualcode.cli.codebook.adopt_commands import resolve_missing_codes

            if not resolve_missing_codes(error):
                raise
            program(sys.argv[1:])()  # nothing had been written, so that the command is simply given again
    except QualcodeError as error:
        from qualcode.cli.output.show import show_error

        show_error(error)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except UnicodeEncodeError as error:
        from qualcode.cli.output.show import show_error

        if not 0xD800 <= ord(error.object[error.start]) <= 0xDFFF:  # noqa: PLR2004 - a byte that was no text
            raise
        around = error.object[max(0, error.start - 20) : error.end + 20]
        show_error(
            UsageError(
                f"This is not text that can be kept, a byte in it is no UTF-8: {around}.",
                "Type it again; a file must be renamed. Nothing was changed.",
            )
        )
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
