"""Measure the suggestions on human-coded transcripts, beside what they are compared to in the same run.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggestions.py FOLDER… [--seeds 5] [--semantic] [--skip speed]

Each FOLDER is in the form that `coded_study.py` describes. Whole documents are held out, others from seed to
seed; the rest are read in random order until so many segments are coded. All segments count, coded or not.
The baselines: (a) the most frequent code, (b) patterns made of label and definition words, (c) TF-IDF with
one-vs-rest logistic regression, which needs scikit-learn.
"""

import argparse
import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.model import Role
from qualcode.suggesters.answers import CodedSource, table
from qualcode.suggesters.expecting import Expected, likeness
from qualcode.suggesters.features import Encoder, Features, Instrument
from qualcode.suggesters.learned import codes_before, fit_model
from qualcode.suggesters.measures import (
    Answers,
    Matrix,
    calibration_error,
    chosen,
    hits,
    mean_average_precision,
)
from qualcode.suggesters.patterns import PatternEvidence, probability
from qualcode.suggesters.trial import BUDGETS, Trial, first_coded, trial
from qualcode.suggesters.vocabulary import survey
from tests.benchmarks.coded_study import Study, read_study
from tests.benchmarks.suggestion_speed import print_speed, say

_STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}
_ENOUGH = 20


@dataclass(frozen=True)
class Bench:
    """A study with the features of all its sources, measured once."""

    study: Study
    instrument: Instrument
    features: list[Features]

    def coded(self, number: int) -> Answers:
        """Return what the coder did with a source: segments by codes."""
        return table(self.study.codebook.keys, self.study.sources[number].codes) > 0


Method = Callable[[Bench, Sequence[int], Sequence[CodedSource], Sequence[int]], Matrix]


def bench(study: Study, encoder: Encoder | None) -> Bench:
    """Read the study once; `encoder` adds sentence vectors."""
    evidence = PatternEvidence(study.codebook)
    segments = [segment for source in study.sources for segment in source.segments]
    vocabulary = survey(evidence.analyser, segments)
    instrument = Instrument(patterns=evidence, vocabulary=vocabulary, encoder=encoder)
    return Bench(study, instrument, [instrument.measure(source.segments) for source in study.sources])


def most_frequent(on: Bench, _: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]) -> Matrix:
    """(a) Every segment gets each code's share of the segments read."""
    coded = np.vstack([table(on.study.codebook.keys, source.codes) for source in read])
    shares = (coded.sum(axis=0) + 0.5) / (len(coded) + 1)
    return np.tile(shares, (sum(len(on.coded(number)) for number in tests), 1))


def definition_words(on: Bench, _: Sequence[int], __: Sequence[CodedSource], tests: Sequence[int]) -> Matrix:
    """(b) What the codebook's labels and definitions say; these codebooks have no patterns."""
    return np.vstack([probability(on.features[number].evidence.scores) for number in tests])


