"""Names for the strings that identify things, so that mypy tells a code's key from a source's id."""

from typing import NewType
from uuid import uuid4

SourceId = NewType("SourceId", str)
CodingId = NewType("CodingId", str)
SuggestionId = NewType("SuggestionId", str)
MemoId = NewType("MemoId", str)
CaseId = NewType("CaseId", str)
CodeKey = NewType("CodeKey", str)
CoderName = NewType("CoderName", str)


def new_id() -> str:
    """Return a random UUID in its usual form: what is exchanged with other programs has one from birth."""
    return str(uuid4())
