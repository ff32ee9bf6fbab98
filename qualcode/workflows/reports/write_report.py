"""Reporting: tables, quotes and pictures of one study, made from the same codings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.errors import UsageError
from qualcode.files import write_whole
from qualcode.model.colors import colors_of
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
_REPORT, _METHODS = (".html", ".htm"), (".md", ".docx")
_IN_WORDS = {
    "barcode": "A strip for each source and theme, from the first word to the last, dark where coded.",
    "timeline": "A bar for each day, divided by coder.",
    "network": "Codes as dots, pairs as lines, the thicker the more often. The table below has the numbers.",
    "curve": "A line of the codes found so far, rising source by source. The table below has the numbers.",
}
_ENDINGS = "The report is an .html file; with --methods, the facts are an .md or a .docx file."


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
    A file's name says what it is: `.html` the report, `.md` and `.docx` the facts on methods.
    """
    from qualcode.reports import methods_docx, methods_markdown, page
    from qualcode.workflows.reports.methods_section import methods as facts

    names = ("methods.md", "methods.docx") if methods else ("report.html",)
    files = list(to) or [project.folder / name for name in names]
    known = _METHODS if methods else _REPORT
    for file in files:
        if file.suffix.lower() not in known:
            raise UsageError(f"{file.name} is not a file that can be made here.", _ENDINGS)
    if not methods:
        text = page(report(project, pseudonymous=pseudonymous, coders=coders, order=order))
        return [write_whole(file, text.encode()) for file in files]
    found = facts(project, pseudonymous=pseudonymous, coders=coders, order=order)
    as_text, as_word = methods_markdown(found).encode(), methods_docx(found)
    return [write_whole(file, as_word if file.suffix.lower() == ".docx" else as_text) for file in files]


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
    if not picture_files.available() or not len(study.within(scope).pieces):
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
