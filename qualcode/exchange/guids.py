"""GUIDs: the forms in which programs write them, and GUIDs derived from names where there is none.

Programs write GUIDs in upper or lower case, with braces or without; qualcode compares them in lower case
without braces.
"""

import re
from functools import lru_cache
from uuid import UUID, uuid5

_NAMESPACE = UUID("7f3c9d52-6a0e-5b8c-9a41-2f6d8f0c7e15")
_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")


@lru_cache(maxsize=4096)
def canonical_guid(text: str | None) -> str:
    """Return a GUID in lower case without braces; empty if the text is none."""
    match = _GUID.fullmatch((text or "").strip())
    return match[1].lower() if match else ""


def derived_guid(*names: str) -> str:
    """Return the GUID (version 5) that belongs to these names."""
    return str(uuid5(_NAMESPACE, "\0".join(names)))


class GuidRegister:
    """Gives each element its GUID: its own, or a derived one where that is missing, invalid or taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str | None, *names: str) -> tuple[str, bool]:
        """Return the GUID for an element, and whether it is its own; `names` tell it from others."""
        own = canonical_guid(text)
        if own and own not in self._taken:
            self._taken.add(own)
            return own, True
        number = 0
        while (guid := derived_guid(text or "", *names, str(number))) in self._taken:
            number += 1
        self._taken.add(guid)
        return guid, False
