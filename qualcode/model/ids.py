"""Names for the strings that identify things, so that mypy tells a code's key from a source's id."""

from os import urandom
from typing import NewType

SourceId = NewType("SourceId", str)
CodingId = NewType("CodingId", str)
SuggestionId = NewType("SuggestionId", str)
MemoId = NewType("MemoId", str)
CaseId = NewType("CaseId", str)
CodeKey = NewType("CodeKey", str)
CoderName = NewType("CoderName", str)


def new_id() -> str:
    """Return a random UUID (version 4) in its usual form: what is exchanged has one from birth.

    Written out here because `uuid.uuid4` takes ten times as long, which counts for 100,000 codings.
    """
    digits = urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
