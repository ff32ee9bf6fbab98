"""Differences between a trial's expected precision of each code and that on sources held out of it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from qualcode.model import Role
from qualcode.suggesters.suggestion_limits import shown_codes
from qualcode.suggesters.trial.precision_shrinkage import ExpectedPrecision, intraclass_correlation
from qualcode.suggesters.trial.ranking_measures import Matrix
from qualcode.suggesters.trial.suggestion_trial import Trial, cross_validate
from tests.benchmarks.suggestion_bench import Bench, learned, split
from tests.benchmarks.suggestion_speed import say

_ENOUGH = 20


def print_trial(bench: Bench, seeds: int) -> None:
    """Print the differences between expected and observed precision of codes, and coverage of intervals."""
    held_out: list[HeldOut] = []
    start = time.perf_counter()
    for seed in range(seeds):
        train, tests = split(len(bench.study.sources), seed)
        if len(train) >= 2:
            trial = cross_validate(
                bench.feature_space, [bench.study.sources[number] for number in train], seed=seed
            )
            held_out.append(HeldOut(trial, *_count_right(bench, train, tests)))
    seconds = (time.perf_counter() - start) / seeds
    estimates = list(_estimates(held_out))
    if not estimates:
        return
    say(f"\ntrial against unseen sources, {seconds:.1f} s each")
    say(f"  {len(estimates)} codes with ≥ {_ENOUGH} codings, and as many suggestions on the unseen sources")
    expected, in_trial, observed, effective = (np.array(column) for column in zip(*estimates, strict=True))
    value, low, high = np.array([(estimate.value, estimate.low, estimate.high) for estimate in expected]).T
    random, size = np.random.default_rng(0), np.maximum(effective.round(), 1).astype(int)
    chance = value * (1 - value) / size
    _say_gaps("expected", value - observed)
    _say_gaps("observed in trial", in_trial - observed)
    _say_gaps("if known exactly", random.binomial(size, value, size=(500, len(estimates))) / size - value)
    say(
        "  expected, allowing for chance in the observed: within .1: "
        f"{_within_beyond(value - observed, chance):.0%} of the remaining differences, "
        f"{np.mean(abs(value - observed) <= 0.1 + 1.96 * np.sqrt(chance)):.0%} with its 95 % bounds added"
    )
    noise = np.sqrt(((high - low) / 3.92) ** 2 + chance)
    say(
        f"  bounds contain the observed: {np.mean((low <= observed) & (observed <= high)):.0%}, "
        f"{np.mean(abs(value - observed) <= 1.96 * noise):.0%} allowing for its noise"
    )


@dataclass(frozen=True)
class HeldOut:
    """A trial, and the right ones of its suggestions on the sources held out (sources by codes)."""

    trial: Trial
    right: Matrix
    shown: Matrix


def _count_right(bench: Bench, train: Sequence[int], tests: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Return the numbers of right suggestions and of all on each source held out: sources by codes."""
    sources = [bench.study.sources[number] for number in train]
    lengths = [len(bench.coded(number)) for number in tests]
    probabilities = np.split(learned(bench, train, sources, tests), np.cumsum(lengths)[:-1])
    right, shown = [], []
    for number, rows in zip(tests, probabilities, strict=True):
        eligible = [segment.role is not Role.INTERVIEWER for segment in bench.study.sources[number].segments]
        is_shown = shown_codes(rows, 0.15, 3) & np.array(eligible)[:, None]
        shown.append(is_shown.sum(axis=0))
        right.append((is_shown & bench.coded(number)).sum(axis=0))
    return np.array(right, dtype=float), np.array(shown, dtype=float)


def _estimates(held_out: Sequence[HeldOut]) -> Iterator[tuple[ExpectedPrecision, float, float, float]]:
    """Yield the expected precision of codes, that in the trial and that observed, and effective numbers.

    Suggestions on one source are alike, so that their effective number is lower.
    """
    correlation = intraclass_correlation(
        np.vstack([test.right for test in held_out]), np.vstack([test.shown for test in held_out])
    )
    for test in held_out:
        for column, code in enumerate(test.trial.codes):
            shown = test.shown[:, column]
            n = shown.sum()
            if code.coded >= _ENOUGH <= n and code.expected is not None:
                effective = n / (1 + ((shown**2).sum() / n - 1) * correlation)
                yield code.expected, code.precision.value or 0.0, test.right[:, column].sum() / n, effective


def _say_gaps(name: str, gaps: NDArray[np.float64]) -> None:
    say(
        f"  {name:20} within .1: {_within(gaps)}, mean gap {gaps.mean():+.3f}, "
        f"mean |gap| {abs(gaps).mean():.3f}"
    )


def _within_beyond(gaps: NDArray[np.float64], chance: NDArray[np.float64]) -> float:
    """Return the proportion of gaps that would be within .1 with infinitely many suggestions.

    Their variance is then less by that of chance; they are taken as normal.
    """
    spread = np.sqrt(max(gaps.var() - chance.mean(), 1e-6))
    return float(ndtr((0.1 - gaps.mean()) / spread) - ndtr((-0.1 - gaps.mean()) / spread))


def _within(gaps: NDArray[np.float64]) -> str:
    return f"{np.mean(abs(gaps) <= 0.1):.0%}"
