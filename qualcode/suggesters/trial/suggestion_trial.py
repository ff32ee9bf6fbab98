"""How good are the suggestions for this study? Tried on the coder's own codings, before they are trusted.

Whole sources are left out in turn, and what the engine, taught by the others, says about them is compared
with what the coder did. Segments of one source are never both learned from and tested on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.learned_suggester import CalibratedModel, fit_model
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, SuggestionLimits, gets_suggestions
from qualcode.suggesters.trial.precision_shrinkage import ExpectedPrecision, expected_precisions
from qualcode.suggesters.trial.ranking_measures import (
    Answers,
    Matrix,
    Proportion,
    average_precision,
    calibration_error,
    hit_rate,
    mean_average_precision,
    shown_codes,
)

BUDGETS = (25, 50, 100, 200, 400, 800)
_GROUPS = 10
_CURVE_GROUPS = 5
_ENOUGH = 20
_GOOD, _USABLE = 0.5, 0.25


class Advice(StrEnum):
    """What to do with a code's suggestions."""

    SHOW = "show"
    CAUTION = "show with caution"
    HIDE = "hide for now"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTrial:
    """One code's suggestions against the coder's answers."""

    code: CodeKey
    coded: int
    """In how many segments the coder used it."""
    precision: Proportion
    """Of its suggestions on the sources left out, how many were right."""
    expected: ExpectedPrecision | None
    """The precision to expect on new sources; None where it was never suggested."""
    recall: Proportion
    average_precision: float | None
    advice: Advice
    more: int
    """How many more codings to wait for before trying again; 0 where there are enough."""

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where the code was neither used nor suggested."""
        answers = self.precision.n + self.recall.n
        return 2 * self.precision.right / answers if answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """How good the suggestions on unseen sources are after so many coded segments."""

    coded: int
    mean_average_precision: float | None
    hit_at_3: Proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The engine's record on this coder's codings of these sources."""

    codes: tuple[CodeTrial, ...]
    mean_average_precision: float | None
    hit_at_1: Proportion
    hit_at_3: Proportion
    calibration_error: float
    curve: tuple[CurvePoint, ...]
    sources: int
    segments: int


