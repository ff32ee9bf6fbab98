"""A case is a unit of analysis, usually a participant, with attributes and the sources it speaks in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.model.ids import CaseId, SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of the participants table; attribute values are text as the table had it."""

    id: CaseId
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[tuple[SourceId, str], ...] = ()
    """Where it speaks: a source and the speaker's label in it, empty for the whole source."""
