"""The report as one self-contained HTML file that makes no network request.

Style and script are inline, and the content security policy allows only these two, by their hashes: no
browser runs anything that an interview contains, or fetches anything for it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qualcode.model import CodeKey
from qualcode.reports.code_examples import example_numbers
from qualcode.reports.quote_filters import filter_data, quote_filters
from qualcode.reports.report_links import quotes_link
from qualcode.reports.report_sheets import (
    agreement_sheet,
    cooccurrence_sheet,
    crosstab_sheet,
    frequency_sheet,
    source_sheet,
)
from qualcode.reports.study_report import ReportChart, StudyReport

_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_NO_COLOR = "#767676"
_SOURCE_COLUMNS = ("kind", "cases", "turns", "words", "codings", "codes", "coders", "coded_share")
_SATURATION_COLUMNS = ("codes", "new_codes", "all_codes", "new_information")


def render_page(report: StudyReport) -> str:
    """Return the report as a self-contained HTML document."""
    keys = [*report.codebook.keys, *_missing_codes(report)]
    numbers = {key: number for number, key in enumerate(keys)}
    style = _template_text("report.css") + _color_classes(report, keys)
    script = _template_text("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704 - the package's style sheet, and validated colours
            script=Markup(script),  # noqa: S704 - the package's script
            policy=_policy(style, script),
            filter_data=filter_data(report),
            quote_filters=quote_filters(report),
            example_numbers=example_numbers(report.quotes),
            color=lambda key: f"c{numbers[key]}" if key in numbers else "",
            title=lambda key: report.codebook.code(key).title if key in report.codebook else key,
            quotes_link=quotes_link,
            codings=_codings_by_code(report),
            frequencies=frequency_sheet(report.frequencies),
            crosstabs=[
                (crosstab, crosstab_sheet(crosstab, report.codebook)) for crosstab in report.crosstabs
            ],
            cooccurrence=cooccurrence_sheet(report.cooccurrence, report.codebook),
            sources=source_sheet(report.sources, _SOURCE_COLUMNS, "Sources, words, codings and coded share"),
            saturation=source_sheet(report.saturation, _SATURATION_COLUMNS, "New codes by source"),
            agreement=agreement_sheet(report.agreement.cells, report.codebook) if report.agreement else None,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("qualcode.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["image"] = _image
    environment.filters["words"] = lambda name: name.replace("_", " ")
    return environment


@cache
def _template_text(name: str) -> str:
    environment = _environment()
    source, _, _ = PackageLoader("qualcode.reports").get_source(environment, name)
    return source


def _policy(style: str, script: str) -> str:
    allowed = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{allowed[0]}'; script-src 'sha256-{allowed[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _color_classes(report: StudyReport, keys: list[CodeKey]) -> str:
    """Return a CSS class for each code; only valid colours, since others could end the style sheet."""
    colors = (report.colors.get(key, _NO_COLOR) for key in keys)
    safe = (color if _COLOR.fullmatch(color) else _NO_COLOR for color in colors)
    return "".join(f".c{number} {{ --color: {color}; }}\n" for number, color in enumerate(safe))


def _image(chart: ReportChart) -> str:
    """Return the chart as a data URL: as an image, an SVG runs no script and loads nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(chart.svg.encode()).decode()}"


def _missing_codes(report: StudyReport) -> list[CodeKey]:
    used_codes = (coding.code for quote in report.quotes for coding in quote.codings)
    return [key for key in dict.fromkeys(used_codes) if key not in report.codebook]


def _codings_by_code(report: StudyReport) -> Mapping[CodeKey, tuple[int, int]]:
    """Return, for each code, its own number of codings and that with the codes below it."""
    own: dict[CodeKey, int] = {}
    for quote in report.quotes:
        for coding in quote.codings:
            own[coding.code] = own.get(coding.code, 0) + 1
    codebook = report.codebook
    return {
        key: (own.get(key, 0), sum(own.get(member, 0) for member in codebook.branch(key)))
        for key in codebook.keys
    }


REPORT_WRITERS: Mapping[str, Callable[[StudyReport], bytes]] = {
    "html": lambda report: render_page(report).encode()
}
"""Format of `output_formats.REPORT` → its writer."""
