"""Each kind of chart in Vega-Lite, with titles and axes that are complete in a paper.

Colour never carries information alone, shades go from light to dark in one hue, and codes without a colour in
the codebook have those of Okabe and Ito.
"""

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt

from qualcode.model.colors import OKABE_ITO
from qualcode.reports.chart_kinds import ChartData, ChartKind, as_number
from qualcode.reports.network_layout import positions

_GREY = "#767676"
_FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
"""Fonts of equal widths, so that measured text fits on the reader's machine."""
_WIDTH = 480
_ROW = 18
_MOST_LINKS = 60
"""Maximum number of links in a network; with more it is unreadable."""

Chart = alt.LayerChart | alt.FacetChart | alt.Chart


def chart(data: ChartData) -> Chart:
    """Return the Vega-Lite chart of the data."""
    unstyled = _CHARTS[data.kind](data)
    title = alt.Title(
        data.title,
        subtitle=[line for line in (_note(data), data.note) if line],
        anchor="start",
        fontSize=14,
        subtitleColor="#595959",
        offset=12,
    )
    styled: Chart = unstyled.properties(title=title).configure(
        font=_FONT,
        background="white",
        padding=12,
        aria=False,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(labelLimit=260, labelFontSize=11, titleFontSize=11),
        header=alt.HeaderConfig(labelFontSize=12, labelFontWeight="bold", labelLimit=600, labelPadding=2),
    )
    return styled


def _note(data: ChartData) -> str:
    """Return the subtitle: what the axes do not say."""
    match data.kind:
        case ChartKind.CURVE if "random_low" in data.table.columns:
            return "Line: codes so far; bars: new codes; shaded: 95 % of random orders"
        case ChartKind.NETWORK if len(data.table.rows) > _MOST_LINKS:
            return f"The {_MOST_LINKS} most frequent of {len(data.table.rows)} pairs"
        case _:
            return ""


def _bars(data: ChartData) -> Chart:
    key = data.table.columns[0]
    rows = [
        {
            "row": str(record.get("label") or data.name_of(record[key])),
            "theme": data.name_of(record.get("theme") or ""),
            "value": as_number(record[data.measure]),
            "color": _color(data, record[key]),
        }
        for record in data.records
    ]
    digits = ".3~f" if data.measure == "share" else ",d"
    measure = data.measure.replace("_", " ").capitalize()
    shared = _chart(rows).encode(
        x=alt.X("value:Q", title=measure, axis=alt.Axis(grid=False, tickMinStep=0 if digits != ",d" else 1)),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
    )
    bars = shared.mark_bar().encode(color=alt.Color("color:N", scale=None))
    words = shared.mark_text(align="left", dx=3, fontSize=10).encode(text=alt.Text("value:Q", format=digits))
    layered = alt.LayerChart(layer=[bars, words], width=_WIDTH, height=alt.Step(_ROW))
    if key == "theme" or "theme" not in data.table.columns:
        return layered
    return _facets(layered, "theme", rows)


def _intervals(data: ChartData) -> Chart:
    key, measure = data.table.columns[0], data.measure
    rows = [
        {
            "row": str(record.get("label") or data.name_of(record[key])),
            "value": record[measure],
            "low": record.get(f"{measure}_low"),
            "high": record.get(f"{measure}_high"),
            "color": _color(data, record[key]),
        }
        for record in data.records
        if record[measure] is not None
    ]
    shared = _chart(rows).encode(
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True)),
        color=alt.Color("color:N", scale=None),
    )
    title = measure.capitalize()
    scale = alt.Scale(domainMax=1, nice=True)
    lines = shared.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title, scale=scale), x2="high:Q")
    points = shared.mark_point(filled=True, size=60).encode(x=alt.X("value:Q", title=title, scale=scale))
    return alt.LayerChart(layer=[lines, points], width=_WIDTH, height=alt.Step(_ROW))


def _heat(data: ChartData) -> Chart:
    names, columns, cells = data.cells()
    most = max((value for line in cells for value in line), default=0)
    rows = [
        {"row": data.name_of(name), "column": data.name_of_column(column), "value": value}
        for name, line in zip(names, cells, strict=True)
        for column, value in zip(columns, line, strict=True)
    ]
    share = any(value != int(value) for line in cells for value in line)
    shared = _chart(rows).encode(
        x=alt.X("column:N", sort=None, title=None, axis=alt.Axis(labelAngle=-50, orient="top", domain=False)),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(domain=False)),
    )
    shades = shared.mark_rect(stroke="#e4e4e4").encode(
        color=alt.Color(
            "value:Q",
            scale=alt.Scale(range=["#ffffff", "#083d6e"], domain=[0, most or 1], interpolate="rgb"),
            legend=alt.Legend(title=data.measure.replace("_", " ").capitalize(), orient="right"),
        )
    )
    words = (
        shared.transform_filter("datum.value > 0")
        .mark_text(fontSize=9)
        .encode(
            text=alt.Text("value:Q", format=".2~f" if share else ",d"),
            color=alt.condition(alt.datum.value > 0.7 * most, alt.value("white"), alt.value("black")),
        )
    )
    return alt.layer(shades, words).properties(width=alt.Step(26), height=alt.Step(_ROW))


