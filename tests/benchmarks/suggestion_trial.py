"""Differences between a trial's precision of each code and that on sources held out of it."""

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from qualcode.suggesters.trial.suggestion_trial import cross_validate
from qualcode.suggesters.trial.trial_result import CodeTrial
from tests.benchmarks.suggestion_bench import Bench, split, tested
from tests.benchmarks.suggestion_speed import say

_ENOUGH = 20


class Estimate(NamedTuple):
    """A code of a trial, and its precision on sources held out."""

    code: CodeTrial
    observed: float


def print_trial(bench: Bench, seeds: int) -> None:
    """Print how far the precision of codes is from that on sources held out."""
    start, estimates = time.perf_counter(), []
    for seed in range(seeds):
        train, tests = split(len(bench.study.sources), seed)
        if len(train) >= 2:
            sources = [bench.study.sources[number] for number in train]
            trial = cross_validate(bench.feature_space, sources, seed=seed)
            estimates += list(_estimates(bench, train, tests, trial.codes))
    if not estimates:
        return
    say(f"\ntrial against unseen sources, {(time.perf_counter() - start) / seeds:.1f} s each")
    say(f"  {len(estimates)} codes with ≥ {_ENOUGH} codings, and as many suggestions on the unseen sources")
    observed = np.array([estimate.observed for estimate in estimates])
    shares = np.array([estimate.code.precision.value or 0.0 for estimate in estimates])
    gaps = shares - observed
    say(
        f"  mean |gap| {abs(gaps).mean():.3f}, mean gap {gaps.mean():+.3f}, "
        f"correlation {np.corrcoef(shares, observed)[0, 1]:+.2f}"
    )


def _estimates(
    bench: Bench, train: Sequence[int], tests: Sequence[int], codes: Sequence[CodeTrial]
) -> Iterator[Estimate]:
    held_out = tested(bench, train, [bench.study.sources[number] for number in train], tests)
    shown = np.vstack([test.shown for test in held_out])
    right = np.vstack([test.shown & test.coded for test in held_out])
    for column, code in enumerate(codes):
        count = shown[:, column].sum()
        if code.coded >= _ENOUGH <= count and code.precision.n:
            yield Estimate(code, float(right[:, column].sum() / count))
