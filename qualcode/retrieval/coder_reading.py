"""One source as one coder coded it (or as all did), and the passages of it that a query finds.

A part of a query either finds passages (`harms/*`, `near(…)`) or is a condition on passages that another
part found (`role(participant)`, `text("county lines")`, anything after `not`). `passages` answers the first
kind, `fits` asks the second of one passage. A condition that stands alone is asked of every coding,
sentence or turn, by what it is about.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate

from qualcode.model import Coding
from qualcode.retrieval.query.query_tree import (
    And,
    AnyCode,
    Coded,
    CoderIs,
    ContainsWords,
    FollowedBy,
    Lemma,
    MemoSays,
    Near,
    Not,
    Or,
    OriginIs,
    Query,
    Within,
    subqueries,
)
from qualcode.retrieval.source_units import SourceUnits
from qualcode.retrieval.span_sets import CodedSpan, IntervalLookup, intersections, merge_equal_spans
from qualcode.retrieval.speaker_conditions import is_speaker_condition


def is_condition(query: Query) -> bool:
    """Whether the query only says something of passages that something else has to find."""
    match query:
        case And(parts) | Or(parts):
            return all(map(is_condition, parts))
        case AnyCode() | Coded() | Near() | Within() | FollowedBy():
            return False
        case _:
            return True


class CoderReading:
    """A source and those of its codings that one coder made, by their numbers in the source's list."""

    def __init__(self, ground: SourceUnits, codings: Iterable[int]) -> None:
        self.ground = ground
        self.codings = tuple(codings)
        self._found: dict[Query, list[CodedSpan]] = {}
        self._overlapped: dict[Query, IntervalLookup] = {}

    def passages(self, query: Query) -> list[CodedSpan]:
        """Return what the query finds, in the order of the text, each span once."""
        if query not in self._found:
            self._found[query] = self._find(query)
        return self._found[query]

    def fits(self, query: Query, passage: CodedSpan) -> bool:
        """Whether the query, as a condition, holds of the passage."""
        match query:
            case Not(part):
                holds = not self.fits(part, passage)
            case ContainsWords() | Lemma():
                holds = self.ground.says(query, passage)
            case CoderIs() | OriginIs() | MemoSays():
                holds = any(self._made_so(query, self._coding(number)) for number in passage.codings)
            case _ if is_speaker_condition(query):
                holds = self.ground.speaks(query, passage)
            case Or(parts):
                holds = any(self.fits(part, passage) for part in parts)
            case And(parts) if is_condition(query):
                holds = all(self.fits(part, passage) for part in _joined(parts))
            case _:
                holds = self._overlaps(query, passage)
        return holds

    def _find(self, query: Query) -> list[CodedSpan]:
        match query:
            case AnyCode():
                found = self._coded(lambda _: True)
            case Coded():
                keys = self.ground.plan.keys(query)
                found = self._coded(lambda coding: coding.code in keys)
            case Or(parts):
                found = merge_equal_spans(passage for part in parts for passage in self.passages(part))
            case Near(part, other):
                found = self._near(query, self.passages(part), self.passages(other))
            case Within(part, outer):
                found = _within(self.passages(part), self.passages(outer))
            case FollowedBy(part, later):
                found = self._followed(query, self.passages(part), self.passages(later))
            case And(parts):
                found = self._conjunction(parts)
            case _:
                found = self._conjunction((query,))
        return found

    def _conjunction(self, parts: tuple[Query, ...]) -> list[CodedSpan]:
        """Return what all parts that find passages share, as far as it fits all conditions."""
        found = [self.passages(part) for part in parts if not is_condition(part)]
        shared = reduce(intersections, found) if found else self._units(parts)
        conditions = _joined(tuple(part for part in parts if is_condition(part)))
        return [passage for passage in shared if all(self.fits(part, passage) for part in conditions)]

    def _units(self, conditions: tuple[Query, ...]) -> list[CodedSpan]:
        """Return all passages of the kind that the conditions are about: codings, sentences or turns."""
        kinds = tuple(kind for condition in conditions for kind in _atoms(condition))
        if any(isinstance(kind, CoderIs | OriginIs | MemoSays) for kind in kinds):
            return self._coded(lambda _: True)
        if any(isinstance(kind, ContainsWords | Lemma) for kind in kinds):
            spans = [sentence.span for sentence in self.ground.view.sentences]
        else:
            spans = [turn.body for turn in self.ground.view.turns]
        return merge_equal_spans(CodedSpan(span.start, span.end) for span in spans if len(span))

    def _coded(self, wanted: Callable[[Coding], bool]) -> list[CodedSpan]:
        codings = ((number, self._coding(number)) for number in self.codings)
        return merge_equal_spans(
            CodedSpan(coding.span.start, coding.span.end, frozenset({number}))
            for number, coding in codings
            if wanted(coding)
        )

    def _coding(self, number: int) -> Coding:
        return self.ground.view.codings[number]

    def _made_so(self, query: CoderIs | OriginIs | MemoSays, coding: Coding) -> bool:
        match query:
            case CoderIs(names):
                return coding.coder.casefold() in {name.casefold() for name in names}
            case OriginIs(origins):
                return coding.origin in origins
            case MemoSays(phrase):
                return bool(self.ground.plan.finder(query)(coding.memo) if phrase else coding.memo.strip())

    def _overlaps(self, query: Query, passage: CodedSpan) -> bool:
        if query not in self._overlapped:
            self._overlapped[query] = IntervalLookup(
                (found.start, found.end) for found in self.passages(query)
            )
        return self._overlapped[query].any(begins_by=passage.end - 1, lasts_to=passage.start + 1)

    def _near(self, query: Near, passages: list[CodedSpan], others: list[CodedSpan]) -> list[CodedSpan]:
        units, limit = self.ground.ruler(query.distance.unit).units, query.distance.count
        reach = IntervalLookup(map(units, others))
        found: list[CodedSpan] = []
        for passage, itself in _beside_itself(passages, others):
            first, last = units(passage)
            if reach.any(begins_by=last + limit, lasts_to=first - limit, besides=itself):
                found.append(passage)
        return found

    def _followed(
        self, query: FollowedBy, passages: list[CodedSpan], later: list[CodedSpan]
    ) -> list[CodedSpan]:
        units, limit = self.ground.ruler(query.distance.unit).units, query.distance.count
        starts = [other.start for other in later]
        nearest = list(accumulate((units(other)[0] for other in reversed(later)), min))[::-1]
        found: list[CodedSpan] = []
        for passage in passages:
            index = bisect_left(starts, passage.end)
            if index < len(later) and nearest[index] - units(passage)[1] <= limit:
                found.append(passage)
        return found


