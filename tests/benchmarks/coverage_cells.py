"""The coverage of an interval in a cell of a simulation: one kind of study, drawn many times."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEAST_PRINTED = 0.05
"""A cell counts if its interval is printed in at least this share of the studies."""
_ENOUGH, _RARE = 5000, 0.04
"""Printed intervals that make a cell precise, and the share of studies that prints too few for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """In how many studies of a cell an interval was printed, and in how many of these it had the truth."""

    interval: str
    name: str
    """What kind of study it is."""
    covered: int
    printed: int
    studies: int

    @property
    def is_settled(self) -> bool:
        """Whether more studies would change little."""
        return self.printed >= _ENOUGH or self.printed < _RARE * self.studies

    @property
    def counts(self) -> bool:
        """Whether enough studies print the interval."""
        return self.printed >= LEAST_PRINTED * self.studies and self.printed > 0

    @property
    def coverage(self) -> float:
        """The share of printed intervals that had the truth in them."""
        return self.covered / self.printed if self.printed else math.nan

    def with_more(self, other: "CoverageCell") -> "CoverageCell":
        """Return the cell with further studies."""
        return CoverageCell(
            interval=self.interval,
            name=self.name,
            covered=self.covered + other.covered,
            printed=self.printed + other.printed,
            studies=self.studies + other.studies,
        )


def summary(cells: Iterable[CoverageCell]) -> Iterator[str]:
    """Yield a Markdown table with a row for each interval: least and greatest coverage of its cells."""
    by_interval: dict[str, list[CoverageCell]] = {}
    for cell in cells:
        by_interval.setdefault(cell.interval, []).append(cell)
    yield "| interval | least | greatest | all | cells | intervals | studies |"
    yield "|---|---|---|---|---|---|---|"
    for interval, all_cells in by_interval.items():
        counted = [cell for cell in all_cells if cell.counts]
        studies = sum(cell.studies for cell in all_cells)
        if not counted:
            yield f"| {interval} | | | | 0 of {len(all_cells)} | 0 | {studies:,} |"
            continue
        shares = [cell.coverage for cell in counted]
        printed = sum(cell.printed for cell in counted)
        of_all = sum(cell.covered for cell in counted) / printed
        yield (
            f"| {interval} | {min(shares):.3f} | {max(shares):.3f} | {of_all:.3f} | {len(counted)} of "
            f"{len(all_cells)} | {printed:,} | {studies:,} |"
        )


def extremes(cells: Iterable[CoverageCell], count: int = 10) -> Iterator[str]:
    """Yield the cells with the least and with the greatest coverage."""
    ordered = sorted((cell for cell in cells if cell.counts), key=lambda cell: cell.coverage)
    for cell in (*ordered[:count], *ordered[max(len(ordered) - count, count) :]):
        share = cell.printed / cell.studies
        yield f"{cell.coverage:.3f} {cell.interval}: {cell.name}; printed in {share:.0%} ({cell.printed:,})"
