"""Measures of suggestions by way of working, budget and method, and the tables of them."""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from qualcode.suggesters.suggestion_limits import shown_codes
from qualcode.suggesters.trial.ranking_measures import (
    calibration_error,
    hit_rate,
    mean_average_precision,
    recall_rate,
)
from qualcode.suggesters.trial.shown_quality import TestedSource
from tests.benchmarks.suggestion_speed import say

MEASURES = (
    "mAP", "recall@3", "hit@3", "accepted", "covered", "at ours", "at par", "at twice", "F1", "kappa",
    "per 100", "per coding", "of limit",
)  # fmt: skip
PEOPLE = "two people: pooled F1 .34 to .57, kappa .45 to .46"
_STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
_RANKED_FROM = 5
_ROUNDING = 0.0005
LEARNED, EARLIER, EARLIER_LIMITED = "learned", "earlier version", "earlier within limit"
COMPARED = (EARLIER, EARLIER_LIMITED, "codebook alone", "TF-IDF regression")
"""Methods that the learned suggester should be no worse than."""
LIMIT = 2
"""The highest number of suggestions for each coding: more are a flood."""


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What all methods are measured against on the test sources of one seed."""

    turns: np.ndarray
    """Whether each turn gets suggestions."""
    shown_count: int
    """The number of suggestions that the learned suggester shows."""
    flood_limit: float
    """Suggestions per 100 turns: twice the codings per 100 turns of the whole study."""


@dataclass
class MeasuredMethod:
    """One method at one budget in one way of working: its measures by seed, and what it has shown."""

    by_seed: list[dict[str, float]] = field(default_factory=list)
    answers: list[np.ndarray] = field(default_factory=list)
    scores: list[np.ndarray] = field(default_factory=list)
    by_code: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)

    def add(self, test: TestedSource, yardstick: Yardstick) -> None:
        """Add what is suggested on all test sources of a seed."""
        turns = yardstick.turns
        coded, shown = test.coded[turns], test.shown[turns]
        right, coded_count, shown_count = (coded & shown).sum(), coded.sum(), shown.sum()
        covered = right / max(coded_count, 1)
        same_number = covered
        if shown_count != yardstick.shown_count:
            same_number = _covered_share(coded, test.probabilities[turns], yardstick.shown_count)
        values = (
            mean_average_precision(coded, test.probabilities[turns], _RANKED_FROM) or 0.0,
            recall_rate(coded, test.probabilities[turns], 3).value or 0.0,
            hit_rate(coded, test.probabilities[turns], 3).value or 0.0,
            right / max(shown_count, 1),
            covered,
            same_number,
            _covered_share(coded, test.probabilities[turns], int(coded_count)),
            _covered_share(coded, test.probabilities[turns], LIMIT * int(coded_count)),
            2 * right / max(coded_count + shown_count, 1),
            _kappa(coded, shown),
            100 * shown_count / len(coded),
            shown_count / max(coded_count, 1),
            100 * shown_count / len(coded) / yardstick.flood_limit,
        )
        self.by_seed.append(dict(zip(MEASURES, map(float, values), strict=True)))
        self.answers.append(test.coded[test.shown])
        self.scores.append(test.scores[test.shown])
        self.by_code.append(((coded & shown).sum(axis=0), shown.sum(axis=0)))


Cells = dict[tuple[str, int, str], MeasuredMethod]
"""By way of working, budget and method."""


def print_cells(cells: Cells, keys: Sequence[str]) -> None:
    """Print a table for each way and budget: means over seeds with their 95 % intervals (Student)."""
    for way, budget in dict.fromkeys((way, budget) for way, budget, _ in cells):
        methods = {name: cell for (*where, name), cell in cells.items() if where == [way, budget]}
        say(f"\n{way}, {budget} coded turns, {len(methods[LEARNED].by_seed)} seeds ({PEOPLE})")
        say(" " * 26 + "".join(f"{measure:>15}" for measure in MEASURES) + "   ECE of what is shown")
        for name, cell in methods.items():
            say(f"  {name:24}{_means(cell.by_seed)}   {shown_calibration([cell])}")
        for name, cell in methods.items():
            if name in COMPARED:
                say(f"  {'above ' + name:24.24}{_means(_gains(methods[LEARNED], cell))}")
    print_precision(cells, keys)


def losses(title: str, cells: Cells) -> Iterator[str]:
    """Yield where recall@3 or the covered share is lower than another method's, with the paired interval.

    Of a covered share, also how near to the flood limit each of the two is, and the difference of the covered
    shares of the same number of suggestions.
    """
    for (way, budget, name), cell in cells.items():
        if name not in COMPARED:
            continue
        learned = cells[way, budget, LEARNED]
        gains = _gains(learned, cell)
        for measure in ("covered",) if name == EARLIER_LIMITED else ("recall@3", "covered"):
            values = [gain[measure] for gain in gains]
            if statistics.mean(values) < -_ROUNDING:
                line = f"{title}, {way}, {budget}: {measure} against {name} {_mean(values)}"
                line += "" if _is_loss(values) else " (within noise)"
                yield line + (_same_number(learned, cell, gains) if measure == "covered" else "")


def _same_number(learned: MeasuredMethod, cell: MeasuredMethod, gains: Sequence[dict[str, float]]) -> str:
    """Return how near to the flood limit both are, and what the same number of suggestions covers."""
    own, other = (
        statistics.mean(values["of limit"] for values in method.by_seed) for method in (learned, cell)
    )
    highest = max(values["of limit"] for values in cell.by_seed)
    return (
        f"; it shows {other:.0%} of the flood limit (at most {highest:.0%}), we {own:.0%}; "
        f"same number: {_mean([gain['at ours'] for gain in gains])}"
    )


def _gains(learned: MeasuredMethod, method: MeasuredMethod) -> list[dict[str, float]]:
    """Return the differences of all measures, paired by seed."""
    pairs = zip(learned.by_seed, method.by_seed, strict=True)
    return [{name: own[name] - its[name] for name in MEASURES} for own, its in pairs]


def within_limit(test: TestedSource, turns: np.ndarray) -> TestedSource:
    """Return only the best-scored of what is shown, at most two suggestions for each coding of the turns."""
    scores = np.where(test.shown & turns[:, None], test.scores, -1.0).ravel()
    best = np.argsort(-scores, kind="stable")[: LIMIT * int(test.coded[turns].sum())]
    is_best = np.zeros(scores.shape, dtype=np.bool_)
    is_best[best] = True
    return replace(test, shown=test.shown & is_best.reshape(test.shown.shape))


def _covered_share(coded: np.ndarray, probabilities: np.ndarray, count: int) -> float:
    """Return the covered share of this number of likeliest suggestions, at most three per turn."""
    candidates = shown_codes(probabilities, -1.0, 3)
    order = np.argsort(-probabilities[candidates], kind="stable")[:count]
    return float(coded[candidates][order].sum() / max(coded.sum(), 1))


def _kappa(coded: np.ndarray, shown: np.ndarray) -> float:
    """Return Cohen's kappa of what is coded and what is shown, over all turns and codes."""
    observed = float((coded == shown).mean())
    expected = coded.mean() * shown.mean() + (1 - coded.mean()) * (1 - shown.mean())
    return (observed - float(expected)) / max(1 - float(expected), 1e-9)


