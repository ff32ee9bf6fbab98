"""How often the intervals of `compare` cover the true difference, by simulation.

Run `python -m tests.benchmarks.interval_coverage [STUDIES]`. Sources are drawn from two populations whose
words under a code vary between sources; an interval is right if it has the populations' difference in it.
Only studies count in which an interval is printed: five sources of each group have the code.
"""

import sys
from collections.abc import Iterator

import numpy as np

from qualcode.tables.analyses.inference.cluster_bootstrap import (
    FEWEST_CLUSTERS,
    GroupWords,
    difference_interval,
)

SIZES = (2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40)
UNBALANCED = ((5, 10), (5, 20), (10, 40))
PREVALENCES = (1.0, 0.7, 0.4)
"""The share of sources that have the code at all."""
_MEAN_WORDS, _SPREAD = 3000, 0.4
_DRAWS = 500


def draw_group(rng: np.random.Generator, size: int, share: float, prevalence: float) -> GroupWords:
    """Draw the words of sources, and those under one code, whose share varies between sources."""
    words = np.rint(_MEAN_WORDS * rng.lognormal(-(_SPREAD**2) / 2, _SPREAD, size)).astype(np.int64)
    has_code = rng.random(size) < prevalence
    shares = has_code * rng.beta(3, 3 / share - 3, size)
    return GroupWords(coded=np.rint(words * shares).astype(np.int64)[:, np.newaxis], words=words)


def coverage(
    sizes: tuple[int, int],
    prevalence: float,
    studies: int,
    rng: np.random.Generator,
    *,
    paired: bool = False,
    minimum: int = FEWEST_CLUSTERS,
) -> tuple[float, int]:
    """Return the share of intervals that cover the true difference, and how many were printed."""
    shares = (0.10, 0.05)
    truth = 1000 * prevalence * (shares[0] - shares[1])
    covered = printed = 0
    for _ in range(studies):
        drawn = [draw_group(rng, size, share, prevalence) for size, share in zip(sizes, shares, strict=True)]
        if min(np.count_nonzero(group.coded) for group in drawn) < minimum:
            continue
        groups = drawn if paired else _apart(*drawn)
        low, high = difference_interval(groups[0], groups[1], _DRAWS, rng)
        covered += bool(low[0] <= truth <= high[0])
        printed += 1
    return (covered / printed if printed else float("nan")), printed


def _apart(first: GroupWords, second: GroupWords) -> list[GroupWords]:
    """Return two groups with clusters of their own."""
    none = [np.zeros(len(group.words), dtype=np.int64) for group in (second, first)]
    return [
        GroupWords(
            coded=np.concatenate((first.coded, none[0][:, np.newaxis])),
            words=np.concatenate((first.words, none[0])),
        ),
        GroupWords(
            coded=np.concatenate((none[1][:, np.newaxis], second.coded)),
            words=np.concatenate((none[1], second.words)),
        ),
    ]


def lines(studies: int, seed: int = 1) -> Iterator[str]:
    """Yield the coverage of each design; below five sources a group as if intervals were printed."""
    rng = np.random.default_rng(seed)
    designs = [((size, size), False) for size in SIZES]
    designs += [(sizes, False) for sizes in UNBALANCED] + [((size, size), True) for size in SIZES]
    yield "sources    " + "".join(f"  code in {prevalence:4.0%} of sources" for prevalence in PREVALENCES)
    for sizes, paired in designs:
        minimum = min(FEWEST_CLUSTERS, *sizes)
        figures = (
            coverage(sizes, prevalence, studies, rng, paired=paired, minimum=minimum)
            for prevalence in PREVALENCES
        )
        cells = "".join(f"  {covered:.3f} (of {printed:>5})    " for covered, printed in figures)
        name = f"{sizes[0]} in both" if paired else f"{sizes[0]}+{sizes[1]}"
        remark = "" if min(sizes) >= FEWEST_CLUSTERS else "  not printed by compare"
        yield f"{name:11}{cells}{remark}"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
