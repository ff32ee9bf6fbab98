"""A second, plain program for tables: loops over the spans of marked texts, without arrays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from qualcode.model import Case, Codebook, CodeKey, SourceKind, Span
from tests.support import marked_text, plain_figures
from tests.support.marked_text import Marked
from tests.support.plain_figures import TurnSpan
from tests.support.random_studies import CODEBOOK, CODES

NONE = "(none)"
DIMENSIONS = ("code", "theme", "coder", "source", "kind", "case", "speaker", "tier")
MEASURES = ("codings", "sources", "cases", "words")
_LINES = (
    "Before. Nobody's.", "Int: Why so?", "P1: It is. Really it is!", "P2: No.", "I: Well, then?", "P1:",
    "P1: Don't you know.", "P2: Now. I see it so.",
)  # fmt: skip
_PARAGRAPHS = ("The plan says little.", "It counts arrests, not harms.", "Nobody reads it.")
_TIERS = ("local", "national", "")


@dataclass(frozen=True, kw_only=True)
class RandomStudy:
    """Sources with their codings, and cases: several sources a case, several cases a source, or none."""

    sources: tuple[Marked, ...]
    cases: tuple[Case, ...]
    codebook: Codebook = CODEBOOK


def random_study(seed: int) -> RandomStudy:
    """Return a study of interviews and documents with overlapping, nested and duplicate codings."""
    chance = Random(seed)  # noqa: S311 - studies, not secrets
    sources = tuple(_source(chance, number) for number in range(chance.randint(1, 4)))
    names = [source.source.name for source in sources]
    speakers = [(name, speaker) for name in names for speaker in ("P1", "P2")]
    owners: list[str | tuple[str, str]] = [*names, *speakers]
    cases = tuple(
        marked_text.case(name, chance.sample(owners, chance.randint(0, 3)), tier=chance.choice(_TIERS))
        for name in ("Alex", "Sam", "Kim")[: chance.randint(0, 3)]
    )
    return RandomStudy(sources=sources, cases=cases)


def _source(chance: Random, number: int) -> Marked:
    name = f"s{number}"
    if chance.random() < 0.3:
        plain = marked_text.document("\n\n".join(chance.sample(_PARAGRAPHS, 3)), name=name)
    else:
        plain = marked_text.interview("\n".join(chance.sample(_LINES, len(_LINES))), name=name)
    text = plain.source.text
    spans: list[Span] = []
    for _ in range(chance.randint(0, 10)):
        start = chance.randrange(len(text))
        new = Span(start, chance.randint(start + 1, min(len(text), start + 30)))
        spans.append(chance.choice([*spans, new, new]))
    keys = {(span, chance.choice(CODES), chance.choice(("ann", "ben"))): None for span in spans}
    codings = tuple(
        marked_text.coding(name, text, span, code, coder=coder, number=position)
        for position, (span, code, coder) in enumerate(keys)
    )
    return Marked(source=plain.source, turns=plain.turns, sentences=plain.sentences, codings=codings)


def spans_in_scope(
    study: RandomStudy, *, coders: Sequence[str], kind: SourceKind | None, with_interviewer: bool
) -> list[TurnSpan]:
    """Return the spans of codings that these options count."""
    return [
        span
        for span in plain_figures.turn_spans(study.sources, with_interviewer=with_interviewer)
        if (not coders or span.coding.coder in coders) and kind in (None, span.kind)
    ]


def labels(study: RandomStudy, span: TurnSpan, dimension: str) -> set[str]:
    """Return the labels of a span in a dimension."""
    code, book = span.coding.code, study.codebook
    if dimension == "code":
        return {code, *(above.key for above in book.ancestors(code))} if code in book else {code}
    if dimension == "theme":
        return {book.theme(CodeKey(code)).key if code in book else "(not in the codebook)"}
    if dimension == "case":
        return plain_figures.cases_of(span, study.cases) or {NONE}
    if dimension == "tier":
        names = plain_figures.cases_of(span, study.cases)
        values = {case.attributes.get("tier", "") for case in study.cases if case.name in names}
        return values - {""} or {NONE}
    speaker = span.turn.speaker if span.turn else ""
    one = {"coder": str(span.coding.coder), "source": span.source, "kind": span.kind.value}
    return {one.get(dimension, speaker) or NONE}


def cells(
    study: RandomStudy, spans: Iterable[TurnSpan], rows: str, columns: str
) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Return every measure of each row and column that has spans; the name `total` is all of them."""
    by_cell: dict[tuple[str, str], list[TurnSpan]] = defaultdict(list)
    for span in spans:
        down, across = labels(study, span, rows), labels(study, span, columns)
        for cell in product({*down, "total"}, {*across, "total"}):
            by_cell[cell].append(span)
    return {cell: plain_figures.figures(own, study.cases) for cell, own in by_cell.items()}
