"""A query asked of sources, one at a time: quotes in the order of the text."""

from collections.abc import Callable, Collection, Iterable, Iterator

from qualcode.model import Codebook, CoderName, Span, Turn
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
) -> Iterator[Quote]:
    """Return the quotes that the query finds, source by source; the package's docstring says what they are.

    `lemmas` gives the lemma of one word. `attributes` are the names of all attributes of the study, against
    which those in the query are checked (None: they are not). `context` is how many turns around each quote
    come with it. Raises QueryError, before anything is read, for a name that does not exist.
    """
    plan = QueryPlan(query, codebook, lemmas, attributes)
    return (quote for view in sources for quote in _quotes(plan, view, across_coders, context))


def _quotes(plan: QueryPlan, view: SourceView, across_coders: bool, context: int) -> Iterator[Quote]:
    ground = SourceUnits(plan, view)
    found = [
        (passage.start, passage.end, coder, passage)
        for coder, numbers in _coders(plan, view, across_coders).items()
        for passage in CoderReading(ground, numbers).passages(plan.query)
    ]
    for _, _, coder, passage in sorted(found, key=lambda entry: entry[:3]):
        yield _quote(ground, passage, coder, context)


def _coders(plan: QueryPlan, view: SourceView, across_coders: bool) -> dict[CoderName, list[int]]:
    """Return the numbers of the codings that are read together; nobody's name for all of them."""
    nobody = CoderName("")
    if across_coders or not plan.asks_codings or not view.codings:
        return {nobody: list(range(len(view.codings)))}
    found: dict[CoderName, list[int]] = {}
    for number, coding in enumerate(view.codings):
        found.setdefault(coding.coder, []).append(number)
    return found


def _quote(ground: SourceUnits, passage: CodedSpan, coder: CoderName, context: int) -> Quote:
    view = ground.view
    codings = [view.codings[number] for number in sorted(passage.codings)]
    first, last = ground.turns.units(passage)
    turns = view.turns[first : last + 1] if first >= 0 else ()
    order = ground.plan.order
    span = Span(passage.start, passage.end)
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
    return _said(view, [(turn, turn.body.start, min(turn.body.end, span.start)) for turn in turns])


def _after(view: SourceView, span: Span, last: int, context: int) -> tuple[Utterance, ...]:
    if not context:
        return ()
    turns = view.turns[max(0, last) : last + 1 + context]
    return _said(view, [(turn, max(turn.body.start, span.end), turn.body.end) for turn in turns])


def _said(view: SourceView, parts: list[tuple[Turn, int, int]]) -> tuple[Utterance, ...]:
    """Return those parts of turns that have words."""
    text = view.source.text
    return tuple(
        Utterance(turn=turn, span=Span(start, end), text=text[start:end])
        for turn, start, end in parts
        if start < end and not text[start:end].isspace()
    )
