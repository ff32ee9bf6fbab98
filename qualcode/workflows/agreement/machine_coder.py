"""A suggester beside the coders: what it would code in the sources that they have finished.

What it suggests on a source is learned from the other sources only. It learns what at least half of the
people gave a segment who have finished its source.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import (
    SUGGESTION_ORIGINS,
    Codebook,
    CodeKey,
    CoderName,
    Coding,
    Listing,
    Segment,
    SourceId,
    Span,
    Value,
)
from qualcode.text.plurals import counted
from qualcode.workflows.suggestions.suggester_registry import LEARNED, SUGGESTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project
    from qualcode.suggesters.learning.coder_answers import CodedSource
    from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
    from qualcode.suggesters.suggestion_limits import SuggestionLimits
    from qualcode.workflows.rounds.frozen_study import FrozenRound

_LABEL = " (machine)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedSource:
    """A source with its segments, and the codings of each coder who has finished it."""

    id: SourceId
    name: str
    segments: Sequence[Segment]
    """Those of the sample in a round."""
    codings: Mapping[CoderName, Sequence[Coding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCodings:
    """What a suggester codes, under a name that says that it is a machine."""

    coder: str
    version: str
    learned: bool
    """Whether it learned from people's codings, or only reads the codebook's patterns."""
    codings: tuple[tuple[str, int, int, CodeKey], ...]
    """Source, start, end and code."""
    sources: frozenset[SourceId]
    """The sources that it has read."""
    accepted: int
    """The number of people's codings that were suggestions."""

    def added_to(self, listing: Listing) -> Listing:
        """Return a listing of codings with those of the machine; further columns are None in these."""
        rows: Iterator[Mapping[str, Value]] = (
            {"source": source, "start": start, "end": end, "code": code, "coder": self.coder}
            for source, start, end, code in self.codings
        )
        added = tuple(tuple(row.get(column) for column in listing.columns) for row in rows)
        return Listing(columns=listing.columns, rows=(*listing.rows, *added))

    def finished(self, finished: Mapping[SourceId, Sequence[str]]) -> dict[SourceId, tuple[str, ...]]:
        """Return who has finished each source, the machine too."""
        return {
            source: (*coders, *((self.coder,) if source in self.sources else ()))
            for source, coders in finished.items()
        }

    def sentence(self) -> str:
        """Return what the machine is, and how it came to its codings."""
        count = counted(len(self.codings), "suggestion")
        how = (
            f"Its {count} were learned, on each source, from the other sources only: from the codes that at "
            "least half of the people gave a segment"
            if self.learned
            else f"Its {count} follow the patterns of the codebook, whose author may have read these sources"
        )
        accepted = (
            f"; {counted(self.accepted, 'coding')} of the people came from suggestions, which raises their "
            "agreement with it"
            if self.accepted
            else ""
        )
        return f"{self.coder} is no coder but a suggester (version {self.version}). {how}{accepted}."


def finished_by(project: "Project", coders: Sequence[str]) -> list[FinishedSource]:
    """Return the sources of a project that any of these coders has finished, with the codings of those."""
    from qualcode.store.records import codings, sources
    from qualcode.workflows.rounds.hidden_work import visible_finishers
    from qualcode.workflows.suggestions.training_data import segments_of

    database = project.database
    finished = visible_finishers(database)
    return [
        FinishedSource(
            id=source,
            name=name,
            segments=segments_of(database, source),
            codings={coder: codings.of_source(database, source, coder) for coder in finishers},
        )
        for name, source in sources.ids_by_name(database).items()
        if (finishers := [coder for coder in finished.get(source, ()) if coder in coders])
    ]


