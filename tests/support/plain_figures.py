"""Counts by plain loops over the words of a study, as the reference for tables."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qualcode.model import Case, Codebook, CodeKey, Coding, Role, SourceKind, Turn
from qualcode.tables import Study, codings_frame, gather, index_source
from tests.support import marked_text
from tests.support.marked_text import Marked

Word = tuple[str, int, int]


@dataclass(frozen=True, kw_only=True)
class TurnSpan:
    """A coding in one turn, with the words of the turn that it touches."""

    coding: Coding
    source: str
    kind: SourceKind
    turn: Turn | None
    words: frozenset[Word]


def study(
    sources: Sequence[Marked],
    codebook: Codebook,
    cases: Sequence[Case] = (),
    finished: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Study:
    """Return the study of the marked sources; `finished` has the coders who finished a source, by name."""
    indexes = (index_source(it.source, it.turns, it.sentences) for it in sources)
    by_id = {it.source.id: finished[it.source.name] for it in sources if it.source.name in finished}
    return gather(codings_frame(marked_text.listing(sources)), indexes, cases, codebook, by_id)


def turn_words(source: Marked, turn: Turn) -> frozenset[Word]:
    """Return the words of the turn's body as source, start and end."""
    name, body = source.source.name, turn.body
    matches = re.finditer(r"\S+", body.of(source.source.text))
    return frozenset((name, body.start + word.start(), body.start + word.end()) for word in matches)


def turn_spans(sources: Sequence[Marked], *, with_interviewer: bool = False) -> Iterator[TurnSpan]:
    """Yield the span of each coding in each turn whose body it overlaps; one span if it overlaps none."""
    for source in sources:
        for coding in source.codings:
            overlapped: list[Turn] = [
                turn for turn in source.turns if coding.span.overlaps(turn.body) and len(turn.body)
            ]
            containing: list[Turn] = [
                turn for turn in source.turns if turn.span.start <= coding.span.start < turn.span.end
            ]
            for turn in overlapped or containing or (None,):
                if turn and turn.role is Role.INTERVIEWER and not with_interviewer:
                    continue
                words = turn_words(source, turn) if turn else frozenset()
                yield TurnSpan(
                    coding=coding,
                    source=source.source.name,
                    kind=source.source.kind,
                    turn=turn,
                    words=frozenset(w for w in words if w[1] < coding.span.end and coding.span.start < w[2]),
                )


def cases_of(span: TurnSpan, cases: Iterable[Case]) -> set[str]:
    """Return the names of the cases that the span belongs to."""
    speaker = span.turn.speaker if span.turn else ""
    return {
        case.name
        for case in cases
        for source, name in case.sources
        if source == span.source and name in ("", speaker)
    }


def figures(spans: Iterable[TurnSpan], cases: Iterable[Case] = ()) -> dict[str, int]:
    """Return how many codings, sources, cases and words the spans have."""
    spans, cases = list(spans), list(cases)
    return {
        "codings": len({span.coding.id for span in spans}),
        "sources": len({span.source for span in spans}),
        "cases": len({name for span in spans for name in cases_of(span, cases)}),
        "words": len({word for span in spans for word in span.words}),
    }


def under(codebook: Codebook, key: str) -> Callable[[TurnSpan], bool]:
    """Return a predicate: whether a span's code is this one or below it."""
    branch = codebook.branch(CodeKey(key)) if key in codebook else (key,)
    return lambda span: span.coding.code in branch


def words_in_scope(sources: Sequence[Marked], *, with_interviewer: bool = False) -> int:
    """Return how many words could have been coded."""
    return sum(
        len(turn_words(source, turn))
        for source in sources
        for turn in source.turns
        if with_interviewer or turn.role is not Role.INTERVIEWER
    )
