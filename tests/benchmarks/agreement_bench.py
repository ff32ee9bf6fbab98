"""Time, memory and coverage of agreement between coders.

    python -m tests.benchmarks.agreement_bench speed        2.4 million characters, 30 codes, 4 coders
    python -m tests.benchmarks.agreement_bench coverage     how often the intervals hold the true alpha

The coverage is of simulated studies: a code comes in runs of turns, more in some sources than in others, and
two coders miss and add runs, with a skill that differs between sources. The true alpha is that of very many
sources.
"""

import argparse
import resource
import sys
import time

import numpy as np

from qualcode.tables.agreement.code_tallies import code_tallies
from qualcode.tables.agreement.coded_units import CodedUnits
from qualcode.tables.agreement.coefficients import alpha
from qualcode.tables.agreement.jackknife import jackknife_interval
from qualcode.tables.agreement.results.code_agreement import agreement_by_code
from qualcode.tables.arrays.sparse_relations import Flags, Ints

_TURNS = 120
"""Turns of a simulated source."""


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


def _runs(random: np.random.Generator, begins: float, continues: float) -> Flags:
    """Return turns of a two-state Markov chain."""
    coded = np.zeros(_TURNS, dtype=bool)
    for turn in range(1, _TURNS):
        coded[turn] = random.random() < (continues if coded[turn - 1] else begins)
    return coded


def simulated_source(random: np.random.Generator) -> Flags:
    """Return what two coders code in one source, coders by turns."""
    true = _runs(random, float(random.beta(1.5, 25)), 0.6)
    skill = random.beta(6, 2)
    seen = []
    for _ in range(2):
        missed = _runs(random, 1 - skill, 0.4)
        added = _runs(random, 0.03 * (1.3 - skill), 0.4)
        seen.append((true & ~missed) | added)
    return np.array(seen)


def coded_turns(sources: list[Flags]) -> CodedUnits:
    """Return the turns that two coders coded with one code."""
    rows = np.array(
        [
            (number, coder, turn)
            for number, seen in enumerate(sources)
            for coder, turn in zip(*np.nonzero(seen), strict=True)
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    none: Ints = np.zeros(len(rows), dtype=np.int64)
    return CodedUnits(
        coders=("one", "two"),
        codes=("code",),
        sources=tuple(map(str, range(len(sources)))),
        units=np.full(len(sources), _TURNS),
        finished=np.ones((len(sources), 2), dtype=bool),
        source=rows[:, 0],
        code=none,
        coder=rows[:, 1],
        first=rows[:, 2],
        end=rows[:, 2] + 1,
    )


def coverage(counts: tuple[int, ...], studies: int, seed: int) -> None:
    """Print how often the interval of simulated studies with so many sources holds the true alpha."""
    random = np.random.default_rng(seed)
    pool = [simulated_source(random) for _ in range(4000)]
    truth = float(alpha(code_tallies(coded_turns(pool)).total())[0])
    _say(f"true alpha {truth:.3f}, {studies} studies")
    for count in counts:
        held, widths, undefined = 0, [], 0
        for _ in range(studies):
            tallies = code_tallies(
                coded_turns([pool[number] for number in random.integers(0, len(pool), count)])
            )
            low, high = jackknife_interval(alpha(tallies.total()), alpha(tallies.without_each()))
            undefined += bool(np.isnan(low[0]))
            held += bool(low[0] <= truth <= high[0])
            widths.append(high[0] - low[0])
        defined = studies - undefined
        width = np.nanmedian(widths)
        _say(f"{count:3} sources: {held / defined:.3f} hold it, width {width:.2f}, none {undefined}")


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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["speed", "coverage"])
    parser.add_argument("--studies", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.what == "speed":
        speed()
    else:
        coverage((2, 3, 5, 10, 20, 44), arguments.studies, arguments.seed)
