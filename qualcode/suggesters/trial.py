"""How good are the suggestions for this study? Tried on the coder's own codings, before they are trusted.

Whole sources are left out in turn, and what the engine, taught by the others, says about them is compared
with what the coder did. Segments of one source are never both learned from and tested on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qualcode.errors import UsageError
from qualcode.model import CodeKey
from qualcode.suggesters.answers import CodedSource, table
from qualcode.suggesters.choosing import DEFAULT_LIMITS, Limits, is_asked_about
from qualcode.suggesters.features import Features, Instrument
from qualcode.suggesters.learned import Model, fit_model
from qualcode.suggesters.measures import (
    Answers,
    Matrix,
    Share,
    average_precision,
    calibration_error,
    chosen,
    hits,
    mean_average_precision,
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
    precision: Share
    recall: Share
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
    hit_at_3: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The engine's record on this coder's codings of these sources."""

    codes: tuple[CodeTrial, ...]
    mean_average_precision: float | None
    hit_at_1: Share
    hit_at_3: Share
    calibration_error: float
    curve: tuple[CurvePoint, ...]
    sources: int
    segments: int


def trial(
    instrument: Instrument,
    sources: Sequence[CodedSource],
    limits: Limits = DEFAULT_LIMITS,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> Trial:
    """Leave sources out in turn, up to ten groups of them; the seed says which lie together."""
    read = [source for source in sources if source.read]
    if len(read) < 2:  # noqa: PLR2004 - one to learn from, one to try on
        raise UsageError("A trial needs at least two coded sources.", "Code another one first.")
    study = _Study(instrument, read, [instrument.measure(source.segments) for source in read], limits)
    groups = _groups(len(read), _GROUPS, seed)
    coded, chances = study.left_out(groups, advance)
    shown = chosen(chances, limits.at_least, limits.at_most)
    keys = instrument.patterns.keys
    return Trial(
        codes=tuple(
            _code_trial(keys[code], coded[:, code], chances[:, code], shown[:, code])
            for code in range(len(keys))
        ),
        mean_average_precision=mean_average_precision(coded, chances),
        hit_at_1=hits(coded, chances, 1),
        hit_at_3=hits(coded, chances, 3),
        calibration_error=calibration_error(coded, chances),
        curve=tuple(study.curve(_groups(len(read), _CURVE_GROUPS, seed), advance)),
        sources=len(read),
        segments=len(coded),
    )


@dataclass(frozen=True, slots=True)
class _Study:
    instrument: Instrument
    sources: Sequence[CodedSource]
    features: Sequence[Features]
    limits: Limits

    def left_out(
        self, groups: Sequence[Sequence[int]], advance: Callable[[], None]
    ) -> tuple[Answers, Matrix]:
        """Return the answers on all sources, and the chances given by models that did not know them."""
        parts = []
        for group in groups:
            rest = [number for number in range(len(self.sources)) if number not in group]
            model = fit_model(
                self.instrument,
                [self.sources[number] for number in rest],
                [self.features[number] for number in rest],
            )
            parts.append(self.answered(model, group))
            advance()
        return np.vstack([coded for coded, _ in parts]), np.vstack([chances for _, chances in parts])

    def answered(self, model: Model, group: Sequence[int]) -> tuple[Answers, Matrix]:
        """Return the answers on the segments read of some sources, and the chances a model gives them."""
        keys = self.instrument.patterns.keys
        coded, chances = [], []
        for number in group:
            source, its = self.sources[number], self.features[number]
            asked = [row for row in range(source.read) if is_asked_about(source.segments[row], self.limits)]
            unread = np.full(its.patterns.shape, np.nan)
            coded.append(table(keys, source.codes)[asked] > 0)
            chances.append(model.chances(its, unread)[asked])
        return np.vstack(coded), np.vstack(chances)

    def curve(self, groups: Sequence[Sequence[int]], advance: Callable[[], None]) -> Iterator[CurvePoint]:
        """Yield how good the suggestions are after each budget of coded segments that the rest can fill."""
        for budget in BUDGETS:
            parts = []
            for group in groups:
                rest = [number for number in range(len(self.sources)) if number not in group]
                some = first_coded([self.sources[number] for number in rest], budget)
                if some is not None:
                    model = fit_model(
                        self.instrument, some, [self.features[number] for number in rest[: len(some)]]
                    )
                    parts.append(self.answered(model, group))
            advance()
            if len(parts) < len(groups):
                return
            coded, chances = np.vstack([part[0] for part in parts]), np.vstack([part[1] for part in parts])
            quality = mean_average_precision(coded, chances)
            yield CurvePoint(coded=budget, mean_average_precision=quality, hit_at_3=hits(coded, chances, 3))


def first_coded(sources: Sequence[CodedSource], budget: int) -> list[CodedSource] | None:
    """Return the sources as far as read when so many segments were coded; None if fewer ever were."""
    found: list[CodedSource] = []
    for source in sources:
        for row, codes in enumerate(source.codes):
            budget -= bool(codes)
            if not budget:
                return [*found, source.upto(row + 1)]
        found.append(source)
    return None


def _groups(size: int, most: int, seed: int) -> list[list[int]]:
    order: NDArray[np.int64] = np.random.default_rng(seed).permutation(size)
    return [part.tolist() for part in np.array_split(order, min(size, most))]


def _code_trial(
    key: CodeKey, coded: NDArray[np.bool_], chances: NDArray[np.float64], shown: NDArray[np.bool_]
) -> CodeTrial:
    right, used = int((coded & shown).sum()), int(coded.sum())
    precision = Share(right, int(shown.sum()))
    advice = _advise(used, precision)
    return CodeTrial(
        code=key,
        coded=used,
        precision=precision,
        recall=Share(right, used),
        average_precision=average_precision(coded, chances),
        advice=advice,
        more=max(_ENOUGH - used, _ENOUGH // 2) if advice is Advice.HIDE else max(_ENOUGH - used, 0),
    )


def _advise(used: int, precision: Share) -> Advice:
    """Judge by the precision, and by its interval's lower end where there is little to judge by."""
    if used >= _ENOUGH and (precision.value or 0.0) >= _GOOD:
        return Advice.SHOW
    if (precision.value or 0.0) >= _USABLE and (used >= _ENOUGH or precision.interval[0] >= _USABLE):
        return Advice.CAUTION
    return Advice.HIDE
