"""The command `agreement`: coefficients of agreement between coders, in several tables."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qualcode.errors import UsageError
from qualcode.model import Listing
from qualcode.text.command_arguments import shown_name
from qualcode.workflows.agreement.agreement_over_time import compare_rounds
from qualcode.workflows.agreement.double_coding import DoubleCoding, double_coding
from qualcode.workflows.agreement.methods_paragraph import methods_paragraph
from qualcode.workflows.agreement.missing_intervals import missing_figures
from qualcode.workflows.agreement.requested_tables import (
    VIEWS,
    View,
    further_coefficients,
    require_comparable,
    require_none,
    unit_of_table,
)
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import AllCodes, Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.store.project import Project
    from qualcode.tables import Study

_ONE_CODER = "Only {coder} was named: agreement is between two coders or more, as in --coders ann,ben."
_NOBODY = (
    "No source has been finished by two coders. Mark what is coded to the end: "
    "`qualcode sources finish SOURCE --coder NAME`."
)
_STANDARD_ERROR = (
    "The standard error of kappa takes every {unit} as independent of the others, which {unit}s of one "
    "interview are not: it is too small, and no interval should be made of it."
)
_ALPHA_OF_2004 = (
    "u2004 is alpha_U as Krippendorff defined it in 1995 and 2004: not comparable with u-alpha, |u-alpha, "
    "cu-alpha and (k)u-alpha of 2016. It is of the sources that all these coders have finished."
)
_SEGMENTATION = (
    "Only boundary_pi is corrected for chance; segmentation_similarity is near 1 for every rare code, "
    "whoever agrees on it. WindowDiff is 0 where all boundaries agree."
)
_NOT_CONFUSED = "No code was given where another coder gave another one."
_NOT_USED = "Nobody used any of these codes in these sources: there is nothing to agree on."
_NO_VARIATION = (
    "Every coder gave every unit these codes: there is no variation, and no chance to correct for."
)
_UNFINISHED_ROUND = "No source of this round was finished by two of its coders."


def agreement(  # noqa: PLR0913 - its parameters are the options of its command
    data: "Project | Study",
    round_name: Annotated[
        str, Parameter("A closed round; default: what the coders have finished.", "[ROUND]", is_argument=True)
    ] = "",
    *,
    coders: Annotated[
        Sequence[str],
        Parameter(
            "These coders, separated by commas; default: all who finished. `learned` and `patterns` are "
            "suggesters beside them.",
            "NAMES",
        ),
    ] = (),
    unit: Annotated[str, Parameter("character, sentence, turn, source or span.", "UNIT")] = "character",
    codes: Annotated[
        Sequence[str],
        Parameter("Only these codes or @groups, separated by commas.", "KEYS", "--codes --code -c"),
    ] = (),
    branch: Annotated[bool, Parameter("Count the codes under a code as that code.")] = False,
    show: Annotated[
        str, Parameter("codes, pairs, overall, boundaries, segmentation or confusion.", "TABLE")
    ] = "codes",
    also: Annotated[
        Sequence[str], Parameter("Further coefficients: pi, ac1, bp, neg, max, se, u2004.", "NAMES")
    ] = (),
    min_alpha: Annotated[
        float | None,
        Parameter("Exit with 3 if alpha, or the lower end of its interval, is below this.", least=-1, most=1),
    ] = None,
    all_codes: AllCodes = False,
    over_time: Annotated[bool, Parameter("All closed rounds side by side, oldest first.")] = False,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Measure how far coders agree: percent, F1, Krippendorff's alpha, kappa, with intervals over sources."""
    if over_time:
        require_none(round_name, also, min_alpha, show != "codes", unit == "span", all_codes)
        return compare_rounds(data, coders=coders, codes=codes, unit=unit, branch=branch, options=options)
    further = further_coefficients(also, unit, show)
    coding = double_coding(
        data, round_name=round_name, coders=coders, codes=codes, unit=unit_of_table(unit, show),
        branch=branch, options=options,
    )  # fmt: skip
    require_comparable(coding, show, min_alpha, further)
    table = _TABLES[show](coding, further, all_codes) if _is_coded_twice(coding) else None
    finding = () if min_alpha is None else tuple(_below(coding, min_alpha))
    notes = (*coding.notes(), *_notes(coding, show, further), *missing_figures(coding, table), *finding)
    methods = () if table is None else (methods_paragraph(coding, show, further),)
    result = _result(coding, table, VIEWS[show], notes)
    return replace(result, scope=(*result.scope, *methods), is_finding=bool(finding))


def _why_empty(coding: DoubleCoding, table: "pd.DataFrame | None", view: View) -> str:
    """Return why a table has no rows: without a table, no source was finished by two coders."""
    if table is not None:
        if view is VIEWS["confusion"]:
            return _NOT_CONFUSED
        return _NO_VARIATION if len(coding.coded.coded_twice()) else _NOT_USED
    if len(coding.named) == 1 and not coding.machines:
        return _ONE_CODER.format(coder=shown_name(coding.named[0]))
    return _UNFINISHED_ROUND if coding.frozen else _NOBODY


