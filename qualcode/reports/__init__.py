"""A study for its readers: an HTML report in one file, the facts for a methods section, charts as files.

    render_page(report)                                StudyReport → one self-contained HTML document
    chart_files.write_chart(data, path)            ChartData → SVG, PNG or HTML file
    methods_markdown(methods), methods_docx(methods)   Methods → the facts that COREQ asks for

All input is values: listings counted elsewhere, quotes with their codings, and the codebook. The templates
escape all text of interviews.
"""

from qualcode.reports.chart_kinds import ChartData, ChartKind
from qualcode.reports.methods_document import Methods, MethodsItem, methods_docx, methods_markdown
from qualcode.reports.report_page import render_page
from qualcode.reports.study_report import (
    QuoteCoding,
    ReportAgreement,
    ReportChart,
    ReportQuote,
    ReportTable,
    StudyReport,
)

__all__ = [
    "ChartData",
    "ChartKind",
    "Methods",
    "MethodsItem",
    "QuoteCoding",
    "ReportAgreement",
    "ReportChart",
    "ReportQuote",
    "ReportTable",
    "StudyReport",
    "methods_docx",
    "methods_markdown",
    "render_page",
]
