"""Bar charts and heat maps made of characters, for a terminal of a given width.

The numbers are printed as well, so the charts can be read without colour. The other kinds of charts need
lines and positions finer than a character, and are drawn into files only (`reports.chart_files`).
"""

import math
from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Group
from rich.text import Text

from qualcode.reports.chart_kinds import ChartData, ChartKind, as_number
from qualcode.text.visible import visible

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SHADES = " ░▒▓█"
_LABEL_SHARE = 0.4
"""The share of the width that labels take at most."""
_SHORTEST_BAR = 10
"""Terminal columns for the longest bar, however narrow the terminal is."""
_SHORTEST_LABEL = 16
"""Labels of a heat map are cut to this many terminal columns before its numbers are left out."""


def draw(chart: ChartData, width: int) -> Group:
    """Return the chart as lines of at most `width` terminal columns; its kind is one of `TERMINAL_KINDS`."""
    title = Text(_fit(chart.title, width).rstrip(), style="bold")
    lines = _DRAWERS[chart.kind](chart, width) if chart.table.rows else [Text("There is nothing to draw.")]
    return Group(title, Text(), *lines)


def _bars(chart: ChartData, width: int) -> list[Text]:
    """Draw a label, a bar and a number for each row; the longest bar takes the space that is left."""
    share = chart.measure == "share"
    keys = [str(record[chart.table.columns[0]]) for record in chart.records]
    labels = [
        visible("  " * int(as_number(record.get("depth"))) + str(record.get("label") or chart.name_of(key)))
        for key, record in zip(keys, chart.records, strict=True)
    ]
    values = [as_number(record[chart.measure]) for record in chart.records]
    numbers = [_number_text(value, share=share) or "0" for value in values]
    label_width = _label_width(labels, width)
    longest_bar = max(width - label_width - max(map(len, numbers)) - 2, _SHORTEST_BAR)
    greatest = max(values) or 1
    lines = []
    for key, label, value, number_text in zip(keys, labels, values, numbers, strict=True):
        line = Text(_fit(label, label_width) + " ")
        line.append(_bar(longest_bar * value / greatest), style=chart.colors.get(key, ""))
        lines.append(line.append(f" {number_text}"))
    return lines


def _intervals(chart: ChartData, width: int) -> list[Text]:
    """Draw a label, a point on its interval between 0 (or what is least) and 1, and a number for each row."""
    key, measure = chart.table.columns[0], chart.measure
    records = [record for record in chart.records if record[measure] is not None]
    labels = [visible(str(record.get("label") or chart.name_of(record[key]))) for record in records]
    drawn = (as_number(record.get(name)) for record in records for name in (measure, f"{measure}_low"))
    least, label_width = min(drawn, default=0.0), _label_width(labels, width)
    least = min(least, 0.0)
    columns = max(width - label_width - 8, _SHORTEST_BAR)

    def column(value: float) -> int:
        return round((value - least) / (1 - least) * (columns - 1))

    lines = []
    for label, record in zip(labels, records, strict=True):
        value = as_number(record[measure])
        low, high = (record.get(f"{measure}_{end}") for end in ("low", "high"))
        cells = [" "] * columns
        if low is not None and high is not None:
            for position in range(column(as_number(low)), column(as_number(high)) + 1):
                cells[position] = "─"
        cells[column(value)] = "●"
        style = chart.colors.get(str(record[key]), "")
        line = Text(_fit(label, label_width) + " ").append("".join(cells), style=style)
        lines.append(line.append(f" {value:z.2f}"))
    ends = f"{least:z.2f}".ljust(columns - 1) + "1"
    return [*lines, Text(" " * (label_width + 1) + ends)]