def _result(
    coding: DoubleCoding, table: "pd.DataFrame | None", view: View, notes: Sequence[str]
) -> AnalysisResult:
    selected = coding.selected
    coders = coding.coded.coders
    compared = replace(
        selected,
        study=selected.study.with_codes(coding.coded.codes),
        scope=replace(selected.scope, coders=coders),
        options=replace(selected.options, coders=coders),
    )
    return compared.result(
        _empty_table() if table is None else table,
        title=f"{view.title}, people and machine" if coding.machines else view.title,
        topic=view.topic,
        pooled=False,
        notes=notes,
        empty=_why_empty(coding, table, view),
        chart=_chart(view, coding),
    )


def _by_code(coding: DoubleCoding, further: Sequence[str], all_codes: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.code_agreement import agreement_by_code, agreement_on_spans

    if coding.machines:
        from qualcode.tables.agreement.results.machine_agreement import agreement_with_machine

        [machine] = coding.machines
        return agreement_with_machine(
            coding.coded, coding.labels, machine.coder, also=further, all_codes=all_codes
        )
    if coding.unit == "span":
        return agreement_on_spans(coding.coded, coding.labels, all_codes=all_codes)
    return agreement_by_code(coding.coded, coding.labels, also=further, all_codes=all_codes)


def _by_pair(coding: DoubleCoding, _: Sequence[str], __: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.pair_agreement import agreement_by_pair

    return agreement_by_pair(coding.coded)


def _overall(coding: DoubleCoding, _: Sequence[str], __: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.overall_agreement import agreement_overall

    return agreement_overall(coding.coded)


def _boundaries(coding: DoubleCoding, further: Sequence[str], _: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.boundary_agreement import agreement_on_boundaries

    return agreement_on_boundaries(coding.coded, coding.labels, with_alpha_of_2004="u2004" in further)


def _segmentation(coding: DoubleCoding, _: Sequence[str], __: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.segmentation_agreement import agreement_on_segmentations

    return agreement_on_segmentations(coding.coded, coding.labels)


def _confusion(coding: DoubleCoding, _: Sequence[str], __: bool) -> "pd.DataFrame":
    from qualcode.tables.agreement.results.confusion_table import confusion_table

    return confusion_table(coding.coded)


_TABLES: dict[str, Callable[[DoubleCoding, Sequence[str], bool], "pd.DataFrame"]] = {
    "codes": _by_code,
    "pairs": _by_pair,
    "overall": _overall,
    "boundaries": _boundaries,
    "segmentation": _segmentation,
    "confusion": _confusion,
}


def _is_coded_twice(coding: DoubleCoding) -> bool:
    return bool((coding.coded.finished.sum(axis=1) > 1).any())


def _empty_table() -> "pd.DataFrame":
    from qualcode.tables import frame

    return frame(Listing(columns=("code",), rows=()))


def _notes(coding: DoubleCoding, show: str, further: Sequence[str]) -> list[str]:
    """Return what a reader has to know of these figures."""
    if not _is_coded_twice(coding):
        return []
    notes = []
    if coding.machines and coding.unit == "character":
        notes.append("A suggester codes whole segments: compared by characters, its ends count against it.")
    if {"ac1", "bp", "neg"} & set(further) and coding.unit == "character":
        notes.append(
            "AC1, Brennan-Prediger and negative agreement are near 1 for every rare code, whoever agrees on "
            "it."
        )
    if "se" in further:
        notes.append(_STANDARD_ERROR.format(unit=coding.unit))
    if "u2004" in further:
        notes.append(_ALPHA_OF_2004)
    if show == "segmentation":
        notes.append(_SEGMENTATION)
    if show == "confusion":
        notes.append("Only codes that were given where another coder gave another code.")
    if show == "boundaries" and _overlaps(coding):
        notes.append(
            "u-alpha, cu-alpha and (k)u-alpha are missing, as a coder gave some words two of these codes: "
            "choose codes that exclude each other with --codes."
        )
    return notes


def _overlaps(coding: DoubleCoding) -> bool:
    from qualcode.tables.agreement.unitizing import unitizing_tallies

    return _is_coded_twice(coding) and unitizing_tallies(coding.coded.coded_twice()) is None


def _below(coding: DoubleCoding, min_alpha: float) -> "Iterator[str]":
    """Yield which codes may have an alpha below the limit, or that there is no alpha; nothing if neither."""
    from qualcode.tables.agreement.results.code_agreement import agreement_by_code

    if coding.unit == "span":
        raise UsageError("Spans have no alpha.", "Use --min-alpha with another --unit.")
    table = agreement_by_code(coding.people, coding.labels)
    if table.empty or table["alpha"].isna().all():
        yield f"There is no alpha that could be compared with {min_alpha:g}."
        return
    least = table["alpha_low"].fillna(table["alpha"])
    low = table[least < min_alpha]
    names = [
        f"{code or label} {value:.3f}"
        for code, label, value in zip(low["code"], low["label"], least[low.index], strict=True)
    ]
    if names:
        yield f"Alpha (lower end of its interval, if any) may be below {min_alpha:g}: {', '.join(names)}."


def _chart(view: View, coding: DoubleCoding) -> ChartSpec:
    if not view.chart:
        return ChartSpec(
            kind="bars", title=view.title, problem="Use --plot with the tables codes and confusion."
        )
    measure = f"{coding.unit}s"
    if view.chart == "intervals":
        measure = "f1" if coding.unit == "span" else "alpha"
        if coding.machines and len(coding.people.coders) == 1:
            measure = "machine_alpha"
    return ChartSpec(kind=view.chart, title=view.title, measure=measure)
