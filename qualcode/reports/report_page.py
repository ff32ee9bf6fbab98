"""The report as one HTML file that asks nothing of any network, now or when somebody opens it in ten years.

Its style and its script stand inside it, and its security policy allows only those two, by their hashes:
whatever an interview contains, no browser will run it or fetch anything for it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qualcode.model import CodeKey
from qualcode.reports.code_examples import examples
from qualcode.reports.passage_facts import choices, facts
from qualcode.reports.report_links import quotes
from qualcode.reports.report_sheets import cooccurrence_sheet, frequency_sheet, grid_sheet, source_sheet
from qualcode.reports.study_report import ReportChart, StudyReport

_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_NO_COLOR = "#767676"
_SOURCE_COLUMNS = ("kind", "cases", "turns", "words", "codings", "codes", "coders", "coded_share")
_SATURATION_COLUMNS = ("codes", "new_codes", "all_codes", "new_information")


def page(report: StudyReport) -> str:
    """Return the report as a self-contained HTML document."""
    keys = [*report.codebook.keys, *_vanished(report)]
    number = {key: at for at, key in enumerate(keys)}
    style = _text("report.css") + _colors(report, keys)
    script = _text("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704 - our own style sheet, and colours that were checked
            script=Markup(script),  # noqa: S704 - our own script
            policy=_policy(style, script),
            facts=facts(report),
            choices=choices(report),
            examples=examples(report.passages),
            color=lambda key: f"c{number[key]}" if key in number else "",
            title=lambda key: report.codebook.code(key).title if key in report.codebook else key,
            quotes=quotes,
            codings=_own_and_all(report),
            frequencies=frequency_sheet(report.frequencies),
            grids=[(grid, grid_sheet(grid, report.codebook)) for grid in report.grids],
            cooccurrence=cooccurrence_sheet(report.cooccurrence, report.codebook),
            sources=source_sheet(report.sources, _SOURCE_COLUMNS, "What was coded, and how much of it"),
            saturation=source_sheet(
                report.saturation, _SATURATION_COLUMNS, "Codes that each further source brings"
            ),
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
def _text(name: str) -> str:
    environment = _environment()
    source, _, _ = PackageLoader("qualcode.reports").get_source(environment, name)
    return source


def _policy(style: str, script: str) -> str:
    allowed = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{allowed[0]}'; script-src 'sha256-{allowed[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _colors(report: StudyReport, keys: list[CodeKey]) -> str:
    """Return a class for each code; a colour that is none could break out of the style sheet."""
    found = (report.colors.get(key, _NO_COLOR) for key in keys)
    safe = (color if _COLOR.fullmatch(color) else _NO_COLOR for color in found)
    return "".join(f".c{at} {{ --color: {color}; }}\n" for at, color in enumerate(safe))


def _image(picture: ReportChart) -> str:
    """Return the drawing as an address with everything in it: an image can run nothing and load nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.svg.encode()).decode()}"


def _vanished(report: StudyReport) -> list[CodeKey]:
    used = (mark.code for passage in report.passages for mark in passage.marks)
    return [key for key in dict.fromkeys(used) if key not in report.codebook]


def _own_and_all(report: StudyReport) -> Mapping[CodeKey, tuple[int, int]]:
    """Return how many codings each code has itself, and with those below it."""
    own: dict[CodeKey, int] = {}
    for passage in report.passages:
        for mark in passage.marks:
            own[mark.code] = own.get(mark.code, 0) + 1
    book = report.codebook
    return {key: (own.get(key, 0), sum(own.get(one, 0) for one in book.branch(key))) for key in book.keys}


REPORT_WRITERS: Mapping[str, Callable[[StudyReport], bytes]] = {"html": lambda report: page(report).encode()}
"""Format of `output_formats.REPORT` → its writer."""
