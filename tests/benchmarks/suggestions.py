"""Measure the suggestions on human-coded transcripts, beside what they are compared to in the same run.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggestions.py FOLDER… [--seeds 5] [--semantic] [--skip speed]

Each FOLDER is in the form that `coded_study.py` describes. Whole documents are held out; the others are read
in random order until so many segments are coded. All segments count, coded or not. The baselines: (a) the
most frequent code, (b) patterns made of label and definition words, (c) TF-IDF with one-vs-rest logistic
regression, which needs scikit-learn.
"""

import argparse
import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.suggesters.answers import CodedSource, table
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
from qualcode.suggesters.trial import BUDGETS, first_coded, trial
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
    """Return which documents to learn from, in the order of reading, and which to hold out (three in ten)."""
    order = np.random.default_rng(seed).permutation(size).tolist()
    held = max(1, round(0.3 * size))
    return order[held:], order[:held]


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
            error = calibration_error(
                np.vstack([coded for coded, _ in pooled[name, budget]]),
                np.vstack([chances for _, chances in pooled[name, budget]]),
            )
            say(f"  {name:26}{_mean(values, 0)}  {_mean(values, 1)}  {error:.3f}")
        for name in [name for name in methods if name[:3] in {"(b)", "(c)"}]:
            pairs = zip(quality["learned", budget], quality[name, budget], strict=True)
            above = [(one[0] - other[0], one[1] - other[1]) for one, other in pairs]
            say(f"  {'learned above ' + name[:3]:26}{_mean(above, 0)}  {_mean(above, 1)}")


def print_trial(on: Bench, seeds: int) -> None:
    """Print how near a trial's estimate of each code's precision is to that on sources held out of it."""
    gaps: list[float] = []
    claimed = shown_right = shown = 0.0
    began = time.perf_counter()
    for seed in range(seeds):
        train, tests = split(len(on.study.sources), seed)
        if len(train) < 2:
            continue
        sources = [on.study.sources[number] for number in train]
        record = trial(on.instrument, sources, seed=seed)
        coded = np.vstack([on.coded(number) for number in tests])
        chances = learned(on, train, sources, tests)
        suggested = chosen(chances, 0.15, 3)
        for column, code in enumerate(record.codes):
            n = int(suggested[:, column].sum())
            estimate = code.precision.value
            if code.coded >= _ENOUGH and n >= _ENOUGH and estimate is not None:
                right = int((coded[:, column] & suggested[:, column]).sum())
                gaps.append(estimate - right / n)
                claimed, shown_right, shown = claimed + estimate * n, shown_right + right, shown + n
    if not gaps:
        return
    near = sum(abs(gap) <= 0.1 for gap in gaps) / len(gaps)
    say(f"\ntrial against unseen sources, {len(gaps)} codes with ≥ {_ENOUGH} codings and suggestions:")
    say(f"  precision claimed {claimed / shown:.3f}, found {shown_right / shown:.3f} (all codes together)")
    median = statistics.median(abs(gap) for gap in gaps)
    say(f"  by code: mean gap {statistics.mean(gaps):+.3f}, median |gap| {median:.3f}")
    say(f"  within .1: {near:.0%}; {(time.perf_counter() - began) / seeds:.1f} s a trial")


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
