"""Evaluation of a query on sources, one at a time, to quotes in the order of the text."""

from collections.abc import Callable, Collection, Iterable, Iterator

from qualcode.model import Codebook, CoderName, Span, Turn
from qualcode.retrieval.attribute_filter import AttributeFilter
from qualcode.retrieval.coder_reading import CoderReading
from qualcode.retrieval.query.query_plan import QueryPlan
from qualcode.retrieval.query.query_tree import Query
from qualcode.retrieval.quotes import Quote, Utterance
from qualcode.retrieval.source_units import SourceUnits
from qualcode.retrieval.source_view import SourceView
from qualcode.retrieval.span_sets import CodedSpan


def evaluate(
    query: Query,
    sources: Iterable[SourceView],
    *,
    codebook: Codebook,
    lemmas: Callable[[str], str] | None = None,
    attributes: Collection[str] | None = None,
    across_coders: bool = False,
    context: int = 0,
    where: AttributeFilter | None = None,
) -> Iterator[Quote]:
    """Return the quotes that the query finds, source by source, as the package docstring defines them.

    `lemmas` returns the lemma of a word. `attributes` are the names of all attributes of the study, against
    which the query is checked (None: unchecked). `context` is the number of turns on each side of a quote.
    With `where`, only quotes that overlap a turn that it selects. Raises QueryError for an unknown name,
    before any source is read.
    """
    plan = QueryPlan(query, codebook, lemmas, attributes)
    return (
        quote
        for view in sources
        for quote in _quotes(plan, view, across_coders, context)
        if where is None or where.selects_any(view, quote.turns)
    )


def _quotes(plan: QueryPlan, view: SourceView, across_coders: bool, context: int) -> Iterator[Quote]:
    units = SourceUnits(plan, view)
    matches = [
        (span.start, span.end, coder, span)
        for coder, numbers in _codings_by_coder(plan, view, across_coders).items()
        for span in CoderReading(units, numbers).spans(plan.query)
    ]
    for _, _, coder, span in sorted(matches, key=lambda match: match[:3]):
        yield _quote(units, span, coder, context)


def _codings_by_coder(plan: QueryPlan, view: SourceView, across_coders: bool) -> dict[CoderName, list[int]]:
    """Return the numbers of the codings that are evaluated together; an empty name if all are."""
    all_coders = CoderName("")
    if across_coders or not plan.depends_on_codings or not view.codings:
        return {all_coders: list(range(len(view.codings)))}
    numbers: dict[CoderName, list[int]] = {}
    for number, coding in enumerate(view.codings):
        numbers.setdefault(coding.coder, []).append(number)
    return numbers


def _quote(units: SourceUnits, coded_span: CodedSpan, coder: CoderName, context: int) -> Quote:
    view = units.view
    codings = [view.codings[number] for number in sorted(coded_span.codings)]
    first, last = units.turns.first_and_last(coded_span)
    turns = view.turns[first : last + 1] if first >= 0 else ()
    order = units.plan.order
    span = Span(coded_span.start, coded_span.end)
    return Quote(
        source=view.source.id,
        source_name=view.source.name,
        kind=view.source.kind,
        span=span,
        text=span.of(view.source.text),
        turns=turns,
        codes=tuple(
            sorted({coding.code for coding in codings}, key=lambda key: (order.get(key, len(order)), key))
        ),
        coders=(coder,) if coder else tuple(sorted({coding.coder for coding in codings})),
        codings=tuple(coding.id for coding in codings),
        cases=tuple(dict.fromkeys(case.name for turn in turns for case in view.cases_of(turn.speaker))),
        before=_before(view, span, first, context),
        after=_after(view, span, last, context),
    )


def _before(view: SourceView, span: Span, first: int, context: int) -> tuple[Utterance, ...]:
    if first < 0 or not context:
        return ()
    turns = view.turns[max(0, first - context) : first + 1]
    return _utterances(view, [(turn, turn.body.start, min(turn.body.end, span.start)) for turn in turns])


def _after(view: SourceView, span: Span, last: int, context: int) -> tuple[Utterance, ...]:
    if not context:
        return ()
    turns = view.turns[max(0, last) : last + 1 + context]
    return _utterances(view, [(turn, max(turn.body.start, span.end), turn.body.end) for turn in turns])


def _utterances(view: SourceView, spans: list[tuple[Turn, int, int]]) -> tuple[Utterance, ...]:
    """Return the utterances in these spans of turns (start, end), except blank ones."""
    text = view.source.text
    return tuple(
        Utterance(turn=turn, span=Span(start, end), text=text[start:end])
        for turn, start, end in spans
        if start < end and not text[start:end].isspace()
    )
