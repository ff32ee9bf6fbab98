"""Summaries: the cells of a framework matrix, an analyst's words on a case under a theme."""

from dataclasses import dataclass

from qualcode.model.ids import CodeKey, CoderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One analyst's text for one cell; `unit` is the name of a case, or of a source if there are no cases."""

    id: str
    unit: str
    code: CodeKey
    text: str
    coder: CoderName
    made_at: str
    """UTC, ISO 8601."""
