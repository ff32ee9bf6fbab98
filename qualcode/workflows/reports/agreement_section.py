"""The report's section on agreement: of the last closed round, or of what coders have finished."""

from typing import TYPE_CHECKING

from qualcode.store.project import Project
from qualcode.store.records.rounds import rounds
from qualcode.workflows.agreement.coder_agreement import agreement
from qualcode.workflows.agreement.methods_paragraph import METHODS
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.reports.report_data import ReportData

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.reports import ReportAgreement

_TITLES = {
    "percent": "percent agreement",
    "f1": "F1",
    "alpha": "alpha",
    "kappa": "kappa",
    "fleiss": "Fleiss' kappa",
}


def report_agreement(project: Project, data: ReportData) -> AnalysisResult | None:
    """Return the agreement on each code; None where fewer than two coders have finished the same source.

    It is that of the round of several people that was closed last, as it was when it was closed; else that
    of a coder with themselves; without any, that of the present codings.
    """
    closed = [each for each in rounds.read_all(project.database) if not each.is_open]
    for each in sorted(closed, key=lambda each: (not each.settings.again_of, each.closed_at), reverse=True):
        coders = data.options.coders
        if set(coders) <= set(each.coders):
            result = agreement(project, each.name, options=data.options)
            if len(result.table):
                return result
    result = agreement(data.study, options=data.options)
    return result if len(result.table) else None


def report_table(result: AnalysisResult) -> "ReportAgreement":
    """Return the table for the report, with its notes and the paragraph for a methods section."""
    from qualcode.reports import ReportAgreement
    from qualcode.tables import listing

    return ReportAgreement(
        cells=listing(result.printed("")), notes=(*result.notes, *_methods_paragraph(result))
    )


def agreement_facts(result: AnalysisResult) -> "Iterator[str]":
    """Yield how coders' agreement was measured, and the coefficients over all codes with their intervals."""
    yield from (sentence.removeprefix(METHODS) for sentence in _methods_paragraph(result))
    printed = result.printed("")
    for row in printed[printed["code"] == ""].to_dict("records"):
        figures = [f"{title} {row[name]}" for name, title in _TITLES.items() if row.get(name)]
        yield f"Over all codes: {', '.join(figures)}."


def _methods_paragraph(result: AnalysisResult) -> list[str]:
    return [sentence for sentence in result.scope if sentence.startswith(METHODS)]
