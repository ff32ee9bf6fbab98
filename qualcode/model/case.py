"""Cases: units of analysis, usually participants, with attributes and the sources they appear in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.model.ids import CaseId, SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of the participants table; attribute values are the text of its cells."""

    id: CaseId
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[tuple[SourceId, str], ...] = ()
    """Where it appears: a source and the speaker's label there, empty for the whole source."""
    waiting: tuple[tuple[str, str], ...] = ()
    """Names of sources and speakers that the project does not have yet; they are joined when they come."""
