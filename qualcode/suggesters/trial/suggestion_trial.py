"""Trial of the suggestions on a coder's own codings: cross-validation over whole sources.

Groups of sources are left out in turn, and the suggestions of a model learned from the others are compared
with the coder's answers on them. Segments of one source are never both learned from and tested on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.learned_suggester import CalibratedModel, fit_model, previous_codes
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.suggestion_limits import (
    DEFAULT_LIMITS,
    SuggestionLimits,
    allowed_codes,
    gets_suggestions,
)
from qualcode.suggesters.trial.ranking_measures import (
    Answers,
    Matrix,
    Proportion,
    average_precision,
    hit_rate,
    mean_average_precision,
    recall_rate,
)
from qualcode.suggesters.trial.shown_quality import TestedSource, shown_quality
from qualcode.suggesters.trial.source_shares import SourceShare, share_over_sources
from qualcode.suggesters.trial.trial_result import Advice, CodeTrial, CurvePoint, PriorTrial, Trial

BUDGETS = (25, 50, 100, 200, 400, 800)
_GROUPS = 10
_CURVE_GROUPS = 5
_ENOUGH_CODINGS = 20
_RANKED_FROM = 5
"""The number of codings from which a code counts in the mean average precision."""
_ENOUGH_SOURCES = 5
"""The sources with suggestions of a code that are needed to advise it before it has enough codings."""
_ENOUGH_SUGGESTIONS = 5
"""The suggestions of a code that are needed to advise it without caution: two right of two are chance."""
_GOOD, _USABLE = 0.5, 0.25


def cross_validate_meaning(
    feature_space: FeatureSpace,
    sources: Sequence[CodedSource],
    limits: SuggestionLimits = DEFAULT_LIMITS,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Trial:
    """Return the trial with the meaning of labels and definitions as evidence, or without if that is better.

    NotFoundError where fewer than two sources have been read.
    """
    with_prior = cross_validate(feature_space, sources, limits, seed, advance)
    without_prior = cross_validate(replace(feature_space, meanings=None), sources, limits, seed)
    prior = PriorTrial(recall_with=with_prior.recall_at_3, recall_without=without_prior.recall_at_3)
    return replace(with_prior if prior.helps else without_prior, prior=prior)


def cross_validate(
    feature_space: FeatureSpace,
    sources: Sequence[CodedSource],
    limits: SuggestionLimits = DEFAULT_LIMITS,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Trial:
    """Leave groups of sources out in turn, at most ten; the seed decides the groups.

    NotFoundError where fewer than two sources have been read; `advance` is called after each fit. Codes that
    the limits rule out, and their codings, are left out.
    """
    answered = [source for source in sources if source.answered_count]
    read = [number for number, source in enumerate(answered) if source.read_count]
    if len(read) < 2:  # noqa: PLR2004 - one to learn from, one to test on
        raise NotFoundError(
            f"A trial needs two sources that you have read and coded by hand; there {_are(len(read))}.",
            "Code in another one first (`qualcode next --by source` proposes one).",
        )
    features = [feature_space.measure(source.segments) for source in answered]
    study = _Study(feature_space, answered, features, limits)
    tests, along = study.leave_out(_groups(read, _GROUPS, seed), advance)
    coded, probabilities = _stack(tests)
    return Trial(
        codes=tuple(
            code
            for code, is_allowed in zip(
                _code_trials(feature_space.patterns.keys, tests),
                allowed_codes(feature_space.patterns.keys, limits),
                strict=True,
            )
            if is_allowed
        ),
        mean_average_precision=mean_average_precision(coded, probabilities, _RANKED_FROM),
        hit_at_1=_over_sources(tests, hit_rate, 1),
        hit_at_3=_over_sources(tests, hit_rate, 3),
        recall_at_3=_over_sources(tests, recall_rate, 3),
        shown=shown_quality(tests),
        along=shown_quality(along),
        curve=tuple(study.learning_curve(_groups(read, _CURVE_GROUPS, seed), advance)),
        sources=len(read),
        segments=len(coded),
    )


@dataclass(frozen=True, slots=True)
class _Study:
    feature_space: FeatureSpace
    sources: Sequence[CodedSource]
    features: Sequence[SegmentFeatures]
    limits: SuggestionLimits

    def leave_out(
        self, groups: Sequence[Sequence[int]], advance: Callable[[], None]
    ) -> tuple[list[TestedSource], list[TestedSource]]:
        """Test each source with a model that was not fitted to it: as if unread, and read along."""
        tests, along = [], []
        for group in groups:
            rest = [number for number in range(len(self.sources)) if number not in group]
            model = fit_model(
                self.feature_space,
                [self.sources[number] for number in rest],
                [self.features[number] for number in rest],
            )
            tests += self.test(model, group)
            along += self.test(model, group, along=True)
            advance()
        return tests, along

    def test(
        self, model: CalibratedModel, group: Sequence[int], *, along: bool = False
    ) -> list[TestedSource]:
        """Return the answers on the read segments of some sources, and a model's probabilities for them.

        With `along` the model knows the codes of each segment's predecessor.
        """
        keys = self.feature_space.patterns.keys
        allowed = allowed_codes(keys, self.limits)
        tests = []
        for number in group:
            source, features = self.sources[number], self.features[number]
            rows = [
                row for row in range(source.read_count) if gets_suggestions(source.segments[row], self.limits)
            ]
            unread = np.full(features.patterns.shape, np.nan)
            previous = previous_codes(keys, source) if along else unread
            selection = model.select(features, previous, keys, self.limits)
            tests.append(
                TestedSource(
                    coded=(answer_matrix(keys, source.codes)[rows] > 0) & allowed,
                    probabilities=model.probabilities(features, previous)[rows] * allowed,
                    shown=selection.shown[rows],
                    scores=selection.scores[rows],
                )
            )
        return tests

    def learning_curve(
        self, groups: Sequence[Sequence[int]], advance: Callable[[], None]
    ) -> Iterator[CurvePoint]:
        """Yield the quality after each budget of coded segments that the training sources can fill."""
        for budget in BUDGETS:
            tests: list[TestedSource] = []
            for group in groups:
                rest = [number for number in range(len(self.sources)) if number not in group]
                training = sources_within_budget([self.sources[number] for number in rest], budget)
                if training is None:
                    return
                features = [self.features[number] for number in rest[: len(training)]]
                tests += self.test(fit_model(self.feature_space, training, features), group)
            advance()
            coded, probabilities = _stack(tests)
            yield CurvePoint(
                coded=budget,
                mean_average_precision=mean_average_precision(coded, probabilities, _RANKED_FROM),
                hit_at_3=_over_sources(tests, hit_rate, 3),
            )


def sources_within_budget(sources: Sequence[CodedSource], budget: int) -> list[CodedSource] | None:
    """Return the sources up to the segment that fills a budget of coded segments; None if none does."""
    complete: list[CodedSource] = []
    for source in sources:
        for row, codes in enumerate(source.codes):
            budget -= bool(codes)
            if not budget:
                return [*complete, source.truncated(row + 1)]
        complete.append(source)
    return None


def _groups(numbers: Sequence[int], maximum: int, seed: int) -> list[list[int]]:
    """Return the numbers in random groups of about equal size, at most `maximum`."""
    order = np.random.default_rng(seed).permutation(np.array(numbers))
    return [group.tolist() for group in np.array_split(order, min(len(numbers), maximum))]


def _stack(tests: Sequence[TestedSource]) -> tuple[Answers, Matrix]:
    """Return the answers and probabilities of all sources, each as one matrix: segments by codes."""
    return np.vstack([test.coded for test in tests]), np.vstack([test.probabilities for test in tests])


def _over_sources(
    tests: Sequence[TestedSource], rate: Callable[[Answers, Matrix, int], Proportion], k: int
) -> SourceShare:
    """Return a rate of the first `k` codes over all sources."""
    rates = [rate(test.coded, test.probabilities, k) for test in tests]
    right, total = (
        np.array(numbers, dtype=np.float64)
        for numbers in zip(*((it.right, it.n) for it in rates), strict=True)
    )
    return share_over_sources(right, total)


def _code_trials(keys: Sequence[CodeKey], tests: Sequence[TestedSource]) -> Iterator[CodeTrial]:
    """Yield for each code its measures on all sources."""
    shown_counts = np.array([test.shown.sum(axis=0) for test in tests], dtype=np.float64)
    coded_counts = np.array([test.coded.sum(axis=0) for test in tests], dtype=np.float64)
    right_counts = np.array([(test.coded & test.shown).sum(axis=0) for test in tests], dtype=np.float64)
    coded, probabilities = _stack(tests)
    for code in range(len(keys)):
        used = int(coded[:, code].sum())
        precision = share_over_sources(right_counts[:, code], shown_counts[:, code])
        advice = _advise(used, precision)
        missing = max(_ENOUGH_CODINGS - used, 0)
        yield CodeTrial(
            code=keys[code],
            coded=used,
            precision=precision,
            recall=share_over_sources(right_counts[:, code], coded_counts[:, code]),
            average_precision=average_precision(coded[:, code], probabilities[:, code]),
            advice=advice,
            more=max(missing, _ENOUGH_CODINGS // 2) if advice is Advice.HIDE else missing,
        )


def _advise(used: int, precision: SourceShare) -> Advice:
    """Judge by the precision; a code with few codings needs a good one, from several sources."""
    if precision.value is None:
        return Advice.HIDE
    if used < _ENOUGH_CODINGS:
        is_usable = precision.value >= _GOOD and precision.sources >= _ENOUGH_SOURCES
        return Advice.CAUTION if is_usable else Advice.HIDE
    if precision.value >= _GOOD and precision.n >= _ENOUGH_SUGGESTIONS:
        return Advice.SHOW
    return Advice.CAUTION if precision.value >= _USABLE else Advice.HIDE


def _are(number: int) -> str:
    return "is one" if number == 1 else "is none"
