"""Agreement of closed rounds side by side; in a round drawn anew, that of a coder with themselves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Listing, Value
from qualcode.store.project import Project
from qualcode.store.records.rounds import rounds
from qualcode.workflows.agreement.double_coding import DoubleCoding, double_coding
from qualcode.workflows.agreement.machine_coder import suggester_of
from qualcode.workflows.agreement.methods_paragraph import methods_over_time
from qualcode.workflows.agreement.missing_intervals import has_intervals
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.result_notes import scope_sentences
from qualcode.workflows.project.chosen_codes import split_names
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project.filter_codes import filter_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.tables import Study

_NONE_CLOSED = "No round has been closed yet: `qualcode rounds close NAME`."
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
    codings = _closed_rounds(data, names, codes=codes, unit=unit, branch=branch, options=options)
    codebook = current_codebook(data).codebook
    if codings:  # NotFoundError for a code that is neither in a round nor in the codebook
        filter_codes(codebook, sorted(set.intersection(*(set(each.missing_codes) for each in codings))))
    empty = f"No closed round has {', '.join(names)} among its coders." if names else _NONE_CLOSED
    return AnalysisResult(
        table=_table(codings),
        title="Agreement of rounds",
        topic="agreement over time",
        codebook=codebook,
        notes=tuple(_notes(codings)),
        scope=(
            *scope_sentences(replace(options, coders=names), _all_coders(codings)),
            *([methods_over_time(codings)] if codings else []),
        ),
        empty=empty,
        chart=ChartSpec(kind="intervals", title="Agreement of rounds", measure="alpha"),
    )


def _closed_rounds(
    project: Project,
    coders: Sequence[str],
    *,
    codes: Sequence[str],
    unit: str,
    branch: bool,
    options: AnalysisOptions,
) -> list[DoubleCoding]:
    """Return the closed rounds in which all of these coders coded, oldest first."""
    closed = sorted(
        (each for each in rounds.read_all(project.database) if not each.is_open),
        key=lambda each: each.closed_at,
    )
    return [
        double_coding(
            project,
            round_name=each.name,
            coders=coders,
            codes=codes,
            unit=unit,
            branch=branch,
            options=replace(options, coders=()),
            skip_unknown_codes=True,
        )
        for each in closed
        if set(coders) <= set(each.coders)
    ]


def _table(codings: Sequence[DoubleCoding]) -> "pd.DataFrame":
    """Return one row for each closed round, oldest first, with pooled coefficients of all codes."""
    from qualcode.tables import frame

    rows: list[tuple[Value, ...]] = []
    for coding in codings:
        if coding.frozen is not None:
            closed = coding.frozen.round
            coders = ", ".join(coding.coded.coders)
            facts = (closed.name, closed.closed_at, coders, closed.codebook_version)
            rows.append((*facts, *_figures(coding)))
    return frame(Listing(columns=_COLUMNS, rows=tuple(rows)))


def _all_coders(codings: Sequence[DoubleCoding]) -> list[str]:
    return sorted({name for each in codings for name in each.coded.coders})


def _notes(codings: Sequence[DoubleCoding]) -> "Iterator[str]":
    """Yield what is missing in the figures of each round."""
    for coding in codings:
        if coding.frozen is not None:
            notes = list(coding.limits())
            if coding.missing_codes:
                notes.append(f"There is no code {', '.join(coding.missing_codes)} in it.")
            if not has_intervals(coding):
                notes.append("No intervals (`qualcode guide intervals`).")
            yield from (f"Round {coding.frozen.round.name}: {note}" for note in notes)


def _figures(coding: DoubleCoding) -> tuple[Value, ...]:
    """Return sources, units and pooled coefficients with the ends of their intervals."""
    from qualcode.tables.agreement.results.pooled_agreement import pooled_agreement

    twice = coding.coded.coded_twice()
    pooled = pooled_agreement(twice)
    values = [pooled.get(f"{name}{end}") for name in _COEFFICIENTS for end in ("", "_low", "_high")]
    return len(twice.sources), int(twice.units.sum()), *values
