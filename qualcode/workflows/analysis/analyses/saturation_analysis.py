"""Saturation: the new codes of each source."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import UsageError
from qualcode.model import SourceKind, SourceState
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter, Seed
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import SelectedStudy, select_study

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.tables import Study


def saturation(
    data: "Project | Study",
    *,
    source: Annotated[
        Sequence[str],
        Parameter(
            "Sources in the order of interviewing (repeatable); default: all coded interviews by name.",
            "NAME",
            "--source -s",
        ),
    ] = (),
    order: Annotated[
        str, Parameter("Sort the sources by this attribute; documents without it are left out.", "ATTRIBUTE")
    ] = "",
    base: Annotated[int, Parameter("Base size: number of first sources.", least=1)] = 4,
    run: Annotated[int, Parameter("Run length: number of sources in a run.", least=1)] = 2,
    threshold: Annotated[
        float, Parameter("Maximum share of new codes in a run at saturation.", least=0, most=1)
    ] = 0.05,
    documents: Annotated[bool, Parameter("Count documents, too.")] = False,
    orders: Annotated[int, Parameter("Number of random orders for the 95 % band.", least=1)] = 200,
    seed: Seed = 1,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Show the number of new codes in each coded source (Guest, Namey and Chen 2020)."""
    from qualcode import tables

    if source and order:
        raise UsageError("--source and --order exclude each other.", "Use one of them to sort the sources.")
    whole = select_study(data, options)
    with_documents = documents or options.kind is SourceKind.DOCUMENT
    selected = whole.of_sources(source or _source_names(whole.study, with_documents=with_documents))
    study, scope = selected.study, selected.scope
    named: list[str] | None
    if order:
        named = tables.ordered_by(study, order, scope=scope)
    else:
        named = list(source) or (list(study.source_names) if documents else None)
    table = tables.saturation(study, order=named, base=base, run=run, orders=orders, seed=seed, scope=scope)
    verdict = tables.saturation_verdict(table["new_codes"].tolist(), base, run, threshold)
    return selected.result(
        table,
        title="New codes by source",
        topic="saturation",
        notes=[verdict.summary, *_left_out(whole, list(source), order, set(table["source"]))],
        empty="No coded source is in scope.",
        chart=ChartSpec(kind="curve", title="New codes by source"),
    )


def kinds_of(study: "Study") -> dict[str, SourceKind]:
    """Return the kind of each source by its name."""
    return {facts.name: facts.kind for facts in study.sources}


def _source_names(study: "Study", *, with_documents: bool) -> list[str]:
    return [name for name, kind in kinds_of(study).items() if with_documents or kind is SourceKind.INTERVIEW]


def _left_out(
    whole: SelectedStudy, named: Sequence[str], order: str, in_table: AbstractSet[str]
) -> Iterator[str]:
    """Yield which sources in scope the table leaves out, and why; of named sources, all that it has not."""
    from qualcode import tables

    kinds = kinds_of(whole.study)
    states = tables.source_states(whole.study, replace(whole.scope, finished=False))
    left_out = [name for name in named or states if name not in in_table]
    reasons = {name: _reason(kinds[name], states.get(name), whole.options, order) for name in left_out}
    for reason in dict.fromkeys(reasons.values()):
        yield f"Left out, {reason}: {', '.join(name for name in left_out if reasons[name] == reason)}."


def _reason(kind: SourceKind, state: SourceState | None, options: AnalysisOptions, order: str) -> str:
    if options.kind not in (None, kind):
        return f"not of the kind {options.kind}"
    if state is None:
        return "without a turn in scope"
    if state is SourceState.UNTOUCHED:
        return "not coded yet"
    if options.finished and state is SourceState.BEGUN:
        return "not finished"
    with_value = f", with a value of {order}" if order else ""
    return f"documents (--documents counts them{with_value})"
