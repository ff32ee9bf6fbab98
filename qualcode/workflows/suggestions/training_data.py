"""Learning: what one coder has answered so far, brought to the suggester that learns from it.

A turn counts as read up to the last coding of the coder's own hand in a source, or as far as they read it
without a gap on the coding screen, whichever is farther.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import CoderName, Coding, Decision, Segment, SourceId, Verdict
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records import codings, reading_places, sources, suggestions
from qualcode.workflows.project.current_codebook import CurrentCodebook

if TYPE_CHECKING:
    from qualcode.suggesters.learning.coder_answers import CodedSource
    from qualcode.suggesters.learning.learned_suggester import LearnedSuggester
    from qualcode.suggesters.learning.segment_features import Encoder, FeatureSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """What there is to learn from."""

    instrument: "FeatureSpace"
    answers: "tuple[CodedSource, ...]"
    """One for each source in which something has been answered, by the sources' names."""
    names: dict[SourceId, str]
    codings: int
    """How many codings by the coder are in it."""

    def learned(self) -> "LearnedSuggester":
        """Return the suggester that comes of it."""
        from qualcode.suggesters.learning.learned_suggester import learn

        return learn(self.instrument, self.answers, self.names)


def gather_training_data(
    project: Project,
    coder: CoderName,
    force: CurrentCodebook,
    *,
    meaning: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> TrainingData:
    """Gather a coder's answers and count the words of the whole project; `advance` is called once a source.

    With `meaning`, sentence vectors take part; MissingExtraError where that extra is not installed.
    """
    from qualcode.suggesters.learning.coder_answers import coded_source
    from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
    from qualcode.suggesters.learning.segment_features import FeatureSpace
    from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence

    settings, database = project.settings, project.database
    evidence = PatternEvidence(force.codebook, settings.language, settings.model)
    names = {source: name for name, source in sources.ids_by_name(database).items()}
    decided = _decisions(database, coder)
    answers: list[CodedSource] = []
    count = 0

    def every_segment() -> Iterator[Segment]:
        nonlocal count
        for source in names:
            segments = segments_of(database, source)
            given = codings.of_source(database, source, coder)
            count += len(given)
            place = _read_to(database, coder, source, given)
            answered = coded_source(segments, given, decided.get(source, ()), place)
            if answered.answered:
                answers.append(answered)
            yield from segments
            advance()

    vocabulary = count_vocabulary(evidence.analyser, every_segment())
    encoder = _encoder(database, names) if meaning else None
    instrument = FeatureSpace(patterns=evidence, vocabulary=vocabulary, encoder=encoder)
    return TrainingData(instrument=instrument, answers=tuple(answers), names=names, codings=count)


def count_answers(database: Database, coder: CoderName) -> int:
    """Return how many passages this coder has coded, and how many suggestions they have rejected."""
    rejected = (one.verdict is Verdict.REJECTED for one in suggestions.decisions(database, coder))
    return codings.counts(database, "coder").get(coder, 0) + sum(rejected)


def segments_of(database: Database, source: SourceId) -> tuple[Segment, ...]:
    """Return the units of a source that suggesters look at."""
    from qualcode import segmenters

    return segmenters.segments(
        source,
        sources.with_id(database, source).text,
        sources.turns(database, source),
        sources.sentences(database, source),
    )


def _encoder(database: Database, ids: Iterable[SourceId]) -> "Encoder":
    from qualcode.suggesters.learning.sentence_vectors import centre_vectors
    from qualcode.workflows.suggestions.vector_cache import CachedVectors

    return centre_vectors(
        CachedVectors(database, segments_of), (one for source in ids for one in segments_of(database, source))
    )


def _decisions(database: Database, coder: CoderName) -> dict[SourceId, list[Decision]]:
    found: dict[SourceId, list[Decision]] = {}
    for decision in suggestions.decisions(database, coder):
        found.setdefault(decision.source, []).append(decision)
    return found


def _read_to(database: Database, coder: CoderName, source: SourceId, given: tuple[Coding, ...]) -> int:
    """Return the offset up to which the coder has read a source."""
    from qualcode.suggesters.learning.coder_answers import manual_coding_end

    last = manual_coding_end(given)
    place = reading_places.of_source(database, coder, source)
    for turn in sources.turns(database, source) if place else ():
        if place is None or turn.number not in place.read_turns:
            break
        last = max(last, turn.span.end)
    return last
