"""How often the intervals of `compare` cover the truth, by simulation.

Sources are drawn from two populations whose words under a code vary between sources; an interval is right if
it has the populations' difference in it. Each study has several codes that are independent of each other. A
code is in a proportion of each group's sources, and in those that have it, as frequent in the first group as
in the second, twice as frequent, or half.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import GroupWords, difference_interval
from qualcode.tables.analyses.inference.printed_intervals import (
    SMALLEST_GROUP,
    are_too_uneven,
    too_few_clusters,
    vary_too_little,
)
from qualcode.tables.arrays.sparse_relations import Floats, Ints
from tests.benchmarks.coverage_cells import CoverageCell

BALANCED = (2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20, 25, 30, 40)
UNBALANCED = ((5, 8), (8, 20), (10, 15), (15, 40), (20, 30), (20, 40), (20, 60), (20, 80), (30, 40))
PAIRED = (5, 10, 15, 20, 30, 40)
CASES = ((8, 12), (10, 10), (20, 20), (20, 30))
ONE_LONG = (10, 20, 40)
"""Groups with lengths from a heavy-tailed distribution."""
CODES = {
    "in all": ((1.0, 1.0), 3.0),
    "in all, uneven": ((1.0, 1.0), 1.0),
    "in all, even": ((1.0, 1.0), 8.0),
    "in all, alike": ((1.0, 1.0), 17.0),
    "in 95 %, even": ((0.95, 0.95), 12.0),
    "in 70 %": ((0.7, 0.7), 3.0),
    "in 50 %, uneven": ((0.5, 0.5), 1.0),
    "in 50 %, alike": ((0.5, 0.5), 17.0),
    "in 30 %": ((0.3, 0.3), 3.0),
    "in 30 %, even": ((0.3, 0.3), 12.0),
    "in 20 %": ((0.2, 0.2), 3.0),
    "in all / 40 %": ((1.0, 0.4), 3.0),
    "in 40 % / all": ((0.4, 1.0), 3.0),
    "in all / 70 %, even": ((1.0, 0.7), 12.0),
    "in 60 % / 30 %, uneven": ((0.6, 0.3), 1.0),
    "in 60 % / 30 %, even": ((0.6, 0.3), 12.0),
    "in 80 % / 50 %, alike": ((0.8, 0.5), 100.0),
}
"""Kinds of codes: the proportion of each group's sources that have it at all, and a of Beta(a, a / mean - a).

The latter is the distribution of the share of its words that are under the code in a source that has it: its
standard deviation is about the mean for a = 1, half of it for 3, a third for 8, and a tenth for 100.
"""
EFFECTS = {"twice": (0.10, 0.05), "as much": (0.05, 0.05), "half": (0.05, 0.10)}
_CODES_OF_STUDY = 50
_AT_ONCE, _MOST = 40, 500
"""Studies of so many codes at a time, and at most."""
_MEAN_WORDS, _SPREAD, _HEAVY = 3000, 0.4, 1.0
_DRAWS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The numbers of sampling units of two groups, and how their sources are joined."""

    sizes: tuple[int, int]
    paired: bool = False
    """Both groups speak in the same sources."""
    cases: bool = False
    """A unit is a case of one to three sources in which the code is equally frequent."""
    spread: float = _SPREAD
    """The standard deviation of the logarithm of the words of a source."""

    @property
    def name(self) -> str:
        """The name in the table."""
        if self.paired:
            return f"{self.sizes[0]} in both"
        if self.spread > _SPREAD:
            return f"{self.sizes[0]}+{self.sizes[1]} lengths"
        return f"{self.sizes[0]}+{self.sizes[1]}{' cases' if self.cases else ''}"


def designs() -> Iterator[Design]:
    """Yield the designs that are simulated."""
    yield from (Design(sizes=(size, size)) for size in BALANCED)
    yield from (Design(sizes=sizes) for sizes in UNBALANCED)
    yield from (Design(sizes=(size, size), paired=True) for size in PAIRED)
    yield from (Design(sizes=sizes, cases=True) for sizes in CASES)
    yield from (Design(sizes=(size, size), spread=_HEAVY) for size in ONE_LONG)


