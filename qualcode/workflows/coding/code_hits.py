"""Code the hits of a query: their own spans, or the sentences or turns that they overlap, in one act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from qualcode.model import CodeKey, CoderName, Coding, Source, SourceId, Span
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.text.plurals import counted
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval.find_quotes import find_quotes

if TYPE_CHECKING:
    from qualcode.retrieval import Quote


class HitUnit(StrEnum):
    """What is coded of a hit."""

    TURN = "turn"
    """Each turn that it overlaps."""
    SENTENCE = "sentence"
    """Each sentence that it overlaps."""
    HIT = "hit"
    """Its own span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitCoding:
    """A span to be coded with a code."""

    source: Source
    span: Span
    code: CodeKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HitProposal:
    """The codings that the hits of a query would get."""

    codes: tuple[CodeKey, ...]
    unit: HitUnit
    new: tuple[HitCoding, ...]
    """What has to be coded, in the order of the text."""
    existing: int
    """The number of codings that the coder has made already."""

    @property
    def sources(self) -> int:
        """The number of sources that get codings."""
        return len({proposed.source.id for proposed in self.new})


def propose(
    project: Project, coder: CoderName, codes: Sequence[str], query: str, unit: HitUnit = HitUnit.HIT
) -> HitProposal:
    """Return the codings for every hit of a query; codings that the coder has made are left out.

    NotFoundError for an unknown code, QueryError for a wrong query.
    """
    current = current_codebook(project)
    keys = tuple(dict.fromkeys(current.codable(code) for code in codes))
    spans = list(dict.fromkeys(_spans(project, query, unit)))
    texts = {identity: sources.with_id(project.database, identity) for identity, _ in spans}
    coded = codings.existing_keys(project.database, coder, texts)
    candidates = [
        HitCoding(source=texts[source], span=span, code=key)
        for source, span in spans
        if span.of(texts[source].text).strip()
        for key in keys
    ]
    new = [hit for hit in candidates if (hit.source.id, hit.span.start, hit.span.end, hit.code) not in coded]
    return HitProposal(codes=keys, unit=unit, new=tuple(new), existing=len(candidates) - len(new))


def code_hits(project: Project, coder: CoderName, proposal: HitProposal, memo: str = "") -> list[Coding]:
    """Make the proposed codings in one act and return them."""
    if not proposal.new:
        return []
    made_at, current = now(), current_codebook(project)
    with history.act(project.database, coder, "apply", "") as recorder:
        version = current.keep(recorder, coder, proposal.codes)
        new_codings = [
            make_coding(hit.source, hit.span, hit.code, coder, version, memo=memo, made_at=made_at)
            for hit in proposal.new
        ]
        codings.add(recorder, new_codings)
        spans = len({(hit.source.id, hit.span) for hit in proposal.new})
        recorder.summary = f"{', '.join(proposal.codes)} on {counted(spans, proposal.unit)} found by a query"
    return new_codings


def _spans(project: Project, query: str, unit: HitUnit) -> Iterator[tuple[SourceId, Span]]:
    @cache
    def sentences(source: SourceId) -> tuple[Span, ...]:
        return tuple(sentence.span for sentence in sources.sentences(project.database, source))

    for quote in find_quotes(project, query):
        for span in _units(quote, unit, sentences(quote.source) if unit is HitUnit.SENTENCE else ()):
            yield quote.source, span


def _units(quote: "Quote", unit: HitUnit, sentences: Sequence[Span]) -> Sequence[Span]:
    match unit:
        case HitUnit.TURN:
            return [turn.body for turn in quote.turns]
        case HitUnit.SENTENCE:
            return [sentence for sentence in sentences if sentence.overlaps(quote.span)]
        case HitUnit.HIT:
            return [quote.span]
