"""The parts of a query's evaluation that are the same for all coders: units, speakers and words."""

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

from qualcode.model import Sentence, Turn
from qualcode.retrieval.query.query_plan import QueryPlan
from qualcode.retrieval.query.query_tree import ContainsWords, DistanceUnit, Lemma, Query
from qualcode.retrieval.source_view import SourceView
from qualcode.retrieval.span_sets import CodedSpan, UnitNumbering
from qualcode.retrieval.speaker_conditions import SpeakerIdentity, speaker_meets, turn_speakers


class SourceUnits:
    """One source for one query; each property is computed once, on first use."""

    def __init__(self, plan: QueryPlan, view: SourceView) -> None:
        self.plan = plan
        self.view = view
        self._hit_starts: dict[Query, list[int]] = {}
        self._turn_counts: dict[Query, list[int]] = {}

    @cached_property
    def turns(self) -> UnitNumbering:
        """The numbering of the turns by their words, labels left out."""
        return turn_numbering(self.view.turns)

    @cached_property
    def sentences(self) -> UnitNumbering:
        """The numbering of the sentences."""
        return sentence_numbering(self.view.sentences)

    def numbering(self, unit: DistanceUnit) -> UnitNumbering:
        """Return the numbering in which distances of this unit are measured."""
        return self.turns if unit is DistanceUnit.TURN else self.sentences

    def contains_words(self, query: ContainsWords | Lemma, span: CodedSpan) -> bool:
        """Whether an occurrence of the words starts inside the span."""
        if query not in self._hit_starts:
            hits = self.plan.finder(query)(self.view.source.text)
            self._hit_starts[query] = [
                hit.start for hit in hits if not is_in_speaker_label(self.view, self.turns, hit.start)
            ]
        starts = self._hit_starts[query]
        index = bisect_left(starts, span.start)
        return index < len(starts) and starts[index] < span.end

    def spoken_by(self, query: Query, span: CodedSpan) -> bool:
        """Whether a speaker of a turn that the span overlaps meets the condition."""
        if query not in self._turn_counts:
            meets = (
                any(speaker_meets(query, speaker) for speaker in speakers) for speakers in self._turn_speakers
            )
            self._turn_counts[query] = list(accumulate(meets, initial=0))
        first, last = self.turns.first_and_last(span)
        counts = self._turn_counts[query]
        return first >= 0 and counts[last + 1] > counts[first]

    @cached_property
    def _turn_speakers(self) -> list[list[SpeakerIdentity]]:
        return turn_speakers(self.view)


def turn_numbering(turns: tuple[Turn, ...]) -> UnitNumbering:
    """Return the numbering of the turns; a turn's words are its body."""
    return UnitNumbering(
        [turn.span.start for turn in turns],
        [turn.body.start for turn in turns],
        [turn.body.end for turn in turns],
    )


def sentence_numbering(sentences: tuple[Sentence, ...]) -> UnitNumbering:
    """Return the numbering of the sentences."""
    starts = [sentence.span.start for sentence in sentences]
    return UnitNumbering(starts, starts, [sentence.span.end for sentence in sentences])


def is_in_speaker_label(view: SourceView, turns: UnitNumbering, offset: int) -> bool:
    """Whether the offset is in a speaker's label, which is not part of what is said."""
    number, _ = turns.first_and_last(CodedSpan(offset, offset + 1))
    return number >= 0 and offset < view.turns[number].body.start
