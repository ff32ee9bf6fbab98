"""Ids and numbers of another copy in terms of this one: sources by text, versions by UUID."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.store.database import Cell, Record


@dataclass(slots=True)
class Translation:
    """What the ids and numbers of the other copy are here; ids that are not named are the same."""

    sources: dict[Cell, Cell] = field(default_factory=dict)
    versions: dict[Cell, Cell] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        """Whether all ids and numbers are the same in both copies."""
        maps: tuple[Mapping[Cell, Cell], ...] = (self.sources, self.versions)
        return all(old == new for each in maps for old, new in each.items())

    def record(self, table: str, record: Record) -> Record:
        """Return a row of the other copy with the ids and numbers of this one."""
        changed: Record = {}
        for column, ids in self._columns(table, record):
            if column in record and record[column] in ids:
                changed[column] = ids[record[column]]
        return {**record, **changed} if changed else record

    def _columns(self, table: str, record: Record) -> tuple[tuple[str, Mapping[Cell, Cell]], ...]:
        if table == "sources":
            return (("id", self.sources),)
        if table == "memos":
            return (("target", self.sources),) if record.get("about", "source") == "source" else ()
        if table == "codebook_versions":
            return (("number", self.versions),)
        if table == "stays":
            return (("version", self.versions),)
        return (
            ("source_id", self.sources),
            ("codebook_version", self.versions),
        )