def _within(passages: list[CodedSpan], outers: list[CodedSpan]) -> list[CodedSpan]:
    reach = IntervalLookup((outer.start, outer.end) for outer in outers)
    return [
        passage
        for passage, itself in _beside_itself(passages, outers)
        if reach.any(begins_by=passage.start, lasts_to=passage.end, besides=itself)
    ]


def _beside_itself(
    passages: Sequence[CodedSpan], others: Sequence[CodedSpan]
) -> Iterator[tuple[CodedSpan, int | None]]:
    """Yield each passage with its own number among the others: nothing is near or within itself."""
    numbers = {other: number for number, other in enumerate(others)}
    for passage in passages:
        yield passage, numbers.get(passage)


def _joined(conditions: tuple[Query, ...]) -> tuple[Query, ...]:
    """Return the conditions with those about voices as one, so that a single voice has to meet them."""
    voices = tuple(part for part in conditions if is_speaker_condition(part))
    others = tuple(part for part in conditions if not is_speaker_condition(part))
    return (And(voices), *others) if voices else others


def _atoms(condition: Query) -> Iterator[Query]:
    """Yield the single conditions that a condition is made of."""
    if isinstance(condition, And | Or | Not):
        for part in subqueries(condition):
            yield from _atoms(part)
    else:
        yield condition
