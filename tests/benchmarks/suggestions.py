"""Measure the suggestions on human-coded transcripts, and three baselines in the same run.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggestions.py FOLDER… [--seeds 5] [--semantic] [--skip speed]

Each FOLDER is in the form that `coded_study.py` describes. Whole documents are held out, different ones for
each seed; the rest are read in random order until a budget of segments is coded. All segments count, also
those without codes. The baselines: (a) the most frequent code, (b) patterns made of label and definition
words, (c) TF-IDF with one-vs-rest logistic regression, which needs scikit-learn.
"""

import argparse
import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.segment_features import Encoder
from qualcode.suggesters.patterns.pattern_suggester import probability
from qualcode.suggesters.suggestion_limits import shown_codes
from qualcode.suggesters.trial.ranking_measures import (
    Answers,
    Matrix,
    calibration_error,
    hit_rate,
    mean_average_precision,
)
from qualcode.suggesters.trial.suggestion_trial import BUDGETS, sources_within_budget
from tests.benchmarks.coded_study import Study, read_study
from tests.benchmarks.suggestion_bench import Bench, learned, measure_study, split
from tests.benchmarks.suggestion_speed import print_speed, say
from tests.benchmarks.suggestion_trial import print_trial

_STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}


Method = Callable[[Bench, Sequence[int], Sequence[CodedSource], Sequence[int]], Matrix]


