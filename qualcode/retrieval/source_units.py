"""What is the same for all coders of one source: its units, who speaks in it, and where words stand."""

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
    """A source as one query needs it; everything is worked out once, when it is first asked for."""

    def __init__(self, plan: QueryPlan, view: SourceView) -> None:
        self.plan = plan
        self.view = view
        self._hits: dict[Query, list[int]] = {}
        self._speaking: dict[Query, list[int]] = {}

    @cached_property
    def turns(self) -> UnitNumbering:
        """The turns by their words, labels left out."""
        return turn_numbering(self.view.turns)

    @cached_property
    def sentences(self) -> UnitNumbering:
        """The sentences."""
        return sentence_numbering(self.view.sentences)

    def ruler(self, unit: DistanceUnit) -> UnitNumbering:
        """Return what distances in this unit are measured with."""
        return self.turns if unit is DistanceUnit.TURN else self.sentences

    def says(self, query: ContainsWords | Lemma, passage: CodedSpan) -> bool:
        """Whether the words begin inside the passage."""
        if query not in self._hits:
            found = self.plan.finder(query)(self.view.source.text)
            self._hits[query] = [
                hit.start for hit in found if not is_in_speaker_label(self.view, self.turns, hit.start)
            ]
        hits = self._hits[query]
        index = bisect_left(hits, passage.start)
        return index < len(hits) and hits[index] < passage.end

    def speaks(self, query: Query, passage: CodedSpan) -> bool:
        """Whether the condition holds of a voice of a turn that the passage touches."""
        if query not in self._speaking:
            holds = (any(speaker_meets(query, voice) for voice in voices) for voices in self._voices)
            self._speaking[query] = list(accumulate(holds, initial=0))
        first, last = self.turns.units(passage)
        counts = self._speaking[query]
        return first >= 0 and counts[last + 1] > counts[first]

    @cached_property
    def _voices(self) -> list[list[SpeakerIdentity]]:
        return turn_speakers(self.view)


def turn_numbering(turns: tuple[Turn, ...]) -> UnitNumbering:
    """Return the ruler that measures a text in turns; a turn's words are its body."""
    return UnitNumbering(
        [turn.span.start for turn in turns],
        [turn.body.start for turn in turns],
        [turn.body.end for turn in turns],
    )


def sentence_numbering(sentences: tuple[Sentence, ...]) -> UnitNumbering:
    """Return the ruler that measures a text in sentences."""
    starts = [sentence.span.start for sentence in sentences]
    return UnitNumbering(starts, starts, [sentence.span.end for sentence in sentences])


def is_in_speaker_label(view: SourceView, turns: UnitNumbering, offset: int) -> bool:
    """Whether the offset is in a speaker's label, which nobody says."""
    number, _ = turns.units(CodedSpan(offset, offset + 1))
    return number >= 0 and offset < view.turns[number].body.start
