"""The notes of a result: definitions, scope and date, for workbooks and for `--explain`."""

from typing import TYPE_CHECKING

from qualcode.store.clock import now
from qualcode.workflows.analysis.analysis_options import AnalysisOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from qualcode.tables import TableNotes
    from qualcode.workflows.analysis.analysis_result import AnalysisResult


def result_notes(result: "AnalysisResult", name: str = "") -> "TableNotes":
    """Return the notes of a result; `name` is that of its table in a file of several."""
    return notes_on(
        result.table,
        result.topic,
        title=name or result.title,
        scope=(*result.scope, *result.notes),
        value_columns=result.value_columns,
        measure=result.measure,
    )


def notes_on(
    table: "pd.DataFrame",
    topic: str,
    *,
    title: str = "",
    scope: "Sequence[str]" = (),
    value_columns: "Collection[str]" = (),
    measure: str = "",
) -> "TableNotes":
    """Return the notes of any table whose columns the guide defines under `topic`.

    `value_columns` are named after values of the data, and not after columns of the guide. `measure` is that
    of the cells, if they have one of the five.
    """
    from qualcode.tables import table_notes

    return table_notes(
        table,
        topic,
        title=title or topic.capitalize(),
        scope=scope,
        date=now()[:10],
        value_columns=value_columns,
        measure=measure,
    )


def scope_sentences(
    options: AnalysisOptions, coders: "Sequence[str]", *, codings: bool = True
) -> "Iterator[str]":
    """Yield what the options select: coders, kinds of source, interviewers, condition.

    `codings` says if the table counts any.
    """
    names = ", ".join(options.coders or coders)
    if codings:
        yield f"Codings of {names}." if names else "No codings yet."
    yield f"Sources: {options.kind.value}s only." if options.kind else "Sources: interviews and documents."
    yield f"Turns of interviewers: {'counted' if options.with_interviewer else 'not counted'}."
    if options.finished and codings:
        yield "Only finished sources, each with the codings of the coders who finished it."
    if options.where.strip():
        yield f"Condition: {options.where.strip()}."
