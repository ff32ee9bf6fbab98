"""Charts as files: SVG and PNG for a paper, HTML for a browser; no file makes a network request.

Vega-Altair specifies the charts and vl-convert renders them locally; both come with the extra `pictures`. An
HTML file is the SVG in a page whose content security policy forbids all requests.
"""

import html
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal

from qualcode.errors import MissingExtraError, UsageError
from qualcode.files import write_atomically
from qualcode.output_formats import CHART
from qualcode.reports.chart_kinds import ChartData

_PIXELS_PER_POINT = 2
"""A PNG as wide as a page has about 1500 pixels, 200 to the inch; SVG is better for print."""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>{title}</title>
</head>
<body><main role="img" aria-label="{title}">{svg}</main></body>
</html>
"""


def is_available() -> bool:
    """Whether the extra `pictures` is installed."""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def write_chart(data: ChartData, path: Path) -> Path:
    """Write the chart to a file, whose ending selects the format, and return its path."""
    return write_atomically(path, _WRITERS[CHART.of_file(path)](data))


def render_svg(data: ChartData) -> str:
    """Return the chart as SVG, with its words as text."""
    file = StringIO()
    _save(data, file, "svg")
    return file.getvalue()


def _png(data: ChartData) -> bytes:
    file = BytesIO()
    _save(data, file, "png")
    return file.getvalue()


def _save(data: ChartData, file: StringIO | BytesIO, form: Literal["svg", "png"]) -> None:
    """Render a chart; UsageError if the drawing library cannot, whatever it raises."""
    _require_extra()
    from qualcode.reports.vega_charts import chart

    drawing = chart(data.printable())
    try:
        drawing.save(file, format=form, scale_factor=_PIXELS_PER_POINT if form == "png" else 1)
    except Exception as error:  # the library raises any exception
        raise UsageError(
            f"The chart cannot be drawn: {error}", "Draw it with fewer codes or sources, or use the table."
        ) from error


def _html(data: ChartData) -> bytes:
    title = html.escape(data.title)
    return _PAGE.format(title=title, svg=render_svg(data)).encode()


def _require_extra() -> None:
    if not is_available():
        raise MissingExtraError.named("pictures", "A picture in a file")


_WRITERS: Mapping[str, Callable[[ChartData], bytes]] = {
    "svg": lambda data: render_svg(data).encode(),
    "png": _png,
    "html": _html,
}
