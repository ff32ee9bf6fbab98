"""The names of coders: on one line, with single spaces, without control characters, and not endless."""

from qualcode.errors import UsageError
from qualcode.model import CoderName
from qualcode.text.name_matches import plain_name
from qualcode.text.visible import UNPRINTABLE

_LONGEST = 1_000


def is_printable_name(name: str) -> bool:
    """Whether a name of a file from outside can be one here."""
    return len(name) <= _LONGEST and not UNPRINTABLE.search(name)


def coder_named(typed: str) -> CoderName:
    """Return the name of a coder as it is stored; UsageError if it has control characters or is too long.

    A pack with such a name could not be merged.
    """
    name = plain_name(typed)
    if len(name) > _LONGEST:
        raise UsageError(f"The coder's name has more than {_LONGEST:,} characters.", "Choose a shorter one.")
    if not is_printable_name(name):
        raise UsageError(
            f"The coder's name {name!r} has a control character in it.", "Write it without that character."
        )
    return CoderName(name)
