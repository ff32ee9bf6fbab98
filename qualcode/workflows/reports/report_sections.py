"""The parts of a report besides its tables: quotes with labels, cross tables, facts and remarks."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.model import Coding, CodingId, Origin, Role, Value
from qualcode.text.command_arguments import shown_names
from qualcode.text.plurals import counted
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.chosen_coders import missing_work_notes
from qualcode.workflows.reports.report_data import ReportData

if TYPE_CHECKING:
    from qualcode.reports import ReportQuote, ReportTable
    from qualcode.retrieval import Quote
    from qualcode.tables import Study, Traces

Fact = tuple[str, str, Mapping[str, str] | None]

STANDARD_FILTERS = ("source", "case", "kind", "coder")
"""The dimensions that are filters in every report."""
_MOST_COLUMNS = 12
"""Attributes with more values than this have no cross table."""


def reported_attributes(study: "Study", *, pseudonymous: bool) -> list[str]:
    """Return the attributes to report; under pseudonyms none that identifies every case."""
    from qualcode.tables import attributes

    names = [
        name
        for name in attributes(study.cases)
        if name not in (*STANDARD_FILTERS, "code", "theme", "speaker")
    ]
    if not pseudonymous:
        return names
    return [
        name for name in names if len({case.attributes.get(name) for case in study.cases}) < len(study.cases)
    ]


def crosstabs(data: ReportData, labels_of: "Mapping[str, Traces]") -> "Iterator[ReportTable]":
    """Yield codes by case (or source), and by each dimension with 2 to 12 values."""
    from qualcode.reports import ReportTable
    from qualcode.tables import listing

    units = "case" if data.study.cases else "source"
    dimensions = [
        name
        for name, traces in labels_of.items()
        if name not in ("source", "case") and 1 < len(traces.labels) <= _MOST_COLUMNS
    ]
    for name in (units, *dimensions):
        cells = crosstab(data.study, "code", name, options=data.options).table
        yield ReportTable(dimension=name, cells=listing(cells))


def report_quotes(
    data: ReportData, labels_of: "Mapping[str, Traces]", filters: Sequence[str]
) -> "Iterator[ReportQuote]":
    """Yield the quotes with codings in scope, by source, each with its labels in the dimensions `filters`."""
    from qualcode.reports import QuoteCoding, ReportQuote
    from qualcode.retrieval import evaluate, parse
    from qualcode.retrieval.quote_documents import locator

    row_numbers = data.row_numbers
    any_code = parse("*")
    for view in data.views:
        codings = {coding.id: coding for coding in view.codings}
        for quote in evaluate(any_code, [view], codebook=data.codebook):
            in_scope = [
                coding_id for coding_id in quote.codings if row_numbers[coding_id] in labels_of["source"].of
            ]
            if not in_scope:
                continue
            yield ReportQuote(
                source=quote.source_name,
                start=quote.span.start,
                end=quote.span.end,
                locator=locator(quote),
                utterances=_utterances(quote),
                coder=quote.coders[0],
                codings=tuple(
                    QuoteCoding(
                        code=coding.code,
                        origin=coding.origin.value,
                        memo=coding.memo,
                        starred=coding.starred,
                    )
                    for coding in _in_codebook_order(quote, codings, in_scope)
                ),
                labels={name: labels_of[name].of[row_numbers[in_scope[0]]] for name in filters},
            )


def _in_codebook_order(
    quote: "Quote", codings: Mapping[CodingId, Coding], in_scope: Sequence[CodingId]
) -> list[Coding]:
    return sorted(
        (codings[coding_id] for coding_id in in_scope), key=lambda coding: quote.codes.index(coding.code)
    )


def _utterances(quote: "Quote") -> tuple[tuple[str, str], ...]:
    utterances = tuple((utterance.turn.speaker, utterance.text) for utterance in quote.utterances)
    return utterances or (("", quote.text),)


def study_facts(data: ReportData, labels_of: "Mapping[str, Traces]") -> Iterator[Fact]:
    """Yield the facts of the overview: name, value, and the filters of the quotes that it counts."""
    table = study_tables.sources(data.study, options=data.options).table
    words, coded = int(table["countable_words"].sum()), int(table["coded_words"].sum())
    coders_by_row = labels_of["coder"].of
    kinds = table["kind"].tolist()
    yield "Interviews", f"{kinds.count('interview'):,}", None
    yield "Documents", f"{kinds.count('document'):,}", None
    yield "Cases", f"{len(labels_of['case'].labels if data.options.where else data.study.cases):,}", None
    yield "Words that count", f"{words:,}", None
    yield "Coded words", f"{coded / words:.1%}".replace("%", " %") if words else "none", {}
    yield "Codes in the codebook", f"{len(data.codebook):,}", None
    yield "Codings", f"{len(coders_by_row):,}", {}
    for coder in labels_of["coder"].labels:
        count = sum(coder in coders for coders in coders_by_row.values())
        yield f"Codings by {coder}", f"{count:,}", {"coder": coder}
    for origin, count in _origin_counts(data, coders_by_row).items():
        yield f"Codings: {origin}", f"{count:,}", {"origin": origin}


def _origin_counts(data: ReportData, rows_in_scope: Container[int]) -> dict[str, int]:
    column = data.codings.columns.index("origin")
    origins: list[Value] = [
        row[column] for number, row in enumerate(data.codings.rows) if number in rows_in_scope
    ]
    return {origin.value: origins.count(origin.value) for origin in Origin if origin.value in origins}


def remarks(data: ReportData, labels_of: "Mapping[str, Traces]", *, pseudonymous: bool) -> Iterator[str]:
    """Yield what the numbers of the report include and leave out."""
    coders = labels_of["coder"]
    yield from data.selected.selection_notes()
    if any(turn.role is Role.INTERVIEWER for view in data.views for turn in view.turns):
        yield f"What interviewers say does not count: {_left_out(data, coders)}."
    if len(coders.labels) > 1:
        yield (
            f"The codings of {shown_names(coders.labels)} are counted together: the same words coded by two "
            "are two codings. The matrix by coder has them apart."
        )
    yield from missing_work_notes(data.scope.coders, coders.labels)
    if data.ordered_by:
        yield f"Saturation takes the sources by {data.ordered_by}; documents without it are left out."
    if pseudonymous:
        yield (
            "The words of the interviews, memos and the attributes of cases are not pseudonymised: look for "
            "names in them before you pass this file on."
        )


def _left_out(data: ReportData, coder_traces: "Traces") -> str:
    coders = data.scope.coders
    total = sum(not coders or coding.coder in coders for view in data.views for coding in view.codings)
    missing = total - len(coder_traces.of)
    if not missing:
        return "their words are in no share"
    left_out = counted(missing, "coding wholly in them is", "codings wholly in them are")
    return f"their words are in no share, and {left_out} left out"
