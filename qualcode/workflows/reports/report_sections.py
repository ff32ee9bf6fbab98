"""What a report says of a study beside its tables: quotes with their labels, matrices, facts, remarks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.model import Coding, CodingId, Origin, Role, Value
from qualcode.text.plurals import counted
from qualcode.workflows.reports.report_data import ReportData

if TYPE_CHECKING:
    from qualcode.reports import ReportQuote, ReportTable
    from qualcode.retrieval import Quote
    from qualcode.tables import Study, Traces

Fact = tuple[str, str, Mapping[str, str] | None]

ALWAYS = ("source", "case", "kind", "coder")
"""What every report filters by."""
_MOST_COLUMNS = 12
"""Attributes with more values than this are no table."""


def attributes_of(study: "Study", *, pseudonymous: bool) -> list[str]:
    """Return the attributes to report; one that tells every case apart is as good as a name."""
    from qualcode.tables import attributes

    known = [name for name in attributes(study.cases) if name not in (*ALWAYS, "code", "theme", "speaker")]
    if not pseudonymous:
        return known
    return [
        name for name in known if len({case.attributes.get(name) for case in study.cases}) < len(study.cases)
    ]


def grids(made_of: ReportData, traced: "Mapping[str, Traces]") -> "Iterator[ReportTable]":
    """Yield codes by case (or source), and by everything that has two to twelve values."""
    from qualcode import tables
    from qualcode.reports import ReportTable

    units = "case" if made_of.study.cases else "source"
    others = [
        name
        for name, one in traced.items()
        if name not in ("source", "case") and 1 < len(one.labels) <= _MOST_COLUMNS
    ]
    for name in (units, *others):
        cells = tables.crosstab(made_of.study, "code", name, scope=made_of.scope)
        yield ReportTable(dimension=name, cells=tables.listing(cells))


def passages(
    made_of: ReportData, traced: "Mapping[str, Traces]", filters: Sequence[str]
) -> "Iterator[ReportQuote]":
    """Yield the quotes that count, source by source, each with its labels in every dimension."""
    from qualcode.reports import QuoteCoding, ReportQuote
    from qualcode.retrieval import evaluate, parse
    from qualcode.retrieval.quote_documents import locator

    rows = made_of.rows
    everything = parse("*")
    for view in made_of.views:
        known = {coding.id: coding for coding in view.codings}
        for quote in evaluate(everything, [view], codebook=made_of.codebook):
            counted = [one for one in quote.codings if rows[one] in traced["source"].of]
            if not counted:
                continue
            yield ReportQuote(
                source=quote.source_name,
                start=quote.span.start,
                end=quote.span.end,
                locator=locator(quote),
                utterances=_utterances(quote),
                coder=quote.coders[0],
                marks=tuple(
                    QuoteCoding(code=one.code, origin=one.origin.value, memo=one.memo, starred=one.starred)
                    for one in _in_order(quote, known, counted)
                ),
                belongs={name: traced[name].of[rows[counted[0]]] for name in filters},
            )


def _in_order(quote: "Quote", known: Mapping[CodingId, Coding], counted: Sequence[CodingId]) -> list[Coding]:
    return sorted((known[one] for one in counted), key=lambda coding: quote.codes.index(coding.code))


def _utterances(quote: "Quote") -> tuple[tuple[str, str], ...]:
    spoken = tuple((one.turn.speaker, one.text) for one in quote.utterances)
    return spoken or (("", quote.text),)


def facts(made_of: ReportData, traced: "Mapping[str, Traces]") -> Iterator[Fact]:
    """Yield what there is, how much, and the filters of the quotes behind it."""
    from qualcode import tables

    table = tables.sources(made_of.study, scope=made_of.scope)
    words, coded = int(table["countable_words"].sum()), int(table["coded_words"].sum())
    counted = traced["coder"].of
    kinds = table["kind"].tolist()
    yield "Interviews", f"{kinds.count('interview'):,}", None
    yield "Documents", f"{kinds.count('document'):,}", None
    yield "Cases", f"{len(made_of.study.cases):,}", None
    yield "Words that count", f"{words:,}", None
    yield "Coded words", f"{coded / words:.1%}".replace("%", " %") if words else "none", {}
    yield "Codes in the codebook", f"{len(made_of.codebook):,}", None
    yield "Codings", f"{len(counted):,}", {}
    for coder in traced["coder"].labels:
        many = sum(coder in labels for labels in counted.values())
        yield f"Codings by {coder}", f"{many:,}", {"coder": coder}
    for origin, many in _origins(made_of, counted).items():
        yield f"Codings: {origin}", f"{many:,}", {"origin": origin}


def _origins(made_of: ReportData, counted: Mapping[int, object]) -> dict[str, int]:
    at = made_of.codings.columns.index("origin")
    given: list[Value] = [row[at] for number, row in enumerate(made_of.codings.rows) if number in counted]
    return {origin.value: given.count(origin.value) for origin in Origin if origin.value in given}


def remarks(made_of: ReportData, traced: "Mapping[str, Traces]", *, pseudonymous: bool) -> Iterator[str]:
    """Yield what a reader has to know before trusting a number."""
    counted = traced["coder"]
    if any(turn.role is Role.INTERVIEWER for view in made_of.views for turn in view.turns):
        yield f"What interviewers say does not count: {_left_out(made_of, counted)}."
    if len(counted.labels) > 1:
        yield (
            f"{len(counted.labels)} coders are counted together: two who agree on a passage count twice. "
            "The matrix by coder tells them apart."
        )
    if made_of.ordered_by:
        yield f"Saturation takes the sources by {made_of.ordered_by}, and leaves out documents without it."
    if pseudonymous:
        yield (
            "The words that were spoken, memos and the attributes of cases are as they were: look for names "
            "in them before you pass this file on."
        )


def _left_out(made_of: ReportData, coder_traces: "Traces") -> str:
    coders = made_of.scope.coders
    given = sum(not coders or coding.coder in coders for view in made_of.views for coding in view.codings)
    missing = given - len(coder_traces.of)
    if not missing:
        return "their words are in no share"
    left_out = counted(missing, "coding wholly in them is", "codings wholly in them are")
    return f"their words are in no share, and {left_out} left out"
