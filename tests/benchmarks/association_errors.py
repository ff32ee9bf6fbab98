"""How often `crosstab --test` finds an association where there is none: chi-square beside the permutation.

Run `python -m tests.benchmarks.association_errors [STUDIES]`. Each source has codings of eight codes whose
shares differ between sources (Dirichlet); a value of an attribute is given to sources without regard to them.
A row has the share of studies with p < .05, which is .05 for a test that holds what it promises.
"""

import sys
from collections.abc import Iterator

import numpy as np

from qualcode.tables import Study, association
from tests.support import marked_text, plain_figures

CODES = tuple(f"c{number}" for number in range(8))
CODEBOOK = marked_text.codebook("\n".join(CODES))
DESIGNS = ((8, 15), (12, 30), (20, 30))
"""Sources, and codings in each on average."""
ALIKE = (1e6, 20.0, 5.0)
"""How alike sources are in their codes: the sum of the parameters of the Dirichlet distribution."""
_PERMUTATIONS = 199
_LEVEL = 0.05


def draw_study(rng: np.random.Generator, sources: int, codings: int, alike: float) -> Study:
    """Return a study in which the codes have nothing to do with the attribute `tier`."""
    shares = rng.dirichlet(np.full(len(CODES), 4.0))
    marked, cases = [], []
    for number in range(sources):
        codes = rng.choice(CODES, size=max(1, rng.poisson(codings)), p=rng.dirichlet(shares * alike))
        words = " ".join(f"[word]{{{code}}}" for code in codes)
        marked.append(marked_text.interview(f"P1: {words}\n", name=f"s{number}"))
        cases.append(
            marked_text.case(f"case {number}", [f"s{number}"], tier=("local", "national")[number % 2])
        )
    return plain_figures.study(marked, CODEBOOK, cases)


def lines(studies: int, seed: int = 1) -> Iterator[str]:
    """Yield the shares of false findings of each design."""
    rng = np.random.default_rng(seed)
    yield "sources  codings of each  alike     chi-square  permutation"
    for (sources, codings), alike in ((design, alike) for design in DESIGNS for alike in ALIKE):
        results = [
            association(
                draw_study(rng, sources, codings, alike),
                *("code", "tier"),
                permutations=_PERMUTATIONS,
                seed=number,
            )
            for number in range(studies)
        ]
        by_chi_square = np.mean([result.independence.p < _LEVEL for result in results])
        by_permutation = np.mean([(result.permutation_p or 1.0) < _LEVEL for result in results])
        yield f"{sources:<8} {codings:<16} {alike:<9g} {by_chi_square:<11.2f} {by_permutation:.2f}"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
