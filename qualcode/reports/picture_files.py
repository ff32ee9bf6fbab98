"""Drawings as files: SVG and PNG for a paper, HTML for a browser; nothing in them is ever fetched.

Vega-Altair describes the pictures and vl-convert draws them, on this machine; both come with the extra
`pictures`. An HTML picture is the SVG in a page whose policy forbids every request.
"""

import html
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path

from qualcode.errors import MissingExtraError
from qualcode.files import write_atomically
from qualcode.output_formats import CHART
from qualcode.reports.chart_kinds import ChartData

_PIXELS_PER_POINT = 2
"""A PNG as wide as a page has then some 1500 pixels, 200 to the inch; SVG is better for print."""

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


def available() -> bool:
    """Whether the extra `pictures` is installed."""
    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def write(drawing: ChartData, path: Path) -> Path:
    """Draw a table into a file; its ending selects the format."""
    return write_atomically(path, _WRITERS[CHART.of_file(path)](drawing))


def svg(drawing: ChartData) -> str:
    """Return the drawing as SVG, with its words as text."""
    _needed()
    from qualcode.reports.vega_charts import chart

    file = StringIO()
    chart(drawing).save(file, format="svg")
    return file.getvalue()


def _png(drawing: ChartData) -> bytes:
    _needed()
    from qualcode.reports.vega_charts import chart

    file = BytesIO()
    chart(drawing).save(file, format="png", scale_factor=_PIXELS_PER_POINT)
    return file.getvalue()


def _html(drawing: ChartData) -> bytes:
    title = html.escape(drawing.title)
    return _PAGE.format(title=title, svg=svg(drawing)).encode()


def _needed() -> None:
    if not available():
        raise MissingExtraError.named("pictures", "A picture in a file")


_WRITERS: Mapping[str, Callable[[ChartData], bytes]] = {
    "svg": lambda drawing: svg(drawing).encode(),
    "png": _png,
    "html": _html,
}