def _bar(length: float) -> str:
    """Return a bar of this length in terminal columns, rounded to eighths; a positive length is visible."""
    eighths = max(round(length * 8), 1 if length else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _heat_map(chart: ChartData, width: int) -> list[Text]:
    """Draw each cell as a number and a shade, or as a shade alone where the numbers do not fit.

    Columns that do not fit even as shades follow in further tables below.
    """
    keys, columns, values = chart.cells()
    labels = [visible(chart.name_of(key)) for key in keys]
    numbers, number_width = _numbers(values)
    label_width, cell_width = _widths(labels, columns, number_width, width)
    greatest = max((value for row in values for value in row), default=0)
    cells = [
        [_cell(text, value, greatest, cell_width) for text, value in zip(texts, row, strict=True)]
        for texts, row in zip(numbers, values, strict=True)
    ]
    columns_each = max(1, len(columns) if cell_width > 1 else width - label_width - 1)
    lines = []
    for start in range(0, max(len(columns), 1), columns_each):
        end = start + columns_each
        headings, legend = _headings(columns[start:end], cell_width, label_width, start)
        lines += headings
        for key, label, row in zip(keys, labels, cells, strict=True):
            line = Text(_fit(label, label_width) + " ", style=chart.colors.get(key, ""))
            lines.append(line.append_tokens(row[start:end]))
        lines += [Text(), *legend] if legend else []
    return lines


def _numbers(values: Sequence[Sequence[float]]) -> tuple[list[list[str]], int]:
    """Return the numbers of a heat map as texts and the width of a cell with a number, a shade and a gap."""
    share = any(value != int(value) for row in values for value in row)
    numbers = [[_number_text(value, share=share) for value in row] for row in values]
    return numbers, max((len(text) for row in numbers for text in row), default=0) + 2


def _widths(labels: Sequence[str], columns: Sequence[str], number_width: int, width: int) -> tuple[int, int]:
    """Return the widths of the labels and of the cells; cells of width 1 have a shade and no number."""
    label_width, cell_width = _label_width(labels, width), 1
    label_space = width - 1 - len(columns) * number_width
    if label_space >= _SHORTEST_LABEL:
        label_width, cell_width = min(label_width, label_space), number_width
    heading_width = max(map(cell_len, columns), default=0) + 1
    if cell_width < heading_width <= (width - 1 - label_width) // max(len(columns), 1):
        cell_width = heading_width
    return label_width, cell_width


def _cell(number_text: str, value: float, greatest: float, cell_width: int) -> tuple[str, str]:
    """Return the characters of a heat map's cell and their style."""
    share = value / greatest if value > 0 else 0.0
    shade = _SHADES[min(math.ceil(share * (len(_SHADES) - 1)), len(_SHADES) - 1)]
    return (f"{number_text:>{cell_width - 1}}{shade}" if cell_width > 1 else shade), ("" if value else "dim")


def _headings(
    columns: Sequence[str], cell_width: int, label_width: int, start: int
) -> tuple[list[Text], list[Text]]:
    """Return the heading lines and a legend; headings that do not fit are numbered from `start` + 1."""
    margin = " " * (label_width + 1)
    if not columns or all(cell_len(name) < cell_width for name in columns):
        return [Text(margin + "".join(f"{visible(name):>{cell_width - 1}} " for name in columns))], []
    marks = [str(position) for position in range(start + 1, start + len(columns) + 1)]
    digits = len(marks[-1])
    if cell_width > digits:
        lines = [Text(margin + "".join(f"{mark:>{cell_width - 1}} " for mark in marks))]
    else:  # the digits of a number one below the other
        lines = [
            Text(margin + "".join(f"{mark:>{digits}}"[digit] for mark in marks)) for digit in range(digits)
        ]
    legend = [
        Text(f"{mark:>{digits}} {visible(name)}", style="dim")
        for mark, name in zip(marks, columns, strict=True)
    ]
    return lines, legend


def _number_text(value: float, *, share: bool) -> str:
    """Return the number with up to three decimals if it is a share; empty for 0."""
    if not value:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") if share else f"{value:.0f}"


def _label_width(labels: Sequence[str], width: int) -> int:
    return min(max(map(cell_len, labels), default=0), int(width * _LABEL_SHARE))


def _fit(text: str, width: int) -> str:
    """Return the text in exactly `width` terminal columns, cut with an ellipsis or padded with spaces."""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    return text + " " * (width - cell_len(text))


_DRAWERS: Mapping[ChartKind, Callable[[ChartData, int], list[Text]]] = {
    ChartKind.BARS: _bars,
    ChartKind.HEAT: _heat_map,
    ChartKind.INTERVALS: _intervals,
}
TERMINAL_KINDS = tuple(_DRAWERS)
"""The kinds of charts that a terminal can show."""