def tfidf_regression(
    on: Bench, _: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """(c) scikit-learn's TF-IDF of word 1-2-grams and one logistic regression per code (C = 10)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    keys = on.study.codebook.keys
    words = TfidfVectorizer(ngram_range=(1, 2))
    known = words.fit_transform(
        [segment.text for source in read for segment in source.segments[: source.read]]
    )
    asked = words.transform(
        [segment.text for number in tests for segment in on.study.sources[number].segments]
    )
    coded = np.vstack([table(keys, source.codes) for source in read])
    chances = np.zeros((asked.shape[0], len(keys)))
    for code in np.flatnonzero((coded.sum(axis=0) > 0) & (coded.sum(axis=0) < len(coded))):
        model = LogisticRegression(C=10, solver="liblinear").fit(known, coded[:, code])
        chances[:, code] = model.predict_proba(asked)[:, 1]
    return chances


def learned(
    on: Bench, train: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int], *, along: bool = False
) -> Matrix:
    """Return the learned suggester's chances; `along` knows the codes of the turn before."""
    model = fit_model(on.instrument, read, [on.features[number] for number in train[: len(read)]])
    parts = []
    for number in tests:
        before = codes_before(on.study.codebook.keys, on.study.sources[number])
        parts.append(model.chances(on.features[number], before if along else np.full(before.shape, np.nan)))
    return np.vstack(parts)


def learned_along(
    on: Bench, train: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """Return the learned suggester's chances while a coder goes on from turn to turn."""
    return learned(on, train, read, tests, along=True)


def split(size: int, seed: int) -> tuple[list[int], list[int]]:
    """Return which documents to learn from, in the order of reading, and which to hold out (three in ten).

    From seed to seed others are held out, so that each is about as often; documents differ, and one drawn
    twice as often as another would count twice.
    """
    held = max(1, round(0.3 * size))
    everyone = np.random.default_rng(0).permutation(size)
    tests = np.roll(everyone, -seed * held)[:held].tolist()
    order = np.random.default_rng(seed).permutation(size).tolist()
    return [number for number in order if number not in tests], tests


def compare(on: Bench, methods: dict[str, Method], seeds: int) -> None:
    """Print quality by budget for each method, and how far the learned one is above (b) and (c)."""
    quality: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    pooled: dict[tuple[str, int], list[tuple[Answers, Matrix]]] = defaultdict(list)
    for seed in range(seeds):
        train, tests = split(len(on.study.sources), seed)
        coded = np.vstack([on.coded(number) for number in tests])
        for budget in BUDGETS:
            read = first_coded([on.study.sources[number] for number in train], budget)
            if read is None:
                continue
            for name, method in methods.items():
                chances = method(on, train, read, tests)
                found = (mean_average_precision(coded, chances) or 0.0, hits(coded, chances, 3).value or 0.0)
                quality[name, budget].append(found)
                pooled[name, budget].append((coded, chances))
    for budget in [budget for budget in BUDGETS if ("learned", budget) in quality]:
        say(f"\n{budget} coded segments, {len(quality['learned', budget])} seeds: mAP, hit@3, ECE")
        for name in methods:
            values = quality[name, budget]
            coded, chances = (np.vstack(part) for part in zip(*pooled[name, budget], strict=True))
            error = calibration_error(coded, chances)
            say(f"  {name:26}{_mean(values, 0)}  {_mean(values, 1)}  {error:.3f}")
        print_calibration(pooled["learned", budget])
        for name in [name for name in methods if name[:3] in {"(b)", "(c)"}]:
            pairs = zip(quality["learned", budget], quality[name, budget], strict=True)
            above = [(one[0] - other[0], one[1] - other[1]) for one, other in pairs]
            say(f"  {'learned above ' + name[:3]:26}{_mean(above, 0)}  {_mean(above, 1)}")


def print_calibration(held_out: Sequence[tuple[Answers, Matrix]]) -> None:
    """Print more on the learned suggester's calibration, beside one that is calibrated perfectly.

    The error is that of ten bins of equal width over all codes and segments (Guo et al. 2017): pooled over
    all held-out sets, in each by itself, and over what would be shown. What perfect chances would measure
    comes of drawing the answers from the chances themselves.
    """
    random = np.random.default_rng(0)
    drawn = [(random.random(chances.shape) < chances, chances) for _, chances in held_out]
    found, perfect = _calibration(held_out), _calibration(drawn)
    told = zip(("pooled", "by held-out set", "of what is shown"), found, perfect, strict=True)
    say(
        "  ECE, learned: "
        + ", ".join(f"{name} {one:.3f} (if perfect {best:.3f})" for name, one, best in told)
    )


def _calibration(held_out: Sequence[tuple[Answers, Matrix]]) -> tuple[float, float, float]:
    coded, chances = (np.vstack(part) for part in zip(*held_out, strict=True))
    shown = chosen(chances, 0.15, 3)
    each = statistics.mean(calibration_error(*one) for one in held_out)
    return calibration_error(coded, chances), each, calibration_error(coded[shown], chances[shown])


def print_trial(on: Bench, seeds: int) -> None:
    """Print how near a trial's estimate of each code's precision is to that on sources held out of it."""
    held_out: list[HeldOut] = []
    began = time.perf_counter()
    for seed in range(seeds):
        train, tests = split(len(on.study.sources), seed)
        if len(train) >= 2:
            record = trial(on.instrument, [on.study.sources[number] for number in train], seed=seed)
            held_out.append(HeldOut(record, *_found(on, train, tests)))
    took = (time.perf_counter() - began) / seeds
    met = list(_met(held_out))
    if not met:
        return
    say(f"\ntrial against unseen sources, {took:.1f} s each")
    say(f"  {len(met)} codes with ≥ {_ENOUGH} codings, and as many suggestions on the unseen sources")
    expected, tried, found, counted = (np.array(column) for column in zip(*met, strict=True))
    value, low, high = np.array([(one.value, one.low, one.high) for one in expected]).T
    _say_gaps("expected", value - found)
    _say_gaps("found in the trial", tried - found)
    random, size = np.random.default_rng(0), np.maximum(counted.round(), 1).astype(int)
    _say_gaps("if known exactly", random.binomial(size, value, size=(500, len(met))) / size - value)
    noise = np.sqrt(((high - low) / 3.92) ** 2 + value * (1 - value) / size)
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
        told = chosen(its, 0.15, 3) & np.array(asked)[:, None]
        shown.append(told.sum(axis=0))
        right.append((told & on.coded(number)).sum(axis=0))
    return np.array(right, dtype=float), np.array(shown, dtype=float)


def _met(held_out: Sequence[HeldOut]) -> Iterator[tuple[Expected, float, float, float]]:
    """Yield expected, tried and found precision of codes, and as how many the suggestions count.

    Suggestions on one source are alike, so that they count as fewer than they are.
    """
    alike = likeness(np.vstack([one.right for one in held_out]), np.vstack([one.shown for one in held_out]))
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


def _within(gaps: NDArray[np.float64]) -> str:
    return f"{np.mean(abs(gaps) <= 0.1):.0%}"


def _mean(values: Sequence[tuple[float, float]], which: int) -> str:
    """Return the mean over seeds with its 95 % interval (Student)."""
    numbers = [value[which] for value in values]
    mean = statistics.mean(numbers)
    if len(numbers) < 2:
        return f"{mean:+.3f}        "
    half = _STUDENT.get(len(numbers), 2.0) * statistics.stdev(numbers) / math.sqrt(len(numbers))
    return f"{mean:+.3f} ± {half:.3f}"


def main() -> None:
    """Measure each folder named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--semantic", action="store_true", help="also with sentence vectors")
    parser.add_argument("--skip", nargs="*", default=[], choices=["quality", "trial", "speed"])
    asked = parser.parse_args()
    methods: dict[str, Method] = {
        "(a) most frequent": most_frequent,
        "(b) definition words": definition_words,
        "(c) TF-IDF regression": tfidf_regression,
        "learned": learned,
        "learned, reading along": learned_along,
    }
    if find_spec("sklearn") is None:
        say("scikit-learn is not installed: without baseline (c)")
        del methods["(c) TF-IDF regression"]
    studies = [(folder, read_study(folder)) for folder in asked.folders]
    for folder, study in studies:
        for encoder in [None, *([_encoder(study)] if asked.semantic else [])]:
            say(f"\n=== {folder.name}{', with sentence vectors' if encoder else ''}")
            on = bench(study, encoder)
            if "quality" not in asked.skip:
                compare(on, methods, asked.seeds)
            if "trial" not in asked.skip:
                print_trial(on, asked.seeds)
    if "speed" not in asked.skip:
        print_speed([source for _, study in studies for source in study.sources])


def _encoder(study: Study) -> Encoder:
    from qualcode.suggesters.meaning import SentenceVectors, centred

    return centred(SentenceVectors(), [segment for source in study.sources for segment in source.segments])


if __name__ == "__main__":
    main()
