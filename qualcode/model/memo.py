"""A memo is a note by a coder on the project, a source or a code; a coding carries its memo itself."""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CoderName, MemoId


class About(StrEnum):
    """What a memo is on."""

    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A dated note; `target` is a source's id or a code's key, and empty for the project."""

    id: MemoId
    about: About
    target: str
    text: str
    coder: CoderName
    made_at: str
