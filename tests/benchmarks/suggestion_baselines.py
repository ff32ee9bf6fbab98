"""Baselines for the suggestions: the most frequent codes, the codebook alone, TF-IDF regression."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, shown_codes
from qualcode.suggesters.trial.shown_quality import TestedSource
from tests.benchmarks.suggestion_bench import Bench


@dataclass(frozen=True)
class Split:
    """Answers to learn from, and the sources to suggest on."""

    bench: Bench
    read: Sequence[CodedSource]
    tests: Sequence[int]
    coded: np.ndarray
    turns: np.ndarray
    """Whether each segment of the test sources gets suggestions."""

    def tested(self, probabilities: np.ndarray) -> TestedSource:
        """Show the likeliest codes, as the suggesters do."""
        shown = shown_codes(probabilities, DEFAULT_LIMITS.at_least, DEFAULT_LIMITS.at_most)
        return TestedSource(
            coded=self.coded,
            probabilities=probabilities,
            shown=shown & self.turns[:, None],
            scores=probabilities,
        )

    def training(self) -> tuple[list[str], np.ndarray]:
        """Return the texts of the segments that were read, and their codes: segments by codes."""
        texts = [segment.text for source in self.read for segment in source.segments[: source.read_count]]
        keys = self.bench.study.codebook.keys
        coded = [answer_matrix(keys, source.codes[: source.read_count]) for source in self.read]
        return texts, np.vstack(coded)


def most_frequent(split: Split) -> TestedSource:
    """Every segment gets each code's share of the segments read."""
    _, coded = split.training()
    shares = (coded.sum(axis=0) + 0.5) / (len(coded) + 1)
    return split.tested(np.tile(shares, (len(split.coded), 1)))


def codebook_alone(split: Split) -> TestedSource:
    """Use the patterns and the words of the labels and definitions, as before anything is coded."""
    features = [split.bench.features[number] for number in split.tests]
    return split.tested(np.vstack([each.pattern_probabilities() for each in features]))


def tfidf_regression(split: Split) -> TestedSource:
    """Use scikit-learn's TF-IDF of word 1-2-grams and one logistic regression per code (C = 10)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts, coded = split.training()
    words = TfidfVectorizer(ngram_range=(1, 2))
    training = words.fit_transform(texts)
    sources = (split.bench.study.sources[number] for number in split.tests)
    test = words.transform([segment.text for source in sources for segment in source.segments])
    probabilities = np.zeros(split.coded.shape)
    for code in np.flatnonzero((coded.sum(axis=0) > 0) & (coded.sum(axis=0) < len(coded))):
        model = LogisticRegression(C=10, solver="liblinear").fit(training, coded[:, code])
        probabilities[:, code] = model.predict_proba(test)[:, 1]
    return split.tested(probabilities)


BASELINES: Mapping[str, Callable[[Split], TestedSource]] = {
    "most frequent": most_frequent,
    "codebook alone": codebook_alone,
    "TF-IDF regression": tfidf_regression,
}