def most_frequent(
    bench: Bench, _: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """(a) Every segment gets each code's proportion of the segments read."""
    coded = np.vstack([answer_matrix(bench.study.codebook.keys, source.codes) for source in read])
    proportions = (coded.sum(axis=0) + 0.5) / (len(coded) + 1)
    return np.tile(proportions, (sum(len(bench.coded(number)) for number in tests), 1))


def definition_words(
    bench: Bench, _: Sequence[int], __: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """(b) The words of the codebook's labels and definitions; these codebooks have no patterns."""
    return np.vstack([probability(bench.features[number].evidence.scores) for number in tests])


def tfidf_regression(
    bench: Bench, _: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """(c) scikit-learn's TF-IDF of word 1-2-grams and one logistic regression per code (C = 10)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    keys = bench.study.codebook.keys
    words = TfidfVectorizer(ngram_range=(1, 2))
    training = words.fit_transform(
        [segment.text for source in read for segment in source.segments[: source.read_count]]
    )
    test = words.transform(
        [segment.text for number in tests for segment in bench.study.sources[number].segments]
    )
    coded = np.vstack([answer_matrix(keys, source.codes) for source in read])
    probabilities = np.zeros((test.shape[0], len(keys)))
    for code in np.flatnonzero((coded.sum(axis=0) > 0) & (coded.sum(axis=0) < len(coded))):
        model = LogisticRegression(C=10, solver="liblinear").fit(training, coded[:, code])
        probabilities[:, code] = model.predict_proba(test)[:, 1]
    return probabilities


def learned_reading_along(
    bench: Bench, train: Sequence[int], read: Sequence[CodedSource], tests: Sequence[int]
) -> Matrix:
    """Return the learned suggester's probabilities while a coder reads from turn to turn."""
    return learned(bench, train, read, tests, reading_along=True)


def compare(bench: Bench, methods: dict[str, Method], seeds: int) -> None:
    """Print quality by budget for each method, and how much higher the learned one's is than (b) and (c)."""
    quality: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    pooled: dict[tuple[str, int], list[tuple[Answers, Matrix]]] = defaultdict(list)
    for seed in range(seeds):
        train, tests = split(len(bench.study.sources), seed)
        coded = np.vstack([bench.coded(number) for number in tests])
        for budget in BUDGETS:
            read = sources_within_budget([bench.study.sources[number] for number in train], budget)
            if read is None:
                continue
            for name, method in methods.items():
                probabilities = method(bench, train, read, tests)
                scores = (
                    mean_average_precision(coded, probabilities) or 0.0,
                    hit_rate(coded, probabilities, 3).value or 0.0,
                )
                quality[name, budget].append(scores)
                pooled[name, budget].append((coded, probabilities))
    for budget in [budget for budget in BUDGETS if ("learned", budget) in quality]:
        say(f"\n{budget} coded segments, {len(quality['learned', budget])} seeds: mAP, hit@3, ECE")
        for name in methods:
            values = quality[name, budget]
            coded, probabilities = (np.vstack(column) for column in zip(*pooled[name, budget], strict=True))
            error = calibration_error(coded, probabilities)
            say(f"  {name:26}{_mean(values, 0)}  {_mean(values, 1)}  {error:.3f}")
        print_calibration(pooled["learned", budget])
        for name in [name for name in methods if name[:3] in {"(b)", "(c)"}]:
            pairs = zip(quality["learned", budget], quality[name, budget], strict=True)
            differences = [(own[0] - baseline[0], own[1] - baseline[1]) for own, baseline in pairs]
            say(f"  {'learned above ' + name[:3]:26}{_mean(differences, 0)}  {_mean(differences, 1)}")


def print_calibration(held_out: Sequence[tuple[Answers, Matrix]]) -> None:
    """Print the learned suggester's calibration error, and that of perfectly calibrated probabilities.

    The error is that of ten bins of equal width over all codes and segments (Guo et al. 2017): pooled over
    all held-out sets, in each set by itself, and over the suggestions that would be shown. The error of
    perfect probabilities is simulated by drawing the answers from the probabilities.
    """
    random = np.random.default_rng(0)
    simulated = [
        (random.random(probabilities.shape) < probabilities, probabilities) for _, probabilities in held_out
    ]
    observed, perfect = _calibration(held_out), _calibration(simulated)
    rows = zip(("pooled", "by held-out set", "of suggestions shown"), observed, perfect, strict=True)
    say(
        "  ECE, learned: "
        + ", ".join(f"{name} {error:.3f} (if perfect {best:.3f})" for name, error, best in rows)
    )


def _calibration(held_out: Sequence[tuple[Answers, Matrix]]) -> tuple[float, float, float]:
    coded, probabilities = (np.vstack(column) for column in zip(*held_out, strict=True))
    shown = shown_codes(probabilities, 0.15, 3)
    mean_by_set = statistics.mean(calibration_error(*answers) for answers in held_out)
    return (
        calibration_error(coded, probabilities),
        mean_by_set,
        calibration_error(coded[shown], probabilities[shown]),
    )


def _mean(values: Sequence[tuple[float, float]], index: int) -> str:
    """Return the mean over seeds with its 95 % interval (Student)."""
    numbers = [value[index] for value in values]
    mean = statistics.mean(numbers)
    if len(numbers) < 2:
        return f"{mean:+.3f}        "
    half = _STUDENT.get(len(numbers), 2.0) * statistics.stdev(numbers) / math.sqrt(len(numbers))
    return f"{mean:+.3f} ± {half:.3f}"


def main() -> None:
    """Measure each folder on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--semantic", action="store_true", help="also with sentence vectors")
    parser.add_argument("--skip", nargs="*", default=[], choices=["quality", "trial", "speed"])
    arguments = parser.parse_args()
    methods: dict[str, Method] = {
        "(a) most frequent": most_frequent,
        "(b) definition words": definition_words,
        "(c) TF-IDF regression": tfidf_regression,
        "learned": learned,
        "learned, reading along": learned_reading_along,
    }
    if find_spec("sklearn") is None:
        say("scikit-learn is not installed: without baseline (c)")
        del methods["(c) TF-IDF regression"]
    studies = [(folder, read_study(folder)) for folder in arguments.folders]
    for folder, study in studies:
        for encoder in [None, *([_encoder(study)] if arguments.semantic else [])]:
            say(f"\n=== {folder.name}{', with sentence vectors' if encoder else ''}")
            bench = measure_study(study, encoder)
            if "quality" not in arguments.skip:
                compare(bench, methods, arguments.seeds)
            if "trial" not in arguments.skip:
                print_trial(bench, arguments.seeds)
    if "speed" not in arguments.skip:
        print_speed([source for _, study in studies for source in study.sources])


def _encoder(study: Study) -> Encoder:
    from qualcode.suggesters.learning.sentence_vectors import SentenceVectors, centre_vectors

    return centre_vectors(
        SentenceVectors(), [segment for source in study.sources for segment in source.segments]
    )


if __name__ == "__main__":
    main()
