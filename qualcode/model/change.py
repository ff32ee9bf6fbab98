"""What happened to a project: an act is one thing a person did, a change is one row it touched."""

from dataclasses import dataclass

from qualcode.model.ids import CoderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row before and after; no `before` means it was made, no `after` that it was taken away."""

    subject: str
    """The table."""
    before: dict[str, str | int | float | None] | None
    after: dict[str, str | int | float | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing a coder did, in one transaction; undoing it is an act of its own."""

    number: int
    at: str
    coder: CoderName
    verb: str
    summary: str
    changes: int
    undoes: int | None = None
    undone_by: int | None = None
