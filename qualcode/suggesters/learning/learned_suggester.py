"""Suggestions learned from a coder's answers: the codebook is the prior, the codings are the evidence.

Before anything is coded it agrees with the pattern suggester; every coding, every rejection and every segment
that was read and left uncoded changes it. It is deterministic: the same answers give the same suggestions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.special import expit
from threadpoolctl import threadpool_limits

from qualcode.model import CodeKey, Segment, SourceId, Suggestion
from qualcode.suggesters.learning.answer_evidence import AnswerEvidence
from qualcode.suggesters.learning.coder_answers import CodedSource, answer_matrix
from qualcode.suggesters.learning.logistic_models import LogisticModels, Matrix, fit_models
from qualcode.suggesters.learning.platt_scaling import PlattCalibration, fit_calibrations
from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from qualcode.suggesters.learning.segment_features import FeatureSpace, SegmentFeatures
from qualcode.suggesters.learning.silent_segments import training_answers
from qualcode.suggesters.learning.suggestion_reasons import CodedSegments, ReasonWriter
from qualcode.suggesters.learning.suggestion_selection import Selection, SourceScores, select
from qualcode.suggesters.learning.weight_projection import FeatureWeights, project_weights, stack_features
from qualcode.suggesters.patterns.pattern_suggester import INTERCEPT, SLOPE
from qualcode.suggesters.suggestion_limits import (
    DEFAULT_LIMITS,
    SuggestionLimits,
    allowed_codes,
    gets_suggestions,
    suggestion_id,
)

NAME = "learned"
VERSION = "8"
CODEBOOK_SCORE = "; the score is that of the codebook, as your answers say too little about this code"
"""Ends the reason where the score is that of the codebook."""
NO_NAMES: Mapping[SourceId, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratedModel:
    """The fitted models of all codes, their feature weights and calibrations."""

    models: LogisticModels
    weights: FeatureWeights | None
    """None before anything is coded."""
    after_unread: PlattCalibration
    """For segments whose previous segment has not been read."""
    after_read: PlattCalibration
    """For segments whose previous segment's codes are known."""
    evidence: AnswerEvidence
    """What the answers say about each code."""

    def probabilities(self, features: SegmentFeatures, previous: Matrix) -> Matrix:
        """Return probabilities; `previous` has the previous segments' codes, NaN where not read.

        All matrices are segments by codes.
        """
        shape = features.patterns.shape
        weighted_features = self.weights.apply(features) if self.weights else np.zeros(shape)
        logits = self.models.logits(weighted_features, features.patterns)
        unread = np.isnan(previous)
        after_read = self.after_read(logits, np.where(unread, 0.0, previous))
        probabilities = np.where(unread, self.after_unread(logits), after_read)
        return np.where(features.evidence.vetoed, 0.0, probabilities)

    def select(
        self,
        features: SegmentFeatures,
        previous: Matrix,
        keys: Sequence[CodeKey],
        limits: SuggestionLimits,
        known_read: int = 0,
    ) -> Selection:
        """Return the suggestions on the segments of one source.

        The coder is known to have read the first `known_read` segments.
        """
        segments = features.evidence.tokens.segments
        scores = SourceScores(
            learned=self.probabilities(features, previous),
            patterns=features.pattern_probabilities(),
            codebook=features.codebook_probabilities(),
            previous=previous,
            eligible=np.array([gets_suggestions(segment, limits) for segment in segments], dtype=np.bool_),
            known_read=known_read,
        )
        return select(self.evidence, scores, allowed_codes(keys, limits), limits)


