"""Time and memory of agreement between coders: 2.4 million characters, 30 codes, 4 coders.

Run `python -m tests.benchmarks.agreement_bench`. `agreement_coverage` simulates the intervals.
"""

import resource
import sys
import time

import numpy as np

from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.results.code_agreement import agreement_by_code


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def large_study(seed: int = 1) -> CodedUnits:
    """Return 44 sources of 55,000 characters, in which 4 coders have made 43,000 codings of 30 codes."""
    random = np.random.default_rng(seed)
    sources, characters, codes, coders, codings = 44, 55_000, 30, 4, 43_000
    true = codings // coders
    source, code = random.integers(0, sources, true), random.integers(0, codes, true)
    first, length = random.integers(0, characters - 800, true), random.integers(20, 700, true)
    shape = (coders, true)
    start = np.maximum(first + random.integers(-15, 15, shape), 0)
    end = first + length + random.integers(-15, 15, shape)
    found = random.random(shape) < 0.8
    coder, row = np.nonzero(found)
    return CodedUnits(
        coders=tuple(f"coder{number}" for number in range(coders)),
        codes=tuple(f"code{number}" for number in range(codes)),
        sources=tuple(f"source{number}" for number in range(sources)),
        units=np.full(sources, characters),
        finished=np.ones((sources, coders), dtype=bool),
        source=source[row],
        code=code[row],
        coder=coder,
        first=start[coder, row],
        end=np.maximum(end[coder, row], start[coder, row] + 1),
    )


def speed() -> None:
    """Print the time and memory of the table of a large study."""
    study = large_study()
    labels = {code: code for code in study.codes}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    agreement_by_code(study, labels)
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        table = agreement_by_code(study, labels)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        _say(f"{len(study):,} codings: {cpu:.3f} s of CPU, {wall:.3f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"{peak:.0f} MB at most, {before:.0f} before")
    _say(table.tail(2).to_string())


if __name__ == "__main__":
    speed()
