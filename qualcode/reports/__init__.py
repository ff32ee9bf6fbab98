"""What others get to read of a study: an HTML report in one file, the facts for a methods section, pictures.

    page(report) -> str                        StudyReport → one self-contained HTML document
    pictures.write(drawing, path), pictures.svg(drawing)   Drawing (a table, its Kind, a title) → a picture
    methods_markdown(methods), methods_docx(methods)   Methods → the facts that COREQ asks for

Everything comes in as values: listings that were counted elsewhere, passages with the codings on them, and
the codebook. The templates are beside this module; whatever an interview says is escaped in every one.
"""

from qualcode.reports.chart_kinds import ChartData, ChartKind
from qualcode.reports.methods_document import Methods, MethodsItem, methods_docx, methods_markdown
from qualcode.reports.report_page import page
from qualcode.reports.study_report import QuoteCoding, ReportChart, ReportQuote, ReportTable, StudyReport

__all__ = [
    "ChartData",
    "ChartKind",
    "Methods",
    "MethodsItem",
    "QuoteCoding",
    "ReportChart",
    "ReportQuote",
    "ReportTable",
    "StudyReport",
    "methods_docx",
    "methods_markdown",
    "page",
]