def cross_validate(
    instrument: FeatureSpace,
    sources: Sequence[CodedSource],
    limits: SuggestionLimits = DEFAULT_LIMITS,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Trial:
    """Leave sources out in turn, up to ten groups of them; the seed says which lie together."""
    known = [source for source in sources if source.answered]
    read = [number for number, source in enumerate(known) if source.read]
    if len(read) < 2:  # noqa: PLR2004 - one to learn from, one to try on
        raise NotFoundError(
            f"A trial needs two sources that you have read and coded by hand; there {_are(len(read))}.",
            "Code in another one first (`qualcode next --by source` proposes one).",
        )
    study = _Study(instrument, known, [instrument.measure(source.segments) for source in known], limits)
    tried = study.left_out(_groups(read, _GROUPS, seed), advance)
    coded, chances = np.vstack([one.coded for one in tried]), np.vstack([one.chances for one in tried])
    return Trial(
        codes=tuple(_code_trials(instrument.patterns.keys, tried, limits)),
        mean_average_precision=mean_average_precision(coded, chances),
        hit_at_1=hit_rate(coded, chances, 1),
        hit_at_3=hit_rate(coded, chances, 3),
        calibration_error=calibration_error(coded, chances),
        curve=tuple(study.curve(_groups(read, _CURVE_GROUPS, seed), advance)),
        sources=len(read),
        segments=len(coded),
    )


@dataclass(frozen=True, slots=True)
class _Tried:
    """One source: what the coder did, and the chances that a model gave (segments by codes)."""

    coded: Answers
    chances: Matrix


@dataclass(frozen=True, slots=True)
class _Study:
    instrument: FeatureSpace
    sources: Sequence[CodedSource]
    features: Sequence[SegmentFeatures]
    limits: SuggestionLimits

    def left_out(self, groups: Sequence[Sequence[int]], advance: Callable[[], None]) -> "list[_Tried]":
        """Return, for each source, what models say that did not know it."""
        tried = []
        for group in groups:
            rest = [number for number in range(len(self.sources)) if number not in group]
            model = fit_model(
                self.instrument,
                [self.sources[number] for number in rest],
                [self.features[number] for number in rest],
            )
            tried += self.answered(model, group)
            advance()
        return tried

    def answered(self, model: CalibratedModel, group: Sequence[int]) -> "list[_Tried]":
        """Return the answers on the segments read of some sources, and the chances a model gives them."""
        keys = self.instrument.patterns.keys
        tried = []
        for number in group:
            source, its = self.sources[number], self.features[number]
            asked = [row for row in range(source.read) if gets_suggestions(source.segments[row], self.limits)]
            unread = np.full(its.patterns.shape, np.nan)
            tried.append(
                _Tried(answer_matrix(keys, source.codes)[asked] > 0, model.chances(its, unread)[asked])
            )
        return tried

    def curve(self, groups: Sequence[Sequence[int]], advance: Callable[[], None]) -> Iterator[CurvePoint]:
        """Yield how good the suggestions are after each budget of coded segments that the rest can fill."""
        for budget in BUDGETS:
            tried: list[_Tried] = []
            for group in groups:
                rest = [number for number in range(len(self.sources)) if number not in group]
                some = sources_within_budget([self.sources[number] for number in rest], budget)
                if some is None:
                    return
                model = fit_model(
                    self.instrument, some, [self.features[number] for number in rest[: len(some)]]
                )
                tried += self.answered(model, group)
            advance()
            coded, chances = (
                np.vstack([one.coded for one in tried]),
                np.vstack([one.chances for one in tried]),
            )
            quality = mean_average_precision(coded, chances)
            yield CurvePoint(
                coded=budget, mean_average_precision=quality, hit_at_3=hit_rate(coded, chances, 3)
            )


def sources_within_budget(sources: Sequence[CodedSource], budget: int) -> list[CodedSource] | None:
    """Return the sources as far as read when so many segments were coded; None if fewer ever were."""
    found: list[CodedSource] = []
    for source in sources:
        for row, codes in enumerate(source.codes):
            budget -= bool(codes)
            if not budget:
                return [*found, source.upto(row + 1)]
        found.append(source)
    return None


def _groups(numbers: Sequence[int], most: int, seed: int) -> list[list[int]]:
    order = np.random.default_rng(seed).permutation(np.array(numbers))
    return [part.tolist() for part in np.array_split(order, min(len(numbers), most))]


def _code_trials(
    keys: Sequence[CodeKey], tried: Sequence[_Tried], limits: SuggestionLimits
) -> Iterator[CodeTrial]:
    """Yield what is found of each code on all sources, and what to expect of it on others."""
    shown = [shown_codes(one.chances, limits.at_least, limits.at_most) for one in tried]
    numbers = np.array([some.sum(axis=0) for some in shown], dtype=np.float64)
    right = np.array(
        [(one.coded & some).sum(axis=0) for one, some in zip(tried, shown, strict=True)], dtype=np.float64
    )
    coded, chances = np.vstack([one.coded for one in tried]), np.vstack([one.chances for one in tried])
    for code, expected in enumerate(expected_precisions(right, numbers)):
        used, hit = int(coded[:, code].sum()), int(right[:, code].sum())
        advice = _advise(used, expected)
        yield CodeTrial(
            code=keys[code],
            coded=used,
            precision=Proportion(hit, int(numbers[:, code].sum())),
            expected=expected,
            recall=Proportion(hit, used),
            average_precision=average_precision(coded[:, code], chances[:, code]),
            advice=advice,
            more=max(_ENOUGH - used, _ENOUGH // 2) if advice is Advice.HIDE else max(_ENOUGH - used, 0),
        )


def _advise(used: int, expected: ExpectedPrecision | None) -> Advice:
    """Judge by the precision to expect, and by its lower bound where there is little to judge by."""
    if expected and used >= _ENOUGH and expected.value >= _GOOD:
        return Advice.SHOW
    if expected and (expected.value if used >= _ENOUGH else expected.low) >= _USABLE:
        return Advice.CAUTION
    return Advice.HIDE


def _are(number: int) -> str:
    return "is one" if number == 1 else "is none"
