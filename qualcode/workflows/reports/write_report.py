"""Reporting: tables, quotes and pictures of one study, made from the same codings."""

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
from qualcode.workflows.reports.chart_data import drawing
from qualcode.workflows.reports.report_data import ReportData, material

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.reports import ReportChart, StudyReport

_MOST_OPTIONS = 40
"""Attributes with more values than this are no filter."""
_DAY = len("2026-01-31")
_IN_WORDS = {
    "barcode": "A strip for each source and theme, from the first word to the last, dark where coded.",
    "timeline": "A bar for each day, divided by coder.",
    "network": "Codes as dots, pairs as lines, the thicker the more often. The table below has the numbers.",
    "curve": "A line of the codes found so far, rising source by source. The table below has the numbers.",
}


def write(
    project: Project,
    to: Sequence[Path] = (),
    *,
    methods: bool = False,
    pseudonymous: bool = False,
    coders: Sequence[str] = (),
    order: str = "",
) -> list[Path]:
    """Write the report (or only the facts on methods) to these files, or into the project; return them.

    Saturation is of the sources in the order of the attribute `order`, or of their names.
    The ending of each file selects the format.
    """
    from qualcode.reports.methods_document import METHODS_WRITERS
    from qualcode.reports.report_page import REPORT_WRITERS
    from qualcode.workflows.reports.methods_section import methods as facts

    names = ("methods.md", "methods.docx") if methods else ("report.html",)
    files = list(to) or [project.folder / name for name in names]
    formats = [(METHODS if methods else REPORT).of_file(file) for file in files]
    if methods:
        section = facts(project, pseudonymous=pseudonymous, coders=coders, order=order)
        contents = {name: METHODS_WRITERS[name](section) for name in set(formats)}
    else:
        overview = report(project, pseudonymous=pseudonymous, coders=coders, order=order)
        contents = {name: REPORT_WRITERS[name](overview) for name in set(formats)}
    return [write_atomically(file, contents[name]) for file, name in zip(files, formats, strict=True)]


def report(
    project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = (), order: str = ""
) -> "StudyReport":
    """Return the report of a study; of some coders' codings only, where they are named."""
    from qualcode import tables
    from qualcode.reports import StudyReport

    made_of = material(project, pseudonymous=pseudonymous, coders=coders, order=order)
    study, scope = made_of.study, made_of.scope
    saturation = tables.saturation(study, order=made_of.order, scope=scope)
    traced = tables.traces(
        study,
        (*report_sections.ALWAYS, *report_sections.attributes_of(study, pseudonymous=pseudonymous)),
        scope=scope,
    )
    filters = {
        name: one.labels
        for name, one in traced.items()
        if name in report_sections.ALWAYS or len(one.labels) <= _MOST_OPTIONS
    }
    return StudyReport(
        name=project.settings.name or project.folder.name,
        made_on=now()[:_DAY],
        version=__version__,
        pseudonymous=pseudonymous,
        facts=tuple(report_sections.facts(made_of, traced)),
        remarks=tuple(report_sections.remarks(made_of, traced, pseudonymous=pseudonymous)),
        codebook=made_of.codebook,
        colors=colors_of(made_of.codebook),
        sources=tables.listing(tables.sources(study, scope=scope)),
        frequencies=tables.listing(tables.frequencies(study, scope=scope)),
        grids=tuple(report_sections.grids(made_of, traced)),
        cooccurrence=tables.listing(tables.cooccurrence(study, scope=scope)),
        saturation=tables.listing(saturation),
        passages=tuple(report_sections.passages(made_of, traced, tuple(filters))),
        filters=filters,
        pictures=_pictures(made_of, saturation),
    )


def _pictures(made_of: ReportData, saturation: "pd.DataFrame") -> "Mapping[str, ReportChart]":
    """Return the pictures by the section that they stand in; none where the extra is not installed."""
    from qualcode import tables
    from qualcode.reports import ReportChart, picture_files

    study, scope = made_of.study, made_of.scope
    if not picture_files.available() or not len(study.within(scope).spans):
        return {}
    drawn = {
        "barcode": ("barcode", "What is spoken about when", tables.barcode(study, scope=scope)),
        "timeline": ("timeline", "Codings by day and coder", tables.timeline(study, scope=scope)),
        "cooccurrence": ("network", "Codes on overlapping words", tables.cooccurrence(study, scope=scope)),
        "saturation": ("curve", "Different codes, source by source", saturation),
    }
    return {
        section: ReportChart(
            title=title,
            svg=picture_files.svg(drawing(made_of.codebook, tables.listing(table), kind, title)),
            description=_IN_WORDS[kind],
        )
        for section, (kind, title, table) in drawn.items()
        if len(table)
    }
