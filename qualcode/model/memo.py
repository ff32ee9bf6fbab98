"""Memos: notes of coders on the project, a source, a span of it or a code.

A coding's memo is one of its fields.
"""

from dataclasses import dataclass
from enum import StrEnum

from qualcode.model.ids import CoderName, MemoId
from qualcode.model.span import Span


class About(StrEnum):
    """What a memo is about."""

    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A dated note; `target` is a source's id, a code's key, or empty for the project."""

    id: MemoId
    about: About
    target: str
    text: str
    coder: CoderName
    made_at: str
    span: Span | None = None
    """The words of the source that it is on; None if it is on all of it."""
    quote: str = ""
    """The characters of the span."""