class LearnedSuggester:
    """Suggests from codebook and codings; made by `learn`."""

    name = NAME
    version = VERSION

    def __init__(
        self,
        feature_space: FeatureSpace,
        model: CalibratedModel,
        sources: Sequence[CodedSource],
        coded_segments: CodedSegments,
    ) -> None:
        self._feature_space = feature_space
        self._model = model
        self._coded_sources = {source.segments[0].source: source for source in sources}
        self._reasons = ReasonWriter(
            patterns=feature_space.patterns,
            semantics=feature_space.vocabulary.semantics,
            weights=model.weights,
            coded_segments=coded_segments,
        )

    @property
    def learned_from(self) -> int:
        """The number of codes on segments in the training data, for the provenance of suggestions."""
        return sum(len(codes) for source in self._coded_sources.values() for codes in source.codes)

    @property
    def read_share(self) -> float:
        """The estimated share that was read of the segments between codings, where it is not known."""
        return self._model.evidence.read_share

    def suggest(
        self, segments: Iterable[Segment], limits: SuggestionLimits = DEFAULT_LIMITS
    ) -> Iterator[Suggestion]:
        """Yield suggestions for whole sources, one after the other; memory holds one source at a time.

        All segments of a source come together, in order, the interviewer's too: they are context.
        """
        for source, group in groupby(segments, key=lambda segment: segment.source):
            yield from self._suggest_in(source, list(group), limits)

    def probabilities(self, segments: Sequence[Segment]) -> tuple[SegmentFeatures, Matrix]:
        """Return the features and probabilities (segments by codes) of all segments of one source."""
        features = self._feature_space.measure(segments)
        source = self._coded_source(segments)
        return features, self._model.probabilities(features, self._previous_codes(features, source))

    def _suggest_in(
        self, source: SourceId, segments: Sequence[Segment], limits: SuggestionLimits
    ) -> Iterator[Suggestion]:
        keys = self._feature_space.patterns.keys
        features, coded_source = self._feature_space.measure(segments), self._coded_source(segments)
        previous = self._previous_codes(features, coded_source)
        known_read = coded_source.read_through_count if coded_source else 0
        selection = self._model.select(features, previous, keys, limits, known_read)
        for row in np.flatnonzero(selection.shown.any(axis=1)).tolist():
            segment, scores = segments[row], np.where(selection.shown[row], selection.scores[row], -1.0)
            for code in np.argsort(-scores, kind="stable")[: selection.shown[row].sum()].tolist():
                reason, sentence = self._reasons.explain(features, row, code)
                yield Suggestion(
                    id=suggestion_id(segment, keys[code], NAME),
                    source=source,
                    span=segment.span,
                    code=keys[code],
                    score=float(selection.scores[row, code]),
                    reason=reason + CODEBOOK_SCORE if selection.from_codebook[row, code] else reason,
                    suggester=NAME,
                    evidence=sentence,
                )

    def _coded_source(self, segments: Sequence[Segment]) -> CodedSource | None:
        """Return the answers on these segments, which are all of one source; None if there are none."""
        source = self._coded_sources.get(segments[0].source) if segments else None
        return source if source is not None and len(source.segments) == len(segments) else None

    def _previous_codes(self, features: SegmentFeatures, source: CodedSource | None) -> Matrix:
        if source is None:
            return np.full(features.patterns.shape, np.nan)
        return previous_codes(self._feature_space.patterns.keys, source)


def learn(
    feature_space: FeatureSpace, sources: Sequence[CodedSource], names: Mapping[SourceId, str] = NO_NAMES
) -> LearnedSuggester:
    """Learn from all answers of one coder; `names` are the sources' names, for the reasons."""
    answered = [source for source in sources if source.answered_count]
    features = [feature_space.measure(source.segments) for source in answered]
    model = fit_model(feature_space, answered, features)
    coded_segments = CodedSegments.collect(answered, features, model.weights, names)
    return LearnedSuggester(feature_space, model, answered, coded_segments)


def fit_model(
    feature_space: FeatureSpace, sources: Sequence[CodedSource], features: Sequence[SegmentFeatures]
) -> CalibratedModel:
    """Fit the models to the sources' answers; `features` are those of the whole sources."""
    keys = feature_space.patterns.keys
    if not sources:
        return _prior_model(keys)
    training = stack_features(features, [source.answered_count for source in sources])
    reading = ReadingEstimate.of(keys, sources)
    answers = training_answers(keys, sources, expit(INTERCEPT + SLOPE * training.patterns), reading)
    previous = np.vstack(
        [np.nan_to_num(previous_codes(keys, source)[: source.answered_count]) for source in sources]
    )
    with threadpool_limits(limits=1, user_api="blas"):
        models = fit_models(training.kernel_product, training.patterns, answers.targets, answers.weights)
        after_unread, after_read = fit_calibrations(training, answers, previous)
        feature_weights = project_weights(training, models.dual)
    return CalibratedModel(
        models=models,
        weights=feature_weights,
        after_unread=after_unread,
        after_read=after_read,
        evidence=AnswerEvidence.gather(keys, sources, features, reading),
    )


def previous_codes(keys: Sequence[CodeKey], source: CodedSource) -> Matrix:
    """Return the codes of each segment's predecessor (segments by codes), NaN where it was not read."""
    previous = np.full((len(source.segments), len(keys)), np.nan)
    codes = answer_matrix(keys, source.codes)
    is_known = codes > 0
    is_known[: source.read_count] = True
    codes = np.where(is_known, codes, np.nan)
    previous[1 : source.answered_count + 1] = codes[: len(source.segments) - 1]
    return previous


def _prior_model(keys: Sequence[CodeKey]) -> CalibratedModel:
    """Return the model without any answers: that of the pattern suggester."""
    empty = np.zeros((0, len(keys)))
    prior = LogisticModels(empty, empty, np.full(len(keys), INTERCEPT), np.full(len(keys), SLOPE))
    return CalibratedModel(
        models=prior,
        weights=None,
        after_unread=PlattCalibration(),
        after_read=PlattCalibration(),
        evidence=AnswerEvidence.gather(keys, [], [], ReadingEstimate()),
    )
