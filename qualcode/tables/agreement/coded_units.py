"""What several coders have coded in several sources, in units of one kind."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from qualcode.tables.arrays.sparse_relations import Flags, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedUnits:
    """Codings as half-open ranges of units; codes, coders and sources are numbered by their position.

    A source that a coder has not finished is missing for this coder: what is not coded there is not absent.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    units: Ints
    """The number of units of each source."""
    finished: Flags
    """Which source was finished by which coder, as sources by coders."""
    source: Ints
    """The source of each coding; `code`, `coder`, `first` and `end` are parallel to it."""
    code: Ints
    coder: Ints
    first: Ints
    """The first unit of each coding, counted from the beginning of its source."""
    end: Ints
    unit: str = "character"
    """What the units are: character, sentence, turn, source or span."""

    def __len__(self) -> int:
        return len(self.source)

    def coded_twice(self) -> Self:
        """Return the sources that at least two coders have finished, with the codings of those coders."""
        kept = self.finished.sum(axis=1) > 1
        position = np.cumsum(kept) - 1
        of_both = kept[self.source] & self.finished[self.source, self.coder] & (self.end > self.first)
        chosen = self._select(of_both)
        return replace(
            chosen,
            sources=tuple(name for name, keep in zip(self.sources, kept.tolist(), strict=True) if keep),
            units=self.units[kept],
            finished=self.finished[kept],
            source=position[chosen.source],
        )

    def of_coders(self, first: int, second: int) -> Self:
        """Return the codings of two coders, in the sources that both have finished."""
        return self.with_coders((self.coders[first], self.coders[second])).coded_twice()

    def with_coders(self, coders: Collection[str]) -> Self:
        """Return the codings of these coders, in the order in which the coders are here."""
        kept = np.array([coder in coders for coder in self.coders], dtype=bool)
        chosen = self._select(kept[self.coder])
        position = np.cumsum(kept) - 1
        return replace(
            chosen,
            coders=tuple(coder for coder in self.coders if coder in coders),
            finished=self.finished[:, kept],
            coder=position[chosen.coder],
        )

    def with_codes(self, codes: Collection[str]) -> Self:
        """Return the codings of these codes, in the order in which the codes are here."""
        kept = np.array([code in codes for code in self.codes], dtype=bool)
        chosen = self._select(kept[self.code])
        position = np.cumsum(kept) - 1
        return replace(
            chosen, codes=tuple(code for code in self.codes if code in codes), code=position[chosen.code]
        )

    def _select(self, chosen: Flags) -> Self:
        return replace(
            self,
            source=self.source[chosen],
            code=self.code[chosen],
            coder=self.coder[chosen],
            first=self.first[chosen],
            end=self.end[chosen],
        )