def draw_words(rng: np.random.Generator, design: Design, size: int) -> Ints:
    """Return the words of units, which are sources or cases of several sources."""
    sources = rng.integers(1, 4, size) if design.cases else np.ones(size, dtype=np.int64)
    lengths = [rng.lognormal(-(design.spread**2) / 2, design.spread, many).sum() for many in sources]
    words: Ints = np.rint(_MEAN_WORDS * np.array(lengths)).astype(np.int64)
    return words


def coverage(
    design: Design,
    code: tuple[tuple[float, float], float],
    means: tuple[float, float],
    studies: int,
    seed: int,
) -> tuple[int, int, int]:
    """Return the numbers of printed intervals that cover the true difference, of printed ones, and of all."""
    rng = np.random.default_rng(seed)
    proportions, shape = code
    truth = 1000 * (proportions[0] * means[0] - proportions[1] * means[1])
    covered = printed = 0
    for _ in range(studies):
        groups = draw_study(rng, design, proportions, shape, means)
        is_printed = ~too_few_clusters(groups) & ~vary_too_little(groups) & (not are_too_uneven(groups))
        if is_printed.any():
            shown = [GroupWords(coded=group.coded[:, is_printed], words=group.words) for group in groups]
            low, high = difference_interval(shown[0], shown[1], _DRAWS, rng)
            covered += int(np.count_nonzero((low <= truth) & (truth <= high)))
            printed += int(np.count_nonzero(is_printed))
    return covered, printed, studies * _CODES_OF_STUDY


def draw_study(
    rng: np.random.Generator,
    design: Design,
    proportions: tuple[float, float],
    shape: float,
    means: tuple[float, float],
) -> tuple[GroupWords, GroupWords]:
    """Return the words of two groups; `means` are the shares under the code where it occurs."""
    words = [draw_words(rng, design, size) for size in design.sizes]
    occurrence = [rng.random((size, _CODES_OF_STUDY)) for size in design.sizes]
    amounts = [
        rng.beta(shape, shape / mean - shape, (size, _CODES_OF_STUDY))
        for size, mean in zip(design.sizes, means, strict=True)
    ]
    if design.paired:  # half of the second speakers say as much of the matter as the first, times the means
        is_alike = rng.random(amounts[0].shape) < 0.5
        occurrence[1] = np.where(is_alike, occurrence[0], occurrence[1])
        amounts[1] = np.where(is_alike, amounts[0] * means[1] / means[0], amounts[1])
    shares: list[Floats] = [
        (chance < proportion) * amount
        for chance, proportion, amount in zip(occurrence, proportions, amounts, strict=True)
    ]
    if not design.paired:  # units of their own
        sizes = design.sizes
        words = [np.pad(words[0], (0, sizes[1])), np.pad(words[1], (sizes[0], 0))]
        shares = [np.pad(shares[0], ((0, sizes[1]), (0, 0))), np.pad(shares[1], ((sizes[0], 0), (0, 0)))]
    first, second = (
        GroupWords(coded=np.rint(lengths[:, np.newaxis] * part).astype(np.int64), words=lengths)
        for lengths, part in zip(words, shares, strict=True)
    )
    return first, second


def compare_cells(studies: int, seed: int = 1) -> Iterator[CoverageCell]:
    """Yield the coverage of each design, kind of code, and effect; rare ones are drawn more often."""
    for design in designs():
        for code_name, code in CODES.items():
            for effect, means in EFFECTS.items():
                name = f"{design.name}, {code_name}, {effect}"
                cell = CoverageCell(interval="difference", name=name, covered=0, printed=0, studies=0)
                # A group of too few sources prints nothing, whatever is drawn: a few studies show it.
                most = _AT_ONCE if min(design.sizes) < SMALLEST_GROUP else _MOST
                while cell.studies < most * _CODES_OF_STUDY:
                    covered, printed, drawn = coverage(design, code, means, _AT_ONCE, seed + cell.studies)
                    cell = cell.with_more(
                        CoverageCell(
                            interval="difference", name=name, covered=covered, printed=printed, studies=drawn
                        )
                    )
                    if cell.is_settled and cell.studies >= studies:
                        break
                yield cell
