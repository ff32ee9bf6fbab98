"""The history of a project: an act is one command of a coder, a change one row that it changed."""

from dataclasses import dataclass

from qualcode.model.ids import CoderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row before and after: `before` is None if it was inserted, `after` if it was deleted."""

    subject: str
    """The table of the row, or `codebook_versions` for a change of the codebook."""
    before: dict[str, str | int | float | None] | None
    after: dict[str, str | int | float | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One command of a coder, in one transaction; undoing it is another act."""

    number: int
    made_at: str
    coder: CoderName
    verb: str
    summary: str
    changes: int
    """The number of changed rows."""
    undoes: int | None = None
    undone_by: int | None = None
