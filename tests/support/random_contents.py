"""Random contents of studies as hypothesis strategies: awkward texts, overlapping codings, memos, cases."""

from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from hypothesis import strategies as st

from qualcode.exchange.study_contents import (
    ForeignCase,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.model import About, Codebook, CodeKey, Span
from tests.support.random_codebooks import codebooks, line

SIGNS = ["a", "be", "é", "e\u0301", "😀", "👮🏽", "\n", " ", "ש", "نعم", "\u200f", "\u2028", ",", "1", "🇬🇧"]
TEXTS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=40).map("".join)
CODERS = st.sampled_from(["ann", "Bén", "מירי", "unknown"])
TIMES = st.sampled_from(["2026-03-01T09:30:00.123Z", "2019-12-31T23:59:59.000Z"])
PROSE = st.lists(st.sampled_from([*SIGNS, "\n\n", "★ ", "[code] x"]), min_size=1, max_size=12).map(
    lambda parts: "x" + "".join(parts).strip()
)


def guid(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number + (4 << 76) + (8 << 60)))


@st.composite
def contents(draw: st.DrawFn) -> StudyContents:
    """A study of up to three sources with codings on words of them."""
    codebook = draw(codebooks(5, grouped=True).filter(lambda book: bool(book.codes)))
    texts = draw(st.lists(TEXTS.filter(lambda text: bool(text.strip())), max_size=3))
    sources = tuple(
        ForeignSource(guid=guid(1, number), name=f"S {number} é", text=text, file_name="", file=b"")
        for number, text in enumerate(texts)
    )
    study_cases = draw(_cases(sources))
    return StudyContents(
        name=draw(line()),
        program=f"qualcode: {codebook.name}" if codebook.name else "qualcode",
        codebook=codebook,
        sources=sources,
        codings=draw(_codings(codebook, sources)),
        memos=draw(_memos(codebook, sources)),
        cases=study_cases,
        guids=draw(_guids(codebook, study_cases)),
    )


@st.composite
def _guids(
    draw: st.DrawFn, codebook: Codebook, study_cases: tuple[ForeignCase, ...]
) -> dict[str, dict[str, str]]:
    """GUIDs that another program has given to some codes, groups, coders and attributes."""
    names: dict[str, list[str]] = {
        "code": list(codebook.keys),
        "group": [group.name for group in codebook.groups],
        "coder": ["ann", "Bén"],
        "attribute": list(dict.fromkeys(name for case in study_cases for name in case.attributes)),
    }
    return {
        kind: {name: guid(10 + number, index) for index, name in enumerate(listed) if draw(st.booleans())}
        for number, (kind, listed) in enumerate(names.items())
    }


def spans_of(text: str) -> st.SearchStrategy[Span]:
    ends = st.integers(0, len(text))
    return (
        st.tuples(ends, ends)
        .map(lambda pair: Span(min(pair), max(pair)))
        .filter(lambda span: bool(span.of(text).strip()))
    )


@st.composite
def _codings(
    draw: st.DrawFn, codebook: Codebook, sources: tuple[ForeignSource, ...]
) -> tuple[ForeignCoding, ...]:
    codings: dict[tuple[str, Span, CodeKey, str], ForeignCoding] = {}
    for number in range(draw(st.integers(0, 8)) if sources else 0):
        source = draw(st.sampled_from(sources))
        coding = ForeignCoding(
            guid=guid(2, number),
            source=source.guid,
            span=draw(spans_of(source.text)),
            code=draw(st.sampled_from(codebook.keys)),
            coder=draw(CODERS),
            made_at=draw(TIMES),
            memo=draw(st.just("") | PROSE),
            starred=draw(st.booleans()),
            selection=draw(st.just("") | st.just(guid(5, number))),
        )
        if coding.memo and draw(st.booleans()):
            coding = replace(coding, note=guid(6, number))
        codings.setdefault((coding.source, coding.span, coding.code, coding.coder), coding)
    return tuple(sorted(codings.values(), key=lambda coding: coding.source))


@st.composite
def _memos(
    draw: st.DrawFn, codebook: Codebook, sources: tuple[ForeignSource, ...]
) -> tuple[ForeignMemo, ...]:
    memos = []
    for number in range(draw(st.integers(0, 5))):
        about = draw(st.sampled_from([About.PROJECT, About.CODE, *([About.SOURCE] if sources else [])]))
        span, target = None, ""
        if about is About.SOURCE:
            source = draw(st.sampled_from(sources))
            target = source.guid
            span = draw(st.none() | spans_of(source.text))
        elif about is About.CODE:
            target = draw(st.sampled_from(codebook.keys))
        memos.append(
            ForeignMemo(
                guid=guid(3, number),
                about=about,
                target=target,
                text=draw(PROSE),
                coder=draw(CODERS),
                made_at=draw(TIMES),
                span=span,
            )
        )
    return tuple(memos)


@st.composite
def _cases(draw: st.DrawFn, sources: tuple[ForeignSource, ...]) -> tuple[ForeignCase, ...]:
    values = st.sampled_from(["", "local", "12", "-3", "1.50", "007", "2026-03-01", "true", "é & <b>"])
    names = draw(st.lists(st.sampled_from(["tier", "years of service", "dâte"]), unique=True))
    return tuple(
        ForeignCase(
            guid=guid(4, number),
            name=f"C {number}",
            attributes={name: draw(values) for name in names},
            **draw(_appearances(sources)),
        )
        for number in range(draw(st.integers(0, 3)))
    )


class _Appearances(TypedDict):
    sources: tuple[str, ...]
    spans: dict[str, tuple[Span, ...]]


@st.composite
def _appearances(draw: st.DrawFn, sources: tuple[ForeignSource, ...]) -> _Appearances:
    """Sources in which a case appears: as a whole, or on spans."""
    whole: list[str] = []
    spans: dict[str, tuple[Span, ...]] = {}
    for source in sources:
        match draw(st.sampled_from(["nowhere", "whole", "spans"])):
            case "whole":
                whole.append(source.guid)
            case "spans":
                drawn = draw(st.lists(spans_of(source.text), min_size=1, max_size=3, unique=True))
                spans[source.guid] = tuple(drawn)
    return _Appearances(sources=tuple(whole), spans=spans)
