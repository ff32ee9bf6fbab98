"""Suggestions that learn from what has been coded: the codebook is the prior, the codings are the evidence.

Before anything is coded it says what the patterns say; every coding, every rejection and every turn left
uncoded moves it. It holds no chance: the same answers give the same suggestions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from threadpoolctl import threadpool_limits

from qualcode.model import CodeKey, Segment, SourceId, Suggestion
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix, answer_weights
from qualcode.suggesters.learning.logistic_models import LogisticModels, Matrix, fit_models
from qualcode.suggesters.learning.platt_scaling import PlattCalibration, fit_calibrations
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.learning.suggestion_reasons import CodedSegments, ReasonWriter
from qualcode.suggesters.learning.weight_projection import FeatureWeights, project_weights, stack_features
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE
from qualcode.suggesters.suggestion_limits import (
    DEFAULT_LIMITS,
    SuggestionLimits,
    allowed_codes,
    gets_suggestions,
    suggestion_id,
    top_codes,
)

NAME = "learned"
VERSION = "2"
NO_NAMES: Mapping[SourceId, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratedModel:
    """What was learned, ready to be applied to a source's features."""

    weights: LogisticModels
    projection: FeatureWeights | None
    unknown: PlattCalibration
    """For segments after one that has not been read."""
    known: PlattCalibration
    """For segments after one whose codes are known."""

    def chances(self, features: SegmentFeatures, before: Matrix) -> Matrix:
        """Return probabilities (segments by codes); `before` has each last segment's codes, NaN if unread."""
        words = self.projection.say(features) if self.projection else np.zeros(features.patterns.shape)
        logits = self.weights.logits(words, features.patterns)
        unread = np.isnan(before)
        chances = np.where(unread, self.unknown(logits), self.known(logits, np.where(unread, 0.0, before)))
        return np.where(features.evidence.vetoed, 0.0, chances)


class LearnedSuggester:
    """Suggests from codebook and codings; made by `learn`."""

    name = NAME
    version = VERSION

    def __init__(
        self,
        instrument: FeatureSpace,
        model: CalibratedModel,
        sources: Sequence[CodedSource],
        passages: CodedSegments,
    ) -> None:
        self._instrument = instrument
        self._model = model
        self._read = {source.segments[0].source: source for source in sources}
        self._reasons = ReasonWriter(instrument.patterns, model.projection, passages)

    @property
    def learned_from(self) -> int:
        """In how many answers of a coder it has seen a code, for the provenance of its suggestions."""
        return sum(len(codes) for source in self._read.values() for codes in source.codes)

    def suggest(
        self, segments: Iterable[Segment], limits: SuggestionLimits = DEFAULT_LIMITS
    ) -> Iterator[Suggestion]:
        """Yield suggestions for whole sources, one after the other; memory holds one source at a time.

        A source's segments come together, in order, the interviewer's too: they are what is said around.
        """
        for source, group in groupby(segments, key=lambda segment: segment.source):
            yield from self._suggest_in(source, list(group), limits)

    def chances(self, segments: Sequence[Segment]) -> tuple[SegmentFeatures, Matrix]:
        """Return one whole source's features, and its probabilities: segments by codes."""
        features = self._instrument.measure(segments)
        keys = self._instrument.patterns.keys
        source = self._read.get(segments[0].source) if segments else None
        known = source is not None and len(source.segments) == len(segments)
        before = (
            previous_codes(keys, source)
            if source is not None and known
            else np.full(features.patterns.shape, np.nan)
        )
        return features, self._model.chances(features, before)

    def _suggest_in(
        self, source: SourceId, segments: Sequence[Segment], limits: SuggestionLimits
    ) -> Iterator[Suggestion]:
        keys = self._instrument.patterns.keys
        features, chances = self.chances(segments)
        chances = np.where(allowed_codes(keys, limits), chances, 0.0)
        for row, segment in enumerate(segments):
            if not gets_suggestions(segment, limits):
                continue
            for code in top_codes(chances[row], limits):
                reason, sentence = self._reasons.why(features, row, code)
                yield Suggestion(
                    id=suggestion_id(segment, keys[code], NAME),
                    source=source,
                    span=segment.span,
                    code=keys[code],
                    score=float(chances[row, code]),
                    reason=reason,
                    suggester=NAME,
                    evidence=sentence,
                )


def learn(
    instrument: FeatureSpace, sources: Sequence[CodedSource], names: Mapping[SourceId, str] = NO_NAMES
) -> LearnedSuggester:
    """Learn from everything that one coder has answered; `names` are the sources' names, for the reasons."""
    read = [source for source in sources if source.answered]
    features = [instrument.measure(source.segments) for source in read]
    model = fit_model(instrument, read, features)
    return LearnedSuggester(
        instrument, model, read, CodedSegments.of(read, features, model.projection, names)
    )


def fit_model(
    instrument: FeatureSpace, sources: Sequence[CodedSource], features: Sequence[SegmentFeatures]
) -> CalibratedModel:
    """Return the model that these sources' answers lead to; `features` are those of the whole sources."""
    keys = instrument.patterns.keys
    if not sources:
        nothing = np.zeros((0, len(keys)))
        start = LogisticModels(nothing, nothing, np.full(len(keys), INTERCEPT), np.full(len(keys), SLOPE))
        return CalibratedModel(
            weights=start, projection=None, unknown=PlattCalibration(), known=PlattCalibration()
        )
    lessons = stack_features(features, [source.answered for source in sources])
    coded = np.vstack([answer_matrix(keys, source.codes) for source in sources])
    weighed = np.vstack([answer_weights(keys, source) for source in sources])
    before = np.vstack([np.nan_to_num(previous_codes(keys, source)[: source.answered]) for source in sources])
    with threadpool_limits(limits=1, user_api="blas"):
        weights = fit_models(lessons.likeness, lessons.patterns, coded, weighed)
        unknown, known = fit_calibrations(lessons, coded, weighed, before)
        projection = project_weights(lessons, weights.lent)
    return CalibratedModel(weights=weights, projection=projection, unknown=unknown, known=known)


def previous_codes(keys: Sequence[CodeKey], source: CodedSource) -> Matrix:
    """Return the codes of the segment before each one (segments by codes), NaN where that was not read."""
    known = np.full((len(source.segments), len(keys)), np.nan)
    told = np.where(answer_weights(keys, source) > 0, answer_matrix(keys, source.codes), np.nan)
    known[1 : source.answered + 1] = told[: len(source.segments) - 1]
    return known
