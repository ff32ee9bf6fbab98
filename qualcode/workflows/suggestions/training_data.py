"""Training data of the learned suggester: one coder's answers in all sources, and the project's words.

What is read through (`read_through`) is known from the coder: on the coding screen, with `apply
--read-through`, or because the source is finished. Segments before the last manual coding are only likely to
have been read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import CoderName, Decision, Segment, SourceId, Span, Verdict
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, suggestions
from qualcode.store.records.transcripts import finished_sources, reading_places
from qualcode.workflows.project.current_codebook import CurrentCodebook

if TYPE_CHECKING:
    from qualcode.suggesters.learning.coder_answers import CodedSource
    from qualcode.suggesters.learning.learned_suggester import LearnedSuggester
    from qualcode.suggesters.learning.meaning.code_meanings import CodeMeanings
    from qualcode.suggesters.learning.meaning.encoder import Encoder
    from qualcode.suggesters.learning.segment_features import FeatureSpace

TRIAL = "trial"
"""The name of a trial among the runs of suggesters."""
PRIOR = "meaning_prior"
"""Its setting that says whether the meaning of labels and definitions helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """A coder's answers, and the feature space that they are learned in."""

    feature_space: "FeatureSpace"
    answers: "tuple[CodedSource, ...]"
    """One per source with any answer, ordered by the sources' names."""
    names: dict[SourceId, str]
    codings: int
    """The number of the coder's codings."""

    def learn(self) -> "LearnedSuggester":
        """Return the suggester learned from the answers."""
        from qualcode.suggesters.learning.learned_suggester import learn

        return learn(self.feature_space, self.answers, self.names)


def gather_training_data(
    project: Project,
    coder: CoderName,
    current: CurrentCodebook,
    *,
    meaning: bool = False,
    prior: bool | None = None,
    advance: Callable[[], None] = lambda: None,
) -> TrainingData:
    """Gather a coder's answers and count the words of the whole project; `advance` is called per source.

    `meaning` adds sentence vectors, and with `prior` the meaning of labels and definitions as evidence (None:
    if the coder's last trial found that it helps). MissingExtraError if that extra is not installed.
    """
    from qualcode.suggesters.learning.coder_answers import coded_source
    from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
    from qualcode.suggesters.learning.segment_features import FeatureSpace
    from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence

    settings, database = project.settings, project.database
    evidence = PatternEvidence(current.codebook, settings.language, settings.model)
    names = {source: name for name, source in sources.ids_by_name(database).items()}
    decisions = _decisions_by_source(database, coder)
    answers: list[CodedSource] = []
    count = 0

    def all_segments() -> Iterator[Segment]:
        nonlocal count
        for source in names:
            segments = segments_of(database, source)
            own_codings = codings.of_source(database, source, coder)
            count += len(own_codings)
            known_read = read_through(database, coder, source)
            answered = coded_source(segments, own_codings, decisions.get(source, ()), known_read)
            if answered.answered_count:
                answers.append(answered)
            yield from segments
            advance()

    vocabulary = count_vocabulary(evidence.analyser, all_segments())
    feature_space = FeatureSpace(patterns=evidence, vocabulary=vocabulary)
    if meaning:
        encoder, meanings = _meaning(database, names, current)
        has_prior = meaning_in_trial(database, coder) is not False if prior is None else prior
        feature_space = replace(feature_space, encoder=encoder, meanings=meanings if has_prior else None)
    return TrainingData(feature_space=feature_space, answers=tuple(answers), names=names, codings=count)


def count_answers(database: Database, coder: CoderName) -> int:
    """Return the number of the coder's codings and rejected suggestions."""
    rejected = (decision.verdict is Verdict.REJECTED for decision in suggestions.decisions(database, coder))
    return codings.counts(database, "coder").get(coder, 0) + sum(rejected)


def read_through(database: Database, coder: CoderName, source: SourceId) -> Span:
    """Return the span of a source that the coder is known to have read, from its beginning; may be empty.

    A source that the coder has finished is read to its end.
    """
    if finished_sources.is_finished(database, coder, source):
        return Span(0, max((turn.span.end for turn in sources.turns(database, source)), default=0))
    end = 0
    reading_place = reading_places.of_source(database, coder, source)
    for turn in sources.turns(database, source) if reading_place else ():
        if reading_place is None or not reading_place.has_read(turn):
            break
        end = turn.span.end
    return Span(0, end)


def segments_of(database: Database, source: SourceId) -> tuple[Segment, ...]:
    """Return the segments of a source: the units that suggestions are made on."""
    from qualcode import segmenters

    return segmenters.segments(
        source,
        sources.with_id(database, source).text,
        sources.turns(database, source),
        sources.sentences(database, source),
    )


def meaning_in_trial(database: Database, coder: CoderName) -> bool | None:
    """Whether the coder's last trial of the meaning of labels and definitions found that it helps.

    None where there was no such trial: then it is evidence.
    """
    for run in suggestions.runs(database, TRIAL):
        if run.settings.get("coder") == coder and PRIOR in run.settings:
            return bool(run.settings[PRIOR])
    return None


def _meaning(
    database: Database, ids: Iterable[SourceId], current: CurrentCodebook
) -> "tuple[Encoder, CodeMeanings]":
    """Return an encoder of the project's segments, and the vectors of its codes."""
    from qualcode.suggesters.learning.meaning.code_meanings import CodeMeanings, description
    from qualcode.suggesters.learning.meaning.sentence_vectors import CentredEncoder, centre_vectors
    from qualcode.workflows.suggestions.vector_cache import CachedVectors

    vectors = CachedVectors(database, segments_of)
    all_segments = (segment for source in ids for segment in segments_of(database, source))
    encoder = centre_vectors(vectors, all_segments)
    codes = vectors.encode_texts([description(code) for code, _ in current.codebook.walk()])
    return encoder, CodeMeanings(encoder.centred(codes) if isinstance(encoder, CentredEncoder) else codes)


def _decisions_by_source(database: Database, coder: CoderName) -> dict[SourceId, list[Decision]]:
    by_source: dict[SourceId, list[Decision]] = {}
    for decision in suggestions.decisions(database, coder):
        by_source.setdefault(decision.source, []).append(decision)
    return by_source
