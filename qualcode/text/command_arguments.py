"""Names as arguments of a command that a message tells the user to type."""

import os
import re
import shlex
from collections.abc import Iterable

_ODD_WHITE_SPACE = r"^\s|\s$|[^\S \u00a0\u202f\u3000]"
"""White space at an end of a name, or of another kind than spaces within it."""
_CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_PLAIN_ON_WINDOWS = re.compile(r"[\w@+=:./\\-]+")
"""What neither cmd nor PowerShell reads as anything but itself."""
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'"}


def argument(name: str) -> str:
    r"""Return a name as a shell reads it: quoted if need be, `$'a\nb'` if it has control characters.

    On Windows it is in double quotes, which cmd and PowerShell both know; cmd takes single ones for letters.
    """
    if os.name == "nt":
        return name if _PLAIN_ON_WINDOWS.fullmatch(name) else '"' + name.replace('"', '\\"') + '"'
    if not re.search(_CONTROL, name):
        return shlex.quote(name)
    escaped = re.sub(r"[\\']|" + _CONTROL, lambda match: _escape(match[0]), name)
    return f"$'{escaped}'"


def shown_name(name: str) -> str:
    """Return a name for a message or a table: as it is typed if its white space would not be seen."""
    return argument(name) if re.search(_ODD_WHITE_SPACE, name) else name


def shown_names(names: Iterable[str]) -> str:
    """Return names for a message, with commas between them."""
    return ", ".join(map(shown_name, names))


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}")  # noqa: PLR2004
