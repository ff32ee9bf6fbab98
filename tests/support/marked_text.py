"""Studies for tests, written as text with the codings marked where they stand.

`"We [took out a line]{pursue} but"` is a coding of `pursue` on *took out a line*. Brackets nest; several
codes are separated by commas; `{pursue@ben}` is by the coder ben. A line that begins `Name: ` begins a
turn; Int, I, Q and Interviewer ask the questions; what stands before the first turn is the preamble.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from qualcode.model import (
    Case,
    CaseId,
    Code,
    Codebook,
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Listing,
    Origin,
    Role,
    Sentence,
    Source,
    SourceId,
    SourceKind,
    Span,
    Turn,
    context_of,
    count_words,
)

_MARK = re.compile(r"\[|\]\{([^}]*)\}")
_LABEL = re.compile(r"^([A-Z][\w ]{0,20}): ?", re.MULTILINE)
_SENTENCE = re.compile(r"\S[^.!?]*[.!?]*")
_INTERVIEWERS = {"Int", "I", "Q", "Interviewer"}


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A source with its turns, its sentences, and the codings that were marked in it."""

    source: Source
    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]
    codings: tuple[Coding, ...]

    @property
    def bounds(self) -> list[tuple[int, int, int]]:
        """Turn, start and end of each sentence, as they are written down."""
        return [(one.turn, one.span.start, one.span.end) for one in self.sentences]


def unmark(marked: str) -> tuple[str, list[tuple[Span, str, str]]]:
    """Return the text without marks, and each mark as span, code and coder, in the order of their ends."""
    text, opened, found, done = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        done = mark.end()
        if mark.group(1) is None:
            opened.append(len(text))
            continue
        span = Span(opened.pop(), len(text))
        for name in mark.group(1).split(","):
            code, _, coder = name.strip().partition("@")
            found.append((span, code, coder))
    return text + marked[done:], found


def interview(
    marked: str,
    *,
    name: str = "one",
    kind: SourceKind = SourceKind.INTERVIEW,
    coder: str = "ann",
    made_at: str = "2026-01-05T10:00:00+00:00",
    seconds_per_turn: float | None = None,
) -> Marked:
    """Return the source that the marked text describes; `coder` made the codings whose marks name nobody."""
    text, marks = unmark(marked)
    turns = tuple(_turns(text, seconds_per_turn))
    return Marked(
        source=_source(name, kind, text),
        turns=turns,
        sentences=tuple(_sentences(text, turns)),
        codings=tuple(
            coding(name, text, span, code, coder=who or coder, made_at=made_at, number=number)
            for number, (span, code, who) in enumerate(marks, start=1)
        ),
    )


def document(marked: str, *, name: str = "paper", coder: str = "ann") -> Marked:
    """Return a document whose paragraphs, separated by empty lines, are its turns; nobody speaks in it."""
    text, marks = unmark(marked)
    starts = [0, *(match.end() for match in re.finditer(r"\n\n", text))]
    ends = [*starts[1:], len(text)]
    turns = tuple(
        Turn(number=number, span=Span(start, end), body=Span(start, end).trimmed(text))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return Marked(
        source=_source(name, SourceKind.DOCUMENT, text),
        turns=turns,
        sentences=tuple(_sentences(text, turns)),
        codings=tuple(
            coding(name, text, span, code, coder=who or coder, number=number)
            for number, (span, code, who) in enumerate(marks, start=1)
        ),
    )


def coding(
    source: str,
    text: str,
    span: Span,
    code: str,
    *,
    coder: str = "ann",
    made_at: str = "2026-01-05T10:00:00+00:00",
    number: int = 1,
) -> Coding:
    """Return a coding of `span` whose id tells the source and the number."""
    before, after = context_of(text, span)
    return Coding(
        id=CodingId(f"{source}-{number}"),
        source=SourceId(source),
        span=span,
        quote=span.of(text),
        context_before=before,
        context_after=after,
        code=CodeKey(code),
        coder=CoderName(coder),
        made_at=made_at,
        origin=Origin.HUMAN,
        codebook_version=1,
    )


def codebook(outline: str) -> Codebook:
    """Return the codebook that an indented outline describes: one key a line, two spaces a level."""
    lines = [line for line in outline.splitlines() if line.strip()]
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    keys = [line.strip() for line in lines]
    return Codebook(name="test", codes=_branch(keys, [depth - min(depths) for depth in depths], 0, 0)[0])


def case(name: str, sources: Sequence[str | tuple[str, str]], **attributes: str) -> Case:
    """Return a case that speaks in the named sources, or as `(source, speaker)`."""
    pairs = [(link, "") if isinstance(link, str) else link for link in sources]
    return Case(
        id=CaseId(name),
        name=name,
        attributes=attributes,
        sources=tuple((SourceId(source), speaker) for source, speaker in pairs),
    )


LISTED = (
    "id", "source", "start", "end", "quote", "context_before", "context_after", "code", "coder", "made_at",
    "origin", "suggester", "score", "codebook_version", "memo", "starred",
)  # fmt: skip
"""The columns of a listing of codings, as the store gives it."""


def listing(sources: Iterable[Marked]) -> Listing:
    """Return the codings of the sources as the store lists them."""
    codings = [coding for marked in sources for coding in marked.codings]
    return Listing(columns=LISTED, rows=tuple(_row(coding) for coding in codings))


def _row(it: Coding) -> tuple[str | int | float | None, ...]:
    return (
        it.id, it.source, it.span.start, it.span.end, it.quote, it.context_before, it.context_after, it.code,
        it.coder, it.made_at, it.origin.value, it.suggester, it.score, it.codebook_version, it.memo,
        int(it.starred),
    )  # fmt: skip


def _source(name: str, kind: SourceKind, text: str) -> Source:
    digest = sha256(text.encode()).hexdigest()
    return Source(
        id=SourceId(name),
        name=name,
        kind=kind,
        text=text,
        sha256=digest,
        file_name=f"{name}.txt",
        file_sha256=digest,
        imported_at="2026-01-01T09:00:00+00:00",
        words=count_words(text),
    )


def _turns(text: str, seconds: float | None) -> Iterator[Turn]:
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for number, (label, end) in enumerate(zip(labels, ends, strict=True), start=1):
        speaker = label.group(1)
        yield Turn(
            number=number,
            span=Span(label.start(), end),
            body=Span(label.end(), end).trimmed(text),
            speaker=speaker,
            role=Role.INTERVIEWER if speaker in _INTERVIEWERS else Role.PARTICIPANT,
            begins=None if seconds is None else (number - 1) * seconds,
            ends=None if seconds is None else number * seconds,
        )


def _sentences(text: str, turns: Sequence[Turn]) -> Iterator[Sentence]:
    number = 0
    for turn in turns:
        for match in _SENTENCE.finditer(text, turn.body.start, turn.body.end):
            number += 1
            yield Sentence(
                number=number, turn=turn.number, span=Span(match.start(), match.end()).trimmed(text)
            )


def _branch(keys: list[str], depths: list[int], at: int, depth: int) -> tuple[tuple[Code, ...], int]:
    found = []
    while at < len(keys) and depths[at] == depth:
        children, after = _branch(keys, depths, at + 1, depth + 1)
        found.append(Code(key=CodeKey(keys[at]), label=keys[at].capitalize(), children=children))
        at = after
    return tuple(found), at