def _network(data: ChartData) -> Chart:
    pairs = sorted(data.records, key=lambda record: -as_number(record["together"]))[:_MOST_LINKS]
    links = {(str(pair["one"]), str(pair["other"])): as_number(pair["together"]) for pair in pairs}
    sizes = {
        str(pair[name]): as_number(pair[f"{name}_codings"]) for pair in pairs for name in ("one", "other")
    }
    nodes = [*(key for key in data.colors if key in sizes), *sorted(set(sizes) - set(data.colors))]
    points = positions(nodes, links)
    lines = [
        {
            "x": points[first][0],
            "y": points[first][1],
            "x2": points[second][0],
            "y2": points[second][1],
            "together": strength,
        }
        for (first, second), strength in links.items()
    ]
    dots = [
        {"x": points[key][0], "y": points[key][1], "code": data.name_of(key), "codings": sizes[key],
         "color": _color(data, key)}
        for key in nodes
    ]  # fmt: skip
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.12]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.03, 1.06]))
    width = alt.Size("together:Q", title="Pairs of codings", scale=alt.Scale(range=[0.6, 7], zero=False))
    rules = (
        _chart(lines)
        .mark_rule(color="#9a9a9a", opacity=0.8)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", size=width)
    )
    circles = _chart(dots).mark_circle(opacity=1, stroke="white", strokeWidth=1.5).encode(
        x=x, y=y, color=alt.Color("color:N", scale=None),
        size=alt.Size("codings:Q", title="Codings", scale=alt.Scale(range=[40, 700])),
    )  # fmt: skip
    halo = (
        _chart(dots)
        .mark_text(dy=-14, fontSize=10, stroke="white", strokeWidth=3)
        .encode(x=x, y=y, text="code:N")
    )
    words = _chart(dots).mark_text(dy=-14, fontSize=10).encode(x=x, y=y, text="code:N")
    layered = alt.LayerChart(layer=[rules, circles, halo, words], width=760, height=640)
    network: Chart = layered.resolve_scale(size="independent")
    return network


def _curve(data: ChartData) -> Chart:
    rows = [
        {
            **{name: record[name] for name in data.table.columns},
            "position": f"{record['number']} {record['source']}",
        }
        for record in data.records
    ]
    shared = _chart(rows).encode(
        x=alt.X(
            "position:N",
            sort=None,
            title="Sources in their order",
            axis=alt.Axis(labelAngle=-50, titlePadding=16),
        )
    )
    band = shared.mark_area(color=OKABE_ITO[0], opacity=0.18).encode(y="random_low:Q", y2="random_high:Q")
    curve = shared.mark_line(color=OKABE_ITO[0], point=alt.OverlayMarkDef(color=OKABE_ITO[0])).encode(
        y=alt.Y("all_codes:Q", title="Different codes", axis=alt.Axis(tickMinStep=1))
    )
    bars = shared.mark_bar(color=OKABE_ITO[1], width=12).encode(y="new_codes:Q")
    words = shared.mark_text(dy=-8, fontSize=10).encode(y="new_codes:Q", text="new_codes:Q")
    layered = (
        alt.layer(band, bars, words, curve) if "random_low" in data.table.columns else alt.layer(bars, curve)
    )
    return layered.properties(width=max(34 * len(rows), _WIDTH), height=280)


def _barcode(data: ChartData) -> Chart:
    rows = [
        {
            "source": str(record["source"]),
            "theme": data.name_of(record["theme"]),
            "begins": as_number(record["begins"]),
            "ends": as_number(record["ends"]),
            "color": _color(data, record["theme"]),
        }
        for record in data.records
    ]
    themes = [data.name_of(key) for key in data.colors]
    strips = (
        _chart(rows)
        .mark_rect()
        .encode(
            x=alt.X(
                "begins:Q",
                title="Position in the source, as a share of its words",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", grid=False),
            ),
            x2="ends:Q",
            y=alt.Y("theme:N", sort=themes, title=None, axis=alt.Axis(ticks=False, domain=False)),
            color=alt.Color("color:N", scale=None),
        )
    )
    return _facets(strips.properties(width=_WIDTH, height=alt.Step(_ROW - 4)), "source", rows)


def _timeline(data: ChartData) -> Chart:
    coders = [name for name in data.table.columns if name not in ("day", "total", "so_far")]
    rows = [
        {"day": record["day"], "coder": coder, "codings": as_number(record[coder])}
        for record in data.records
        for coder in coders
    ]
    bars: Chart = (
        _chart(rows)
        .mark_bar()
        .properties(width=max(24 * len(data.records), _WIDTH // 2), height=240)
        .encode(
            x=alt.X("day:O", title="Day (UTC)", axis=alt.Axis(labelAngle=-50)),
            y=alt.Y("codings:Q", title="Codings", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("coder:N", title="Coder", sort=coders, scale=alt.Scale(range=list(OKABE_ITO))),
        )
    )
    return bars


def _chart(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _facets(single: alt.Chart | alt.LayerChart, field: str, rows: list[dict[str, Any]]) -> alt.FacetChart:
    """Return the chart repeated for each value of a field, one below the other, each with a heading."""
    order = list(dict.fromkeys(row[field] for row in rows))
    header = alt.Header(title=None, labelAnchor="start", labelOrient="top")
    row = alt.Row(f"{field}:N", sort=order, header=header)
    facets: alt.FacetChart = single.facet(row=row, spacing=6).resolve_scale(y="independent")
    return facets


def _color(data: ChartData, key: object) -> str:
    return data.colors.get(str(key), _GREY)


_CHARTS: Mapping[ChartKind, Callable[[ChartData], Chart]] = {
    ChartKind.BARS: _bars,
    ChartKind.HEAT: _heat,
    ChartKind.INTERVALS: _intervals,
    ChartKind.NETWORK: _network,
    ChartKind.CURVE: _curve,
    ChartKind.BARCODE: _barcode,
    ChartKind.TIMELINE: _timeline,
}