def print_precision(cells: Cells, keys: Sequence[str]) -> None:
    """Print the precision of each code on unread sources, at the largest budget."""
    budget = max(budget for way, budget, _ in cells if way == "finished")
    counts = cells["finished", budget, LEARNED].by_code
    right, shown = (np.sum(column, axis=0) for column in zip(*counts, strict=True))
    shares = (
        f"{key} {right[code] / shown[code]:.2f} of {shown[code]}"
        for code, key in enumerate(keys)
        if shown[code]
    )
    say(f"\nprecision by code (finished, {budget}): {', '.join(shares)}")


def _means(by_seed: Sequence[dict[str, float]]) -> str:
    return "".join(f"{_mean([values[measure] for values in by_seed]):>15}" for measure in MEASURES)


def shown_calibration(cells: Sequence[MeasuredMethod]) -> str:
    """Return the calibration error of all that is shown, its n, and that of perfect scores of this number."""
    answers = np.concatenate([each for cell in cells for each in cell.answers])
    scores = np.concatenate([each for cell in cells for each in cell.scores])
    simulated = np.random.default_rng(0).random(len(scores)) < scores
    error, best = calibration_error(answers, scores), calibration_error(simulated, scores)
    return f"{error:.3f} (perfect {best:.3f}, n {len(scores)})"


def _mean(values: Sequence[float]) -> str:
    mean = statistics.mean(values)
    return f"{mean:.3f} ±{_half_interval(values):.3f}" if len(values) > 1 else f"{mean:.3f}"


def _half_interval(values: Sequence[float]) -> float:
    return _STUDENT.get(len(values), 2.0) * statistics.stdev(values) / math.sqrt(len(values))


def _is_loss(values: Sequence[float]) -> bool:
    """Whether the mean is below zero by more than half its 95 % interval; unknown of one seed."""
    return len(values) > 1 and statistics.mean(values) < -_half_interval(values)
