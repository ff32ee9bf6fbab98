"""How near a trial's estimate of each code's precision is to that on sources held out of it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from qualcode.model import Role
from qualcode.suggesters.trial.precision_shrinkage import ExpectedPrecision, intraclass_correlation
from qualcode.suggesters.trial.ranking_measures import Matrix, shown_codes
from qualcode.suggesters.trial.suggestion_trial import Trial, cross_validate
from tests.benchmarks.suggestion_bench import Bench, learned, split
from tests.benchmarks.suggestion_speed import say

_ENOUGH = 20


def print_trial(on: Bench, seeds: int) -> None:
    """Print how near a trial's estimate of each code's precision is to that on sources held out of it."""
    held_out: list[HeldOut] = []
    began = time.perf_counter()
    for seed in range(seeds):
        train, tests = split(len(on.study.sources), seed)
        if len(train) >= 2:
            record = cross_validate(on.instrument, [on.study.sources[number] for number in train], seed=seed)
            held_out.append(HeldOut(record, *_found(on, train, tests)))
    took = (time.perf_counter() - began) / seeds
    met = list(_met(held_out))
    if not met:
        return
    say(f"\ntrial against unseen sources, {took:.1f} s each")
    say(f"  {len(met)} codes with ≥ {_ENOUGH} codings, and as many suggestions on the unseen sources")
    expected, tried, found, counted = (np.array(column) for column in zip(*met, strict=True))
    value, low, high = np.array([(one.value, one.low, one.high) for one in expected]).T
    random, size = np.random.default_rng(0), np.maximum(counted.round(), 1).astype(int)
    chance = value * (1 - value) / size
    _say_gaps("expected", value - found)
    _say_gaps("found in the trial", tried - found)
    _say_gaps("if known exactly", random.binomial(size, value, size=(500, len(met))) / size - value)
    say(
        "  expected, allowing for the chance in what was found: within .1: "
        f"{_within_beyond(value - found, chance):.0%} of what is left without it, "
        f"{np.mean(abs(value - found) <= 0.1 + 1.96 * np.sqrt(chance)):.0%} with its 95 % bounds added"
    )
    noise = np.sqrt(((high - low) / 3.92) ** 2 + chance)
    say(
        f"  bounds hold what was found: {np.mean((low <= found) & (found <= high)):.0%}, "
        f"{np.mean(abs(value - found) <= 1.96 * noise):.0%} allowing for the noise in it"
    )


@dataclass(frozen=True)
class HeldOut:
    """A trial, and what came of its suggestions on the sources held out (sources by codes)."""

    record: Trial
    right: Matrix
    shown: Matrix


def _found(on: Bench, train: Sequence[int], tests: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Return how many suggestions on each source held out were right, and how many there were."""
    sources = [on.study.sources[number] for number in train]
    lengths = [len(on.coded(number)) for number in tests]
    chances = np.split(learned(on, train, sources, tests), np.cumsum(lengths)[:-1])
    right, shown = [], []
    for number, its in zip(tests, chances, strict=True):
        asked = [segment.role is not Role.INTERVIEWER for segment in on.study.sources[number].segments]
        told = shown_codes(its, 0.15, 3) & np.array(asked)[:, None]
        shown.append(told.sum(axis=0))
        right.append((told & on.coded(number)).sum(axis=0))
    return np.array(right, dtype=float), np.array(shown, dtype=float)


def _met(held_out: Sequence[HeldOut]) -> Iterator[tuple[ExpectedPrecision, float, float, float]]:
    """Yield expected, tried and found precision of codes, and as how many the suggestions count.

    Suggestions on one source are alike, so that they count as fewer than they are.
    """
    alike = intraclass_correlation(
        np.vstack([one.right for one in held_out]), np.vstack([one.shown for one in held_out])
    )
    for one in held_out:
        for column, code in enumerate(one.record.codes):
            shown = one.shown[:, column]
            n = shown.sum()
            if code.coded >= _ENOUGH <= n and code.expected is not None:
                counted = n / (1 + ((shown**2).sum() / n - 1) * alike)
                yield code.expected, code.precision.value or 0.0, one.right[:, column].sum() / n, counted


def _say_gaps(name: str, gaps: NDArray[np.float64]) -> None:
    say(
        f"  {name:20} within .1: {_within(gaps)}, mean gap {gaps.mean():+.3f}, "
        f"mean |gap| {abs(gaps).mean():.3f}"
    )


def _within_beyond(gaps: NDArray[np.float64], chance: NDArray[np.float64]) -> float:
    """Return how many gaps would be within .1 if so many suggestions were seen that chance had no part.

    The variance of the gaps is then less by that of chance, and they are as if normal.
    """
    spread = np.sqrt(max(gaps.var() - chance.mean(), 1e-6))
    return float(ndtr((0.1 - gaps.mean()) / spread) - ndtr((-0.1 - gaps.mean()) / spread))


def _within(gaps: NDArray[np.float64]) -> str:
    return f"{np.mean(abs(gaps) <= 0.1):.0%}"
