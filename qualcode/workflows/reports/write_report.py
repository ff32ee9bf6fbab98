"""The report of a study: tables, quotes and charts that are made from the same codings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.files import write_atomically
from qualcode.model.colors import colors_of
from qualcode.output_formats import METHODS, REPORT
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses.barcode_analysis import barcode
from qualcode.workflows.analysis.analyses.cooccurrence_analysis import cooccurrence
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.saturation_analysis import saturation
from qualcode.workflows.analysis.analyses.timeline_analysis import timeline
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.reports import report_sections
from qualcode.workflows.reports.agreement_section import report_agreement, report_table
from qualcode.workflows.reports.chart_data import chart_of
from qualcode.workflows.reports.report_data import ReportData, gather_report_data

if TYPE_CHECKING:
    from qualcode.reports import ReportChart, StudyReport

_MOST_OPTIONS = 40
"""Attributes with more values than this have no filter."""
_DAY = len("2026-01-31")
_DESCRIPTIONS = {
    "barcode": "A strip for each source and theme, from the first word to the last, dark where coded.",
    "intervals": "A dot for each code with its interval. The table below has the numbers.",
    "timeline": "A bar for each day, divided by coder.",
    "network": "Codes as dots, pairs as lines, the thicker the more often. The table below has the numbers.",
    "curve": "A line of the codes found so far, rising source by source. The table below has the numbers.",
}


def write_report(
    project: Project,
    to: Sequence[Path] = (),
    form: str = "",
    *,
    methods: bool = False,
    pseudonymous: bool = False,
    order: str = "",
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> list[Path]:
    """Write the report (or only the methods facts) to these files, or into the project; return their paths.

    The ending of each file selects its format unless `form` does. Saturation takes the sources in the order
    of the attribute `order`, or of their names.
    """
    from qualcode.reports.methods_document import METHODS_WRITERS
    from qualcode.reports.report_page import REPORT_WRITERS
    from qualcode.workflows.reports.methods_section import build_methods

    output = METHODS if methods else REPORT
    names = [f"{'methods' if methods else 'report'}{output.ending(name)}" for name in output.names]
    files = list(to) or [project.folder / name for name in names]
    formats = [output.choose(file, form) for file in files]
    if methods:
        section = build_methods(project, pseudonymous=pseudonymous, order=order, options=options)
        contents = {name: METHODS_WRITERS[name](section) for name in set(formats)}
    else:
        overview = build_report(project, pseudonymous=pseudonymous, order=order, options=options)
        contents = {name: REPORT_WRITERS[name](overview) for name in set(formats)}
    return [write_atomically(file, contents[name]) for file, name in zip(files, formats, strict=True)]


def build_report(
    project: Project,
    *,
    pseudonymous: bool = False,
    order: str = "",
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> "StudyReport":
    """Return the report of the part of the study that the options select."""
    from qualcode import tables
    from qualcode.reports import StudyReport

    data = gather_report_data(project, pseudonymous=pseudonymous, order=order, options=options)
    study = data.study
    new_codes = saturation(study, order=order, options=options)
    pairs = cooccurrence(study, options=options)
    agreed = report_agreement(project, data)
    drawn = {"cooccurrence": pairs, "saturation": new_codes, **({"agreement": agreed} if agreed else {})}
    labels_of = tables.traces(
        study,
        (
            *report_sections.STANDARD_FILTERS,
            *report_sections.reported_attributes(study, pseudonymous=pseudonymous),
        ),
        scope=data.scope,
    )
    filters = {
        name: traces.labels
        for name, traces in labels_of.items()
        if name in report_sections.STANDARD_FILTERS or len(traces.labels) <= _MOST_OPTIONS
    }
    return StudyReport(
        name=project.settings.name or project.folder.name,
        made_on=now()[:_DAY],
        version=__version__,
        pseudonymous=pseudonymous,
        facts=tuple(report_sections.study_facts(data, labels_of)),
        remarks=tuple(report_sections.remarks(data, labels_of, pseudonymous=pseudonymous)),
        codebook=data.codebook,
        colors=colors_of(data.codebook),
        sources=tables.listing(study_tables.sources(study, options=options).table),
        frequencies=tables.listing(frequencies(study, options=options).table),
        crosstabs=tuple(report_sections.crosstabs(data, labels_of)),
        cooccurrence=tables.listing(pairs.table),
        saturation=tables.listing(new_codes.table),
        agreement=report_table(agreed) if agreed else None,
        quotes=tuple(report_sections.report_quotes(data, labels_of, tuple(filters))),
        filters=filters,
        charts=_charts(data, drawn),
    )


def _charts(data: ReportData, results: Mapping[str, AnalysisResult]) -> "Mapping[str, ReportChart]":
    """Return the charts by section of the report; none if the extra `pictures` is not installed."""
    from qualcode.reports import ReportChart, chart_files

    study, options = data.study, data.options
    if not chart_files.is_available() or not len(study.within(data.scope).spans):
        return {}
    drawn = {
        "barcode": barcode(study, options=options),
        "timeline": timeline(study, options=options),
        **results,
    }
    charts = {section: chart_of(result) for section, result in drawn.items() if len(result.table)}
    return {
        section: ReportChart(
            title=chart.title,
            svg=chart_files.render_svg(chart),
            description=_DESCRIPTIONS[chart.kind],
        )
        for section, chart in charts.items()
    }