def finished_in_round(
    project: "Project", frozen: "FrozenRound", coders: Sequence[str]
) -> list[FinishedSource]:
    """Return the sources of a closed round that any of these coders had finished, with its sample's segments.

    A source that was removed since has no words left that a suggester could read.
    """
    from qualcode import segmenters
    from qualcode.store.records import sources

    existing = set(sources.ids_by_name(project.database).values())
    is_in_sample = frozen.scope.selects or (lambda _source, _turn: True)
    finished = []
    for each in frozen.sources:
        finishers = [coder for coder in each.finished_by if coder in coders]
        if not finishers or each.id not in existing:
            continue
        text = sources.with_id(project.database, each.id).text
        turns = [turn for turn in each.turns if is_in_sample(each.id, turn)]
        finished.append(
            FinishedSource(
                id=each.id,
                name=each.name,
                segments=segmenters.segments(each.id, text, turns, each.sentences),
                codings={
                    coder: [coding for coding in each.codings if coding.coder == coder] for coder in finishers
                },
            )
        )
    return finished


def machine_name(name: str) -> str:
    """Return the name of a suggester as a coder: with the word machine."""
    return f"{name}{_LABEL}"


def suggester_of(name: str) -> str:
    """Return the suggester that a name of a coder means, with or without the label; empty if none."""
    bare = name.removesuffix(_LABEL)
    return bare if bare in SUGGESTERS else ""


def code_by_machine(
    project: "Project",
    suggester: str,
    sources: Sequence[FinishedSource],
    codebook: Codebook,
    *,
    with_interviewer: bool,
) -> MachineCodings:
    """Return what a suggester codes in these sources; NotFoundError if it has nothing to learn from."""
    from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence, PatternSuggester
    from qualcode.suggesters.suggestion_limits import SuggestionLimits

    settings = project.settings
    limits = SuggestionLimits(
        at_least=settings.minimum_score,
        at_most=settings.suggestions_per_segment,
        interviewer=with_interviewer,
        codes=frozenset(key for key in codebook.keys if not codebook.code(key).retired),
    )
    read = [source for source in sources if source.segments]
    suggested: list[tuple[SourceId, Span, CodeKey]]
    if suggester == LEARNED:
        from qualcode.suggesters.learning.learned_suggester import VERSION

        version = VERSION
        suggested = list(_learned(PatternEvidence(codebook, settings.language, settings.model), read, limits))
    else:
        patterns = PatternSuggester(codebook, settings.language, settings.model)
        version = patterns.version
        segments = (segment for source in read for segment in source.segments)
        suggested = [(each.source, each.span, each.code) for each in patterns.suggest(segments, limits)]
    names = {source.id: source.name for source in read}
    return MachineCodings(
        coder=machine_name(suggester),
        version=version,
        learned=suggester == LEARNED,
        codings=tuple((names[source], span.start, span.end, code) for source, span, code in suggested),
        sources=frozenset(names),
        accepted=sum(
            coding.origin in SUGGESTION_ORIGINS
            for source in read
            for codings in source.codings.values()
            for coding in codings
        ),
    )


def _learned(
    evidence: "PatternEvidence", sources: Sequence[FinishedSource], limits: "SuggestionLimits"
) -> "Iterator[tuple[SourceId, Span, CodeKey]]":
    from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
    from qualcode.suggesters.learning.segment_features import FeatureSpace
    from qualcode.suggesters.trial.left_out_suggestions import suggest_left_out

    segments = (segment for source in sources for segment in source.segments)
    feature_space = FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
    return suggest_left_out(feature_space, [_answers(source) for source in sources], limits)


def _answers(source: FinishedSource) -> "CodedSource":
    """Return the codes of each segment that at least half of those who have finished the source gave it."""
    from qualcode.suggesters.learning.coder_answers import CodedSource, coded_source

    end = Span(0, source.segments[-1].span.end)
    answers = [coded_source(source.segments, own, (), end).codes for own in source.codings.values()]
    codes = []
    for row in range(len(source.segments)):
        counts = Counter(key for answer in answers for key in answer[row])
        codes.append(frozenset(key for key, count in counts.items() if 2 * count >= len(answers)))
    nothing = (frozenset[CodeKey](),) * len(codes)
    return CodedSource(segments=source.segments, codes=tuple(codes), rejected=nothing, skipped=nothing)
