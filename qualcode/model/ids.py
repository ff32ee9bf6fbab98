"""Types of identifiers, so that mypy distinguishes a code's key from a source's id; new UUIDs."""

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
RoundId = NewType("RoundId", str)


def new_id() -> str:
    """Return a random UUID (version 4) in its canonical form."""
    return next(new_ids(1))


def new_ids(count: int) -> Iterator[str]:
    """Yield `count` random UUIDs (version 4).

    Ten times as fast as `uuid.uuid4`, which matters for 100,000 codings.
    """
    digits = urandom(16 * count).hex()
    for offset in range(0, len(digits), 32):
        uuid = digits[offset : offset + 32]
        variant = "89ab"[int(uuid[16], 16) % 4]
        yield f"{uuid[:8]}-{uuid[8:12]}-4{uuid[13:16]}-{variant}{uuid[17:20]}-{uuid[20:]}"
