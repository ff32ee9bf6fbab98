"""The evaluation of a query on one source with the codings of one coder, or of all.

A subquery either finds spans (`harms/*`, `near(…)`) or is a condition on the spans of another subquery
(`role(participant)`, `text("county lines")`, anything after `not`). `spans` evaluates the first kind, `holds`
the second. A condition alone applies to all codings, sentences or turns, depending on its kind.
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
    InGroup,
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
from qualcode.retrieval.speaker_conditions import is_speaker_condition, join_speaker_conditions


def is_condition(query: Query) -> bool:
    """Whether the query is only a condition on spans, and finds none itself."""
    match query:
        case And(parts) | Or(parts):
            return all(map(is_condition, parts))
        case AnyCode() | Coded() | InGroup() | Near() | Within() | FollowedBy():
            return False
        case _:
            return True


class CoderReading:
    """A source and the numbers of those of its codings that are evaluated together."""

    def __init__(self, units: SourceUnits, codings: Iterable[int]) -> None:
        self.units = units
        self.codings = tuple(codings)
        self._spans: dict[Query, list[CodedSpan]] = {}
        self._lookups: dict[Query, IntervalLookup] = {}

    def spans(self, query: Query) -> list[CodedSpan]:
        """Return the spans that the query finds, in the order of the text, each once."""
        if query not in self._spans:
            self._spans[query] = self._find(query)
        return self._spans[query]

    def holds(self, query: Query, span: CodedSpan) -> bool:
        """Whether the query, as a condition, holds for the span."""
        match query:
            case Not(part):
                result = not self.holds(part, span)
            case ContainsWords() | Lemma():
                result = self.units.contains_words(query, span)
            case CoderIs() | OriginIs() | MemoSays():
                result = any(self._coding_meets(query, self._coding(number)) for number in span.codings)
            case _ if is_speaker_condition(query):
                result = self.units.spoken_by(query, span)
            case Or(parts):
                result = any(self.holds(part, span) for part in parts)
            case And(parts) if is_condition(query):
                result = all(self.holds(part, span) for part in join_speaker_conditions(parts))
            case _:
                result = self._overlaps(query, span)
        return result

    def _find(self, query: Query) -> list[CodedSpan]:
        match query:
            case AnyCode():
                spans = self._coded(lambda _: True)
            case Coded() | InGroup():
                keys = self.units.plan.keys(query)
                spans = self._coded(lambda coding: coding.code in keys)
            case Or(parts):
                spans = merge_equal_spans(span for part in parts for span in self.spans(part))
            case Near(part, neighbour):
                spans = self._near(query, self.spans(part), self.spans(neighbour))
            case Within(part, outer):
                spans = _within(self.spans(part), self.spans(outer))
            case FollowedBy(part, later):
                spans = self._followed(query, self.spans(part), self.spans(later))
            case And(parts):
                spans = self._conjunction(parts)
            case _:
                spans = self._conjunction((query,))
        return spans

    def _conjunction(self, parts: tuple[Query, ...]) -> list[CodedSpan]:
        """Return the intersections of the parts that find spans, where all conditions hold."""
        span_lists = [self.spans(part) for part in parts if not is_condition(part)]
        shared = reduce(intersections, span_lists) if span_lists else self._all_units(parts)
        conditions = join_speaker_conditions(tuple(part for part in parts if is_condition(part)))
        return [span for span in shared if all(self.holds(part, span) for part in conditions)]

    def _all_units(self, conditions: tuple[Query, ...]) -> list[CodedSpan]:
        """Return the spans of all codings, sentences or turns, depending on the kind of the conditions."""
        atoms = tuple(atom for condition in conditions for atom in _atoms(condition))
        if any(isinstance(atom, CoderIs | OriginIs | MemoSays) for atom in atoms):
            return self._coded(lambda _: True)
        if any(isinstance(atom, ContainsWords | Lemma) for atom in atoms):
            spans = [sentence.span for sentence in self.units.view.sentences]
        else:
            spans = [turn.body for turn in self.units.view.turns]
        return merge_equal_spans(CodedSpan(span.start, span.end) for span in spans if len(span))

    def _coded(self, is_included: Callable[[Coding], bool]) -> list[CodedSpan]:
        codings = ((number, self._coding(number)) for number in self.codings)
        return merge_equal_spans(
            CodedSpan(coding.span.start, coding.span.end, frozenset({number}))
            for number, coding in codings
            if is_included(coding)
        )

    def _coding(self, number: int) -> Coding:
        return self.units.view.codings[number]

    def _coding_meets(self, query: CoderIs | OriginIs | MemoSays, coding: Coding) -> bool:
        match query:
            case CoderIs(names):
                return coding.coder.casefold() in {name.casefold() for name in names}
            case OriginIs(origins):
                return coding.origin in origins
            case MemoSays(phrase):
                return bool(self.units.plan.finder(query)(coding.memo) if phrase else coding.memo.strip())

    def _overlaps(self, query: Query, span: CodedSpan) -> bool:
        if query not in self._lookups:
            self._lookups[query] = IntervalLookup((found.start, found.end) for found in self.spans(query))
        return self._lookups[query].any(starts_by=span.end - 1, lasts_to=span.start + 1)

    def _near(self, query: Near, spans: list[CodedSpan], neighbours: list[CodedSpan]) -> list[CodedSpan]:
        units_of = self.units.numbering(query.distance.unit).first_and_last
        limit = query.distance.count
        lookup = IntervalLookup(map(units_of, neighbours))
        near: list[CodedSpan] = []
        for span, own_number in _with_own_numbers(spans, neighbours):
            first, last = units_of(span)
            if lookup.any(starts_by=last + limit, lasts_to=first - limit, except_number=own_number):
                near.append(span)
        return near

    def _followed(
        self, query: FollowedBy, spans: list[CodedSpan], later_spans: list[CodedSpan]
    ) -> list[CodedSpan]:
        units_of = self.units.numbering(query.distance.unit).first_and_last
        starts = [later.start for later in later_spans]
        # For each later span, the smallest first unit among it and all after it.
        nearest_units = list(accumulate((units_of(later)[0] for later in reversed(later_spans)), min))[::-1]
        followed: list[CodedSpan] = []
        for span in spans:
            index = bisect_left(starts, span.end)
            if index < len(starts) and nearest_units[index] - units_of(span)[1] <= query.distance.count:
                followed.append(span)
        return followed


def _within(spans: list[CodedSpan], outer_spans: list[CodedSpan]) -> list[CodedSpan]:
    lookup = IntervalLookup((outer.start, outer.end) for outer in outer_spans)
    return [
        span
        for span, own_number in _with_own_numbers(spans, outer_spans)
        if lookup.any(starts_by=span.start, lasts_to=span.end, except_number=own_number)
    ]


def _with_own_numbers(
    spans: Sequence[CodedSpan], candidates: Sequence[CodedSpan]
) -> Iterator[tuple[CodedSpan, int | None]]:
    """Yield each span with its own number among the candidates: nothing is near or within itself."""
    numbers = {candidate: number for number, candidate in enumerate(candidates)}
    for span in spans:
        yield span, numbers.get(span)


def _atoms(condition: Query) -> Iterator[Query]:
    """Yield the elementary conditions of a condition."""
    if isinstance(condition, And | Or | Not):
        for part in subqueries(condition):
            yield from _atoms(part)
    else:
        yield condition
