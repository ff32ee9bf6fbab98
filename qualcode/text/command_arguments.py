"""Names as arguments of a command that a message tells the user to type."""

import re
import shlex

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "'": "\\'"}


def argument(name: str) -> str:
    r"""Return a name as a shell reads it: quoted if need be, `$'a\nb'` if it has control characters."""
    if not _CONTROL.search(name):
        return shlex.quote(name)
    escaped = re.sub(r"[\\']|" + _CONTROL.pattern, lambda match: _escape(match[0]), name)
    return f"$'{escaped}'"


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}")  # noqa: PLR2004
