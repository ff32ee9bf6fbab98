"""Saturation: the new codes of each source."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
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
    selected = select_study(data, options)
    study, scope = selected.study, selected.scope
    named: list[str] | None
    if order:
        named = tables.ordered_by(study, order, scope=scope)
        if not documents and options.kind is not SourceKind.DOCUMENT:
            named = [name for name in named if kinds_of(study)[name] is SourceKind.INTERVIEW]
    else:
        named = list(source) or (list(study.source_names) if documents else None)
    table = tables.saturation(study, order=named, base=base, run=run, orders=orders, seed=seed, scope=scope)
    verdict = tables.saturation_verdict(table["new_codes"].tolist(), base, run, threshold)
    return selected.result(
        table,
        title="New codes by source",
        topic="saturation",
        notes=[verdict.summary, *_left_out(selected, list(source), set(table["source"]))],
        empty="No coded interviews yet.",
        chart=ChartSpec(kind="curve", title="New codes by source"),
    )


def kinds_of(study: "Study") -> dict[str, SourceKind]:
    """Return the kind of each source by its name."""
    return {facts.name: facts.kind for facts in study.sources}


def _left_out(
    selected: SelectedStudy, named: Sequence[str], counted_names: AbstractSet[str]
) -> Iterator[str]:
    """Yield which sources in scope the table leaves out, and why; of named sources only those."""
    from qualcode import tables

    kinds = kinds_of(selected.study)
    states = tables.source_states(selected.study, selected.scope)
    left_out = [name for name in states if name not in counted_names and (not named or name in named)]
    untouched = [name for name in left_out if states[name] is SourceState.UNTOUCHED]
    documents = [name for name in left_out if name not in untouched and kinds[name] is SourceKind.DOCUMENT]
    if untouched:
        yield f"Left out, not coded yet: {', '.join(untouched)}."
    if documents:
        yield f"Left out, documents (--documents counts them): {', '.join(documents)}."
