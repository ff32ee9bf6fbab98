"""A brute-force evaluator of queries, which compares all pairs of spans.

It shares no code with the real evaluator, only the dataclasses of the query and of the model.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise, product
from typing import TypeVar

from qualcode.model import Codebook, Coding, CodingId, Turn
from qualcode.retrieval import SourceView
from qualcode.retrieval.query import query_tree as q

CodingsBySpan = dict[tuple[int, int], set[CodingId]]
Item = tuple[tuple[int, int], set[CodingId]]
Value = TypeVar("Value", str, float)
SPEAKER_CONDITIONS = q.SpeakerIs | q.RoleIs | q.Compare | q.OneOf


@dataclass(frozen=True)
class BruteForce:
    """A source and the codings to evaluate queries on."""

    view: SourceView
    codings: Sequence[Coding]
    codebook: Codebook
    lemma: Callable[[str], str]

    def find(self, query: q.Query) -> CodingsBySpan:
        """Return each span with the ids of the codings behind it."""
        by_span: CodingsBySpan = {}
        for span, ids in self._all(query):
            by_span.setdefault(span, set()).update(ids)
        return by_span

    def _all(self, query: q.Query) -> list[Item]:
        match query:
            case q.AnyCode() | q.Coded():
                return self._coded(query)
            case q.Or(parts):
                return [item for part in parts for item in self.find(part).items()]
            case q.Near() | q.Within() | q.FollowedBy():
                return self._related(query)
            case q.And(parts):
                return self._shared(parts)
            case _:
                return self._shared((query,))

    def _coded(self, query: q.AnyCode | q.Coded) -> list[Item]:
        keys = set(self.codebook.keys)
        if isinstance(query, q.Coded):
            keys = set(self.codebook.branch(query.key)) if query.branch else {query.key}
        return [((it.span.start, it.span.end), {it.id}) for it in self.codings if it.code in keys]

    def _related(self, query: q.Near | q.Within | q.FollowedBy) -> list[Item]:
        match query:
            case q.Near(one, two, far):
                return self._pairs(one, two, lambda a, b: self._apart(a, b, far.unit) <= far.count)
            case q.Within(one, two):
                return self._pairs(one, two, lambda a, b: b[0] <= a[0] and a[1] <= b[1])
            case q.FollowedBy(one, two, far):
                return self._pairs(
                    one, two, lambda a, b: b[0] >= a[1] and self._after(a, b, far.unit) <= far.count
                )

    def _pairs(
        self, one: q.Query, two: q.Query, related: Callable[[tuple[int, int], tuple[int, int]], bool]
    ) -> list[Item]:
        others = self.find(two).items()
        return [a for a in self.find(one).items() if any(a != b and related(a[0], b[0]) for b in others)]

    def _shared(self, parts: Sequence[q.Query]) -> list[Item]:
        finders = [self.find(part) for part in parts if not conditional(part)]
        conditions = [part for part in parts if conditional(part)]
        by_span: CodingsBySpan = {}
        for combination in product(*(finder.items() for finder in finders or [self._units(conditions)])):
            span = max(item[0][0] for item in combination), min(item[0][1] for item in combination)
            if span[0] < span[1]:
                by_span.setdefault(span, set()).update(*(item[1] for item in combination))
        return [(span, ids) for span, ids in by_span.items() if self._meets(conditions, span, ids)]

    def _units(self, conditions: Sequence[q.Query]) -> CodingsBySpan:
        text = " ".join(map(str, map(without_relations, conditions)))
        if re.search(r"\b(coder|origin|memo)\(", text):
            return self.find(q.AnyCode())
        if re.search(r"\b(text|lemma)\(", text):
            return {(it.span.start, it.span.end): set() for it in self.view.sentences}
        return {(it.body.start, it.body.end): set() for it in self.view.turns if len(it.body)}

    def _meets(self, conditions: Sequence[q.Query], span: tuple[int, int], ids: set[CodingId]) -> bool:
        """Whether one speaker meets all conditions on speakers, and the span all others."""
        on_speakers = [part for part in conditions if is_about_speaker(part)]
        on_others = [part for part in conditions if not is_about_speaker(part)]
        return (not on_speakers or self._spoken(q.And(tuple(on_speakers)), span)) and all(
            self._fits(part, span, ids) for part in on_others
        )

    def _fits(self, query: q.Query, span: tuple[int, int], ids: set[CodingId]) -> bool:
        if is_about_speaker(query):
            return self._spoken(query, span)
        match query:
            case q.Not(part):
                holds = not self._fits(part, span, ids)
            case q.Or(parts):
                holds = any(self._fits(part, span, ids) for part in parts)
            case q.And(parts) if conditional(query):
                holds = self._meets(parts, span, ids)
            case q.ContainsWords(phrase):
                holds = any(span[0] <= at < span[1] for at in self._phrase_starts(phrase, str.lower))
            case q.Lemma(phrase):
                holds = any(span[0] <= at < span[1] for at in self._phrase_starts(phrase, self.lemma))
            case q.CoderIs() | q.OriginIs() | q.MemoSays():
                holds = any(coding_meets(query, it) for it in self.view.codings if it.id in ids)
            case _:
                holds = any(span[0] < b[1] and b[0] < span[1] for b in self.find(query))
        return holds

    def _spoken(self, query: q.Query, span: tuple[int, int]) -> bool:
        for turn in self._touched(span):
            cases = [
                case.attributes
                for case in self.view.cases
                if {(self.view.source.id, turn.speaker), (self.view.source.id, "")} & set(case.sources)
            ]
            if any(spoken(query, turn, attributes) for attributes in cases or [{}]):
                return True
        return False

    def _phrase_starts(self, phrase: str, form: Callable[[str], str]) -> list[int]:
        words = list(re.finditer(r"\w+", self.view.source.text))
        forms = [form(word) for word in phrase.split()]
        labels = [(it.span.start, it.body.start) for it in self.view.turns]
        return [
            words[at].start()
            for at in range(len(words) - len(forms) + 1)
            if all(fnmatchcase(form(word[0]), want) for word, want in zip(words[at:], forms, strict=False))
            and all(self._next(a, b) for a, b in pairwise(words[at : at + len(forms)]))
            and not any(start <= words[at].start() < end for start, end in labels)
        ]

    def _next(self, word: re.Match[str], following: re.Match[str]) -> bool:
        return not self.view.source.text[word.end() : following.start()].strip()

    def _touched(self, span: tuple[int, int]) -> list[Turn]:
        turns = [it for it in self.view.turns if it.body.start < span[1] and span[0] < it.body.end]
        return turns or [it for it in self.view.turns if it.span.start <= span[0]][-1:]

    def _numbers(self, span: tuple[int, int], unit: q.DistanceUnit) -> list[int]:
        if unit is q.DistanceUnit.TURN:
            return [it.number for it in self._touched(span)] or [0]
        touched = [it for it in self.view.sentences if it.span.start < span[1] and span[0] < it.span.end]
        before = [it for it in self.view.sentences if it.span.start <= span[0]][-1:]
        return [it.number for it in touched or before] or [0]

    def _apart(self, a: tuple[int, int], b: tuple[int, int], unit: q.DistanceUnit) -> int:
        return min(abs(x - y) for x in self._numbers(a, unit) for y in self._numbers(b, unit))

    def _after(self, a: tuple[int, int], b: tuple[int, int], unit: q.DistanceUnit) -> int:
        return min(self._numbers(b, unit)) - max(self._numbers(a, unit))


def conditional(query: q.Query) -> bool:
    """Whether the query is only a condition on spans."""
    if isinstance(query, q.And | q.Or):
        return all(conditional(part) for part in query.parts)
    return not isinstance(query, q.AnyCode | q.Coded | q.Near | q.Within | q.FollowedBy)


def is_about_speaker(query: q.Query) -> bool:
    """Whether the query is a condition on one speaker."""
    if isinstance(query, q.And | q.Or):
        return all(is_about_speaker(part) for part in query.parts)
    return isinstance(query, SPEAKER_CONDITIONS)


def without_relations(query: q.Query) -> q.Query:
    """Replace `near`, `within` and `followed by`, whose conditions are separate."""
    match query:
        case q.And(parts):
            return q.And(tuple(map(without_relations, parts)))
        case q.Or(parts):
            return q.Or(tuple(map(without_relations, parts)))
        case q.Not(part):
            return q.Not(without_relations(part))
        case q.Near() | q.Within() | q.FollowedBy():
            return q.AnyCode()
        case _:
            return query


def spoken(query: q.Query, turn: Turn, attributes: Mapping[str, str]) -> bool:
    """Whether a condition on speakers holds for a turn with the attributes of one case."""
    match query:
        case q.And(parts):
            return all(spoken(part, turn, attributes) for part in parts)
        case q.Or(parts):
            return any(spoken(part, turn, attributes) for part in parts)
        case q.SpeakerIs(names):
            return turn.speaker in names
        case q.RoleIs(roles):
            return turn.role in roles
        case q.OneOf(name, values):
            return any(compared(attributes.get(name, ""), q.Sign.EQUAL, value) for value in values)
        case q.Compare(name, sign, value):
            return compared(attributes.get(name, ""), sign, value)
    raise AssertionError(query)


def compared(actual: str, sign: q.Sign, expected: str) -> bool:
    """Compare two values as numbers if the expected one is a number, else as text."""
    if actual == "":
        return sign == "=" and expected == ""
    try:
        number = float(expected)
    except ValueError:
        return ordered(actual, sign, expected)
    try:
        return ordered(float(actual), sign, number)
    except ValueError:
        return sign == "!="


def ordered(a: Value, sign: q.Sign, b: Value) -> bool:
    """Apply a sign to two values of one type."""
    return {
        "=": a == b,
        "!=": a != b,
        "<": a < b,
        "<=": a <= b,
        ">": a > b,
        ">=": a >= b,
    }[sign.value]


def coding_meets(query: q.CoderIs | q.OriginIs | q.MemoSays, coding: Coding) -> bool:
    """Whether a condition on codings holds for this coding."""
    match query:
        case q.CoderIs(names):
            return coding.coder in names
        case q.OriginIs(origins):
            return coding.origin in origins
        case q.MemoSays(phrase):
            return bool(coding.memo) and phrase.rstrip("*") in coding.memo
