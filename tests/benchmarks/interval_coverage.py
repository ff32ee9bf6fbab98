"""How often the intervals of `compare` cover the truth, by simulation.

Run `python -m tests.benchmarks.interval_coverage [STUDIES [SEED]]`. For `compare`, sources are drawn from two
populations whose words under a code vary between sources; an interval is right if it has the populations'
difference in it. Only intervals count that are printed. Each study has several codes that are independent of
each other. A cell has the least and the greatest coverage over three differences (twice as many words in the
first group, as many, half as many, for the same proportion of sources), and in brackets the share of codes
with an interval; `rare` are printed in under 5 %.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import GroupWords, difference_interval
from qualcode.tables.analyses.inference.printed_intervals import (
    are_too_uneven,
    too_few_clusters,
    vary_too_little,
)
from qualcode.tables.arrays.sparse_relations import Floats, Ints

BALANCED = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 40)
UNBALANCED = ((5, 8), (6, 9), (8, 12), (8, 20), (10, 15), (10, 30), (15, 40), (20, 40))
ONE_LONG = (8, 10, 20, 40)
"""Groups with lengths from a heavy-tailed distribution."""
CODES = {
    "in all": ((1.0, 1.0), 3.0),
    "in 70 %": ((0.7, 0.7), 3.0),
    "in 40 %": ((0.4, 0.4), 3.0),
    "in all / 40 %": ((1.0, 0.4), 3.0),
    "in 40 % / all": ((0.4, 1.0), 3.0),
    "in 60 % / 30 %": ((0.6, 0.3), 3.0),
    "in all, uneven": ((1.0, 1.0), 1.0),
    "in 70 % / 40 %, uneven": ((0.7, 0.4), 1.0),
    "in all, even": ((1.0, 1.0), 8.0),
    "in all / 40 %, even": ((1.0, 0.4), 8.0),
    "in 80 % / 50 %, alike": ((0.8, 0.5), 100.0),
}
"""Kinds of codes: the proportion of each group's sources that have it at all, and a of Beta(a, a / mean - a).

The latter is the distribution of the share of its words that are under the code in a source that has it.
"""
EFFECTS = ((0.10, 0.05), (0.05, 0.05), (0.05, 0.10))
_CODES_OF_STUDY = 8
_LEAST_PRINTED = 0.05
_MEAN_WORDS, _SPREAD, _HEAVY = 3000, 0.4, 1.0
_DRAWS = 500


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
    yield from (Design(sizes=(size, size), paired=True) for size in (5, 10, 12, 15, 20, 40))
    yield from (Design(sizes=sizes, cases=True) for sizes in ((6, 6), (8, 12), (10, 10), (20, 20)))
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
) -> tuple[float, float]:
    """Return the share of printed intervals that cover the true difference, and the share that is printed."""
    rng = np.random.default_rng(seed)
    proportions, shape = code
    truth = 1000 * (proportions[0] * means[0] - proportions[1] * means[1])
    covered = printed = 0
    for _ in range(studies):
        groups = draw_study(rng, design, proportions, shape, means)
        is_printed = ~too_few_clusters(groups) & ~vary_too_little(groups) & (not are_too_uneven(groups))
        if is_printed.any():
            low, high = difference_interval(*groups, _DRAWS, rng)[:, is_printed]
            covered += int(np.count_nonzero((low <= truth) & (truth <= high)))
            printed += int(np.count_nonzero(is_printed))
    is_rare = printed < _LEAST_PRINTED * studies * _CODES_OF_STUDY
    return float("nan") if is_rare else covered / printed, printed / (studies * _CODES_OF_STUDY)


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


def lines(studies: int, seed: int = 1) -> Iterator[str]:
    """Yield the coverage of each design and kind of code."""
    yield f"{'sources':14}" + "".join(f"{name:>26}" for name in CODES)
    for design in designs():
        cells = []
        for code in CODES.values():
            figures = [coverage(design, code, means, studies, seed) for means in EFFECTS]
            covered = [share for share, _ in figures if not math.isnan(share)]
            printed = max(share for _, share in figures)
            span = f"{min(covered):.3f} to {max(covered):.3f}" if covered else "rare"
            cells.append(f"{span} ({printed:4.0%})" if printed else "no interval")
        yield f"{design.name:14}" + "".join(f"{cell:>26}" for cell in cells)


if __name__ == "__main__":
    study_count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for line in lines(study_count, int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
