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
from qualcode.workflows.reports import report_sections
from qualcode.workflows.reports.chart_data import chart_data
from qualcode.workflows.reports.report_data import ReportData, gather_report_data

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.reports import ReportChart, StudyReport

_MOST_OPTIONS = 40
"""Attributes with more values than this have no filter."""
_DAY = len("2026-01-31")
_DESCRIPTIONS = {
    "barcode": "A strip for each source and theme, from the first word to the last, dark where coded.",
    "timeline": "A bar for each day, divided by coder.",
    "network": "Codes as dots, pairs as lines, the thicker the more often. The table below has the numbers.",
    "curve": "A line of the codes found so far, rising source by source. The table below has the numbers.",
}


def write_report(
    project: Project,
    to: Sequence[Path] = (),
    *,
    methods: bool = False,
    pseudonymous: bool = False,
    coders: Sequence[str] = (),
    order: str = "",
) -> list[Path]:
    """Write the report (or only the methods facts) to these files, or into the project; return their paths.

    The ending of each file selects the format. Saturation takes the sources in the order of the attribute
    `order`, or of their names.
    """
    from qualcode.reports.methods_document import METHODS_WRITERS
    from qualcode.reports.report_page import REPORT_WRITERS
    from qualcode.workflows.reports.methods_section import build_methods

    names = ("methods.md", "methods.docx") if methods else ("report.html",)
    files = list(to) or [project.folder / name for name in names]
    formats = [(METHODS if methods else REPORT).of_file(file) for file in files]
    if methods:
        section = build_methods(project, pseudonymous=pseudonymous, coders=coders, order=order)
        contents = {name: METHODS_WRITERS[name](section) for name in set(formats)}
    else:
        overview = build_report(project, pseudonymous=pseudonymous, coders=coders, order=order)
        contents = {name: REPORT_WRITERS[name](overview) for name in set(formats)}
    return [write_atomically(file, contents[name]) for file, name in zip(files, formats, strict=True)]


def build_report(
    project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = (), order: str = ""
) -> "StudyReport":
    """Return the report of the study, with the codings of these coders or of all."""
    from qualcode import tables
    from qualcode.reports import StudyReport

    data = gather_report_data(project, pseudonymous=pseudonymous, coders=coders, order=order)
    study, scope = data.study, data.scope
    saturation = tables.saturation(study, order=data.order, scope=scope)
    labels_of = tables.traces(
        study,
        (
            *report_sections.STANDARD_FILTERS,
            *report_sections.reported_attributes(study, pseudonymous=pseudonymous),
        ),
        scope=scope,
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
        sources=tables.listing(tables.sources(study, scope=scope)),
        frequencies=tables.listing(tables.frequencies(study, scope=scope)),
        crosstabs=tuple(report_sections.crosstabs(data, labels_of)),
        cooccurrence=tables.listing(tables.cooccurrence(study, scope=scope)),
        saturation=tables.listing(saturation),
        quotes=tuple(report_sections.report_quotes(data, labels_of, tuple(filters))),
        filters=filters,
        charts=_charts(data, saturation),
    )


def _charts(data: ReportData, saturation: "pd.DataFrame") -> "Mapping[str, ReportChart]":
    """Return the charts by section of the report; none if the extra `pictures` is not installed."""
    from qualcode import tables
    from qualcode.reports import ReportChart, chart_files

    study, scope = data.study, data.scope
    if not chart_files.is_available() or not len(study.within(scope).spans):
        return {}
    charts = {
        "barcode": ("barcode", "Themes over the course of each source", tables.barcode(study, scope=scope)),
        "timeline": ("timeline", "Codings by day and coder", tables.timeline(study, scope=scope)),
        "cooccurrence": ("network", "Codes on overlapping words", tables.cooccurrence(study, scope=scope)),
        "saturation": ("curve", "Different codes, source by source", saturation),
    }
    return {
        section: ReportChart(
            title=title,
            svg=chart_files.render_svg(chart_data(data.codebook, tables.listing(table), kind, title)),
            description=_DESCRIPTIONS[kind],
        )
        for section, (kind, title, table) in charts.items()
        if len(table)
    }
