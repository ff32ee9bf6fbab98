"""Names for the strings that identify things, so that mypy tells a code's key from a source's id."""

from collections.abc import Iterator
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
    """Return a random UUID (version 4) in its usual form: what is exchanged has one from birth."""
    return next(new_ids(1))


def new_ids(count: int) -> Iterator[str]:
    """Yield so many random UUIDs.

    Written out here because `uuid.uuid4` takes ten times as long, which counts for 100,000 codings.
    """
    digits = urandom(16 * count).hex()
    for at in range(0, len(digits), 32):
        variant = "89ab"[int(digits[at + 16], 16) % 4]
        yield (
            f"{digits[at : at + 8]}-{digits[at + 8 : at + 12]}-4{digits[at + 13 : at + 16]}-"
            f"{variant}{digits[at + 17 : at + 20]}-{digits[at + 20 : at + 32]}"
        )
