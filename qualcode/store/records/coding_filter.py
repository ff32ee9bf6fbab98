"""Conditions that select codings, as SQL."""

from dataclasses import dataclass

from qualcode.model import CodeKey, CoderName, Origin, SourceId, SourceKind
from qualcode.store.database import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingFilter:
    """Conditions on codings, all of which must hold; an empty one does not apply."""

    sources: tuple[SourceId, ...] = ()
    codes: tuple[CodeKey, ...] = ()
    coders: tuple[CoderName, ...] = ()
    origin: Origin | None = None
    kind: SourceKind | None = None
    with_memo: bool = False
    before_version: int | None = None
    """Only codings made under a version of the codebook before this one."""
    starred: bool = False

    def where(self) -> tuple[str, list[Cell]]:
        """Return the WHERE clause and its values; empty if no condition is set."""
        conditions: list[str] = []
        values: list[Cell] = []
        for column, allowed in (("source_id", self.sources), ("code", self.codes), ("coder", self.coders)):
            if allowed:
                conditions.append(f"{column} IN ({', '.join('?' for _ in allowed)})")
                values.extend(allowed)
        for column, value in (("origin", self.origin), ("sources.kind", self.kind)):
            if value:
                conditions.append(f"{column} = ?")
                values.append(str(value))
        if self.with_memo:
            conditions.append("memo <> ''")
        if self.starred:
            conditions.append("starred")
        if self.before_version is not None:
            conditions.append("codebook_version < ?")
            values.append(self.before_version)
        return (" WHERE " + " AND ".join(conditions) if conditions else ""), values


EVERY_CODING = CodingFilter()
