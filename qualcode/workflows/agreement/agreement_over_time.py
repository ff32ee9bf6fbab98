"""Agreement of closed rounds side by side; in a round drawn anew, that of a coder with themselves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Listing, Value
from qualcode.store.project import Project
from qualcode.store.records.rounds import rounds
from qualcode.workflows.agreement.double_coding import DoubleCoding, double_coding, split_names
from qualcode.workflows.agreement.machine_coder import suggester_of
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.tables import Study

_COEFFICIENTS = ("percent", "f1", "alpha", "kappa")
_FACTS = ("round", "closed_at", "coders", "codebook_version", "sources", "units")
_COLUMNS = (*_FACTS, *(f"{name}{end}" for name in _COEFFICIENTS for end in ("", "_low", "_high")))


def compare_rounds(
    data: "Project | Study",
    *,
    coders: Sequence[str],
    codes: Sequence[str],
    unit: str,
    branch: bool,
    options: AnalysisOptions,
) -> AnalysisResult:
    """Return the closed rounds side by side; NotFoundError for a name that no round has among its coders."""
    if not isinstance(data, Project):
        raise UsageError("Rounds need their project.", "Open the project.")
    names = split_names((*coders, *options.coders))
    known = {coder for each in rounds.read_all(data.database) for coder in each.coders}
    for name in names:
        if name not in known and suggester_of(name):
            raise UsageError(
                "--over-time compares rounds of people.", f"Use `qualcode agreement ROUND --coders {name}`."
            )
        if name not in known:
            raise NotFoundError.among("coder of a round", name, sorted(known))
    table = agreement_over_time(
        data, coders=names, codes=codes, unit=unit, branch=branch, options=replace(options, coders=())
    )
    return AnalysisResult(
        table=table,
        title="Agreement of rounds",
        topic="agreement over time",
        codebook=current_codebook(data).codebook,
        empty="No round has been closed yet: `qualcode rounds close NAME`.",
        chart=ChartSpec(kind="intervals", title="Agreement of rounds", measure="alpha"),
    )


def agreement_over_time(
    project: Project,
    *,
    coders: Sequence[str],
    codes: Sequence[str],
    unit: str,
    branch: bool,
    options: AnalysisOptions,
) -> "pd.DataFrame":
    """Return one row for each closed round, oldest first, with pooled coefficients of all codes.

    Rounds in which not all of the named coders coded are left out.
    """
    from qualcode.tables import frame

    closed = sorted(
        (each for each in rounds.read_all(project.database) if not each.is_open),
        key=lambda each: each.closed_at,
    )
    rows: list[tuple[Value, ...]] = []
    for each in closed:
        if not set(coders) <= set(each.coders):
            continue
        coding = double_coding(
            project,
            round_name=each.name,
            coders=coders,
            codes=codes,
            unit=unit,
            branch=branch,
            options=options,
        )
        facts = (each.name, each.closed_at, ", ".join(coding.coded.coders), each.codebook_version)
        rows.append((*facts, *_figures(coding)))
    return frame(Listing(columns=_COLUMNS, rows=tuple(rows)))


def _figures(coding: DoubleCoding) -> tuple[Value, ...]:
    """Return sources, units and pooled coefficients with the ends of their intervals."""
    from qualcode.tables.agreement.results.pooled_agreement import pooled_agreement

    twice = coding.coded.coded_twice()
    pooled = pooled_agreement(twice)
    values = [pooled.get(f"{name}{end}") for name in _COEFFICIENTS for end in ("", "_low", "_high")]
    return len(twice.sources), int(twice.units.sum()), *values
