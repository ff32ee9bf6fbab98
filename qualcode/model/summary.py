"""A summary is what an analyst says of a case under a theme: a cell of the framework matrix."""

from dataclasses import dataclass

from qualcode.model.ids import CodeKey, CoderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One analyst's words for one cell; `unit` is the name of a case, or of a source where there are none."""

    id: str
    unit: str
    code: CodeKey
    text: str
    coder: CoderName
    made_at: str
    """UTC, ISO 8601."""
