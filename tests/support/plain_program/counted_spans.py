"""What a table counts of a study: spans of codings by turn, turns, words and states of sources, by loops."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qualcode.model import Case, Coding, Role, Sentence, Turn
from tests.support.marked_text import Marked
from tests.support.plain_program.random_table_studies import RandomStudy, Selection

Word = tuple[str, int, int]
"""Source, start and end."""
_TIME = re.compile(r"\[\d\d:\d\d\]")
_PREAMBLE = 0


@dataclass(frozen=True, kw_only=True)
class CountedTurn:
    """A turn in scope; number 0 is what stands before the first one."""

    source: Marked
    number: int
    turn: Turn | None
    words: frozenset[Word]
    cases: tuple[Case, ...]

    @property
    def speaker(self) -> str:
        """The speaker's label; empty if nobody speaks."""
        return self.turn.speaker if self.turn else ""

    @property
    def source_name(self) -> str:
        """The name of the source."""
        return self.source.source.name


@dataclass(frozen=True, kw_only=True)
class CountedSpan:
    """A coding in one turn that is in scope, with the words that it touches there."""

    coding: Coding
    turn: CountedTurn
    words: frozenset[Word]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A study as far as a table counts it."""

    study: RandomStudy
    selection: Selection
    turns: list[CountedTurn]
    spans: list[CountedSpan]
    coder_sources: Mapping[str, set[str]]
    """The sources that a coder in scope has begun or finished; with `finished` only the latter."""
    finished: set[str]
    """The sources that a coder in scope has finished."""
    coded: set[str] = field(default_factory=set)
    """The sources that anybody in scope has begun or finished."""

    @property
    def coded_turns(self) -> list[CountedTurn]:
        """The turns of coded sources: what could have been coded."""
        return [turn for turn in self.turns if turn.source_name in self.coded]

    def of(self, keep: Callable[[CountedSpan], bool]) -> list[CountedSpan]:
        """Return the spans that meet a condition."""
        return [span for span in self.spans if keep(span)]


def count_study(study: RandomStudy, selection: Selection) -> Counted:
    """Return what the options select."""
    coders = selection.coders or tuple(study.coders)
    finished = {name for name, who in study.finished.items() if set(who) & set(coders)}
    coder_sources = {coder: _sources_of(study, coder, selection) for coder in coders}
    turns = [
        turn
        for source in study.sources
        for turn in _turns(source, study)
        if _is_in_scope(turn, selection, finished)
    ]
    spans = [
        span
        for source in study.sources
        for coding in source.codings
        if str(coding.coder) in coders and source.source.name in coder_sources[str(coding.coder)]
        for span in _spans(coding, source, study, turns)
    ]
    return Counted(
        study=study,
        selection=selection,
        turns=turns,
        spans=spans,
        coder_sources=MappingProxyType(coder_sources),
        finished=finished,
        coded=set().union(*coder_sources.values()),
    )


def meets(condition: str, cases: Iterable[Case]) -> bool:
    """Return whether one of the conditions holds for a speaker's cases."""
    tests: dict[str, Callable[[Case], bool]] = {
        "tier = local": _is_local,
        "years > 3": _is_experienced,
        "tier = local and years > 3": lambda case: _is_local(case) and _is_experienced(case),
        "tier = local or years > 3": lambda case: _is_local(case) or _is_experienced(case),
    }
    if condition.startswith("not "):
        return not meets(condition.removeprefix("not "), cases)
    return not condition or any(map(tests[condition], cases))


def words_of(source: Marked, start: int, end: int) -> frozenset[Word]:
    """Return the words between two offsets; a time mark is none."""
    words = re.finditer(r"\S+", source.source.text[start:end])
    return frozenset(
        (source.source.name, start + word.start(), start + word.end())
        for word in words
        if not _TIME.fullmatch(word[0])
    )


def sentences_in(turn: CountedTurn) -> list[Sentence]:
    """Return the sentences of a turn."""
    return [sentence for sentence in turn.source.sentences if sentence.turn == turn.number]


def _is_local(case: Case) -> bool:
    return case.attributes["tier"].lower() == "local"


def _is_experienced(case: Case) -> bool:
    years = case.attributes["years"]
    return years != "" and float(years) > 3


def _sources_of(study: RandomStudy, coder: str, selection: Selection) -> set[str]:
    finished = {name for name, who in study.finished.items() if coder in who}
    if selection.finished:
        return finished
    return finished | {
        source.source.name
        for source in study.sources
        if any(str(coding.coder) == coder for coding in source.codings)
    }


def _turns(source: Marked, study: RandomStudy) -> Iterable[CountedTurn]:
    name = source.source.name
    for turn in (None, *source.turns):
        speaker = turn.speaker if turn else ""
        cases = [
            case
            for case in study.cases
            if any(link == name and as_speaker in ("", speaker) for link, as_speaker in case.sources)
        ]
        words = words_of(source, turn.body.start, turn.body.end) if turn else frozenset()
        number = turn.number if turn else _PREAMBLE
        yield CountedTurn(source=source, number=number, turn=turn, words=words, cases=tuple(cases))


def _is_in_scope(turn: CountedTurn, selection: Selection, finished: set[str]) -> bool:
    return (
        selection.kind in (None, turn.source.source.kind)
        and (selection.with_interviewer or turn.turn is None or turn.turn.role is not Role.INTERVIEWER)
        and (not selection.finished or turn.source_name in finished)
        and meets(selection.where, turn.cases if turn.turn else ())
    )


def _spans(
    coding: Coding, source: Marked, study: RandomStudy, in_scope: list[CountedTurn]
) -> Iterable[CountedSpan]:
    """Yield the coding in each turn in scope whose body it overlaps; if in none, in the turn it begins in."""
    start, end = coding.span.start, coding.span.end
    overlapped, containing, preamble = [], [], []
    for turn in _turns(source, study):
        if turn.turn is None:
            preamble.append(turn)
            continue
        body = turn.turn.body
        if max(start, body.start) < min(end, body.end):
            overlapped.append(turn)
        if turn.turn.span.start <= start < turn.turn.span.end:
            containing.append(turn)
    known = {(turn.source_name, turn.number) for turn in in_scope}
    for turn in overlapped or containing or preamble:
        if (turn.source_name, turn.number) in known:
            touched = frozenset(word for word in turn.words if word[1] < end and start < word[2])
            yield CountedSpan(coding=coding, turn=turn, words=touched)
