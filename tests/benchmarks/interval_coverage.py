"""How often each interval that qualcode prints covers the truth, by simulation.

Run `python -m tests.benchmarks.interval_coverage [STUDIES [SEED]]`; 2,000 studies take about 40 minutes. Only
intervals count that are printed. A row has the least and the greatest coverage of the cells (kinds of study)
that print the interval in at least 5 % of their studies; rare ones are drawn more often. `SIMULATED` names
the interval of every column with ends, and a test looks for columns that are missing.
"""

import sys
from collections.abc import Mapping

from tests.benchmarks.agreement_coverage import agreement_cells
from tests.benchmarks.compare_coverage import compare_cells
from tests.benchmarks.coverage_cells import CoverageCell, extremes, summary

_OF_UNITS = ("percent", "f1", "alpha", "kappa", "fleiss", "pi", "ac1", "bp", "neg")
_MACHINE = ("machine_percent", "machine_f1", "machine_alpha", "machine_kappa")
SIMULATED: Mapping[str, tuple[str, ...]] = {
    "compare": ("difference",),
    "agreement": (*_OF_UNITS, *_MACHINE),
    "agreement pairs": ("percent", "f1", "alpha", "kappa"),
    "agreement overall": ("value",),
    "agreement over time": ("percent", "f1", "alpha", "kappa"),
    "agreement boundaries": ("overlap_f1", "bar_u_alpha", "u_alpha", "cu_alpha"),
}
"""Table → its columns whose intervals are simulated; `value` are the measures of the row."""
NO_ESTIMATES: Mapping[str, tuple[str, ...]] = {"saturation": ("random",)}
"""Table → columns with ends that are no interval of an estimate.

The band of `saturation` has 95 % of random orders of the same sources, and says nothing about others.
"""


def main(studies: int, seed: int) -> None:
    """Print the summary, and the cells with the least and greatest coverage."""
    cells: list[CoverageCell] = []
    for family in (agreement_cells, compare_cells):
        own = list(family(studies, seed))
        for line in (*summary(own), "", *extremes(own), ""):
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        cells += own


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 2000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 1,
    )
