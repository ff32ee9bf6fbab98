"""Pictures made of characters: bars, shaded tables and strips, of a given width in columns."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from rich.console import Group
from rich.text import Text

from qualcode.reports.chart_kinds import ChartData, ChartKind, number
from qualcode.text.visible import visible

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SHADES = " ░▒▓█"
_LABELS = 0.4
"""At most so much of the width is for the names at the left."""
_NARROWEST = 10
_SHORTEST_LABEL = 16
"""Names at the left are rather cut to this than numbers left out."""
_STRONGEST = 20
"""How many pairs a network shows where it cannot be drawn as one."""


def drawn(drawing: ChartData, width: int) -> Group:
    """Return the drawing as lines for the terminal, at most `width` columns wide."""
    title = Text(_fitted(drawing.title, width).rstrip(), style="bold")
    lines = (
        _DRAWERS[drawing.kind](drawing, width) if drawing.table.rows else [Text("There is nothing to draw.")]
    )
    return Group(title, Text(), *lines)


def _bars(drawing: ChartData, width: int) -> list[Text]:
    rows = [
        (
            "  " * int(number(record.get("depth")))
            + str(record.get("label") or drawing.called(record[_head(drawing)])),
            number(record[drawing.measure]),
            drawing.colors.get(str(record[_head(drawing)]), ""),
        )
        for record in drawing.records
    ]
    return _barred(rows, width, share=drawing.measure == "share")


def _network(drawing: ChartData, width: int) -> list[Text]:
    rows = [
        (
            f"{record['one']} + {record['other']}",
            number(record["together"]),
            drawing.colors.get(str(record["one"]), ""),
        )
        for record in drawing.records
    ]
    strongest = sorted(rows, key=lambda row: -row[1])
    rest = len(strongest) - _STRONGEST
    more = [Text(f"and {rest} weaker pairs", style="dim")] if rest > 0 else []
    return [*_barred(strongest[:_STRONGEST], width), *more]


def _curve(drawing: ChartData, width: int) -> list[Text]:
    """Draw what was known before as full blocks, and what a source added as lighter ones."""
    records = drawing.records
    names = [visible(str(record["source"])) for record in records]
    label = _label_width(names, width)
    most = max((number(record["all_codes"]) for record in records), default=0) or 1
    room = max(width - label - len(f" {most:.0f} (+{most:.0f})") - 1, _NARROWEST)
    lines = []
    for name, record in zip(names, records, strict=True):
        everything, new = number(record["all_codes"]), number(record["new_codes"])
        long, known = (round(room * value / most) for value in (everything, everything - new))
        line = Text(_fitted(name, label) + " ")
        line.append("█" * known, style="blue")
        line.append("▒" * (long - known), style="yellow")
        line.append(f" {everything:.0f}" + (f" (+{new:.0f})" if new else ""))
        lines.append(line)
    return [*lines, Text("█ codes known before   ▒ new codes", style="dim")]


def _timeline(drawing: ChartData, width: int) -> list[Text]:
    rows = [(str(record["day"]), number(record["total"]), "blue") for record in drawing.records]
    coders = [name for name in drawing.table.columns if name not in ("day", "total", "so_far")]
    names = _label_width(coders, width)
    most = max((number(record[coder]) for record in drawing.records for coder in coders), default=0) or 1
    strips = [
        Text(f"{_fitted(visible(coder), names)} {_spark(by_day, most, width - names - 1)}")
        for coder in coders
        for by_day in [[number(record[coder]) for record in drawing.records]]
    ]
    return [*_barred(rows, width), Text(), *strips]


def _heat(drawing: ChartData, width: int) -> list[Text]:
    """Draw numbers where they fit, with a shade beside each, else shades alone."""
    rows, columns, cells = drawing.cells()
    most = max((value for line in cells for value in line), default=0)
    share = any(value != int(value) for line in cells for value in line)
    label = _label_width([drawing.called(row) for row in rows], width)
    numbers = [[_number(value, share=share) for value in line] for line in cells]
    wanted = max((len(text) for line in numbers for text in line), default=0) + 2
    left = width - 1 - len(columns) * wanted
    wide, label = (wanted, min(label, left)) if left >= _SHORTEST_LABEL else (1, label)
    whole = max((cell_len(name) for name in columns), default=0) + 1
    if wide < whole <= (width - 1 - label) // max(len(columns), 1):
        wide = whole
    if wide == 1 and label + 1 + len(columns) > width:
        return _in_parts(drawing, rows, columns, cells, width, label)
    return _table(drawing, (rows, columns, cells), numbers, (label, wide), most)


def _in_parts(
    drawing: ChartData,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[float]],
    width: int,
    label: int,
) -> list[Text]:
    """Draw more columns than fit as one table below the other."""
    room = width - label - 1
    most = max((value for line in cells for value in line), default=0)
    lines = []
    for start in range(0, len(columns), room):
        part = [line[start : start + room] for line in cells]
        lines += _table(drawing, (rows, columns[start : start + room], part), [], (label, 1), most, start)
    return lines


def _table(
    drawing: ChartData,
    content: tuple[Sequence[str], Sequence[str], Sequence[Sequence[float]]],
    numbers: Sequence[Sequence[str]],
    widths: tuple[int, int],
    most: float,
    start: int = 0,
) -> list[Text]:
    """Draw rows by columns; heads that are too long are numbered, from `start`, and named below."""
    rows, columns, cells = content
    label, wide = widths
    heads, legend = _heads(columns, wide, label, start)
    lines = [*heads]
    for at, (row, line) in enumerate(zip(rows, cells, strict=True)):
        text = Text(_fitted(visible(drawing.called(row)), label) + " ", style=drawing.colors.get(row, ""))
        for place, value in enumerate(line):
            shade = _SHADES[_step(value, most)]
            words = f"{numbers[at][place]:>{wide - 1}}{shade}" if wide > 1 else shade
            text.append(words, style="" if value else "dim")
        lines.append(text)
    return [*lines, Text(), *legend] if legend else lines


def _heads(columns: Sequence[str], wide: int, label: int, start: int) -> tuple[list[Text], list[Text]]:
    """Return the line or lines of heads, and what numbers in their place stand for."""
    if not columns or all(cell_len(name) < wide for name in columns):
        return [Text(" " * (label + 1) + "".join(f"{visible(name):>{wide - 1}} " for name in columns))], []
    marks = [str(start + at) for at in range(1, len(columns) + 1)]
    digits = len(marks[-1])
    if wide > digits:
        lines = [Text(" " * (label + 1) + "".join(f"{mark:>{wide - 1}} " for mark in marks))]
    else:  # one digit below the other
        lines = [
            Text(" " * (label + 1) + "".join(f"{mark:>{digits}}"[digit] for mark in marks))
            for digit in range(digits)
        ]
    legend = [
        Text(f"{mark:>{digits}} {visible(name)}", style="dim")
        for mark, name in zip(marks, columns, strict=True)
    ]
    return lines, legend


def _barcode(drawing: ChartData, width: int) -> list[Text]:
    """Draw a strip for each theme of each source, the darker the more of that part is coded."""
    stretches: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for record in drawing.records:
        of_source = stretches.setdefault(str(record["source"]), {})
        place = (number(record["begins"]), number(record["ends"]))
        of_source.setdefault(str(record["theme"]), []).append(place)
    themes = [key for key in drawing.colors if any(key in of_source for of_source in stretches.values())]
    themes += sorted({key for of_source in stretches.values() for key in of_source} - set(themes))
    label = _label_width([drawing.called(theme) for theme in themes], width)
    room = max(width - label - 3, _NARROWEST)
    lines = []
    for source, of_source in stretches.items():
        lines.append(Text(visible(source), style="bold"))
        for theme in themes:
            strip = "".join(_SHADES[_step(share, 1)] for share in _filled(of_source.get(theme, []), room))
            line = Text(_fitted(visible(drawing.called(theme)), label) + " │")
            lines.append(line.append(strip, style=drawing.colors.get(theme, "")).append("│"))
    return lines


def _filled(stretches: Sequence[tuple[float, float]], cells: int) -> list[float]:
    """Return how much of each of so many equal parts the stretches fill."""
    edges = [at / cells for at in range(cells + 1)]
    return [
        sum(max(0.0, min(end, right) - max(begin, left)) for begin, end in stretches) * cells
        for left, right in pairwise(edges)
    ]


def _barred(rows: Sequence[tuple[str, float, str]], width: int, *, share: bool = False) -> list[Text]:
    """Return names, bars and numbers, the longest bar as long as there is room."""
    if not rows:
        return []
    names = [visible(name) for name, _, _ in rows]
    numbers = [_number(value, share=share) or "0" for _, value, _ in rows]
    label = _label_width(names, width)
    room = max(width - label - max(map(len, numbers)) - 2, _NARROWEST)
    most = max(value for _, value, _ in rows) or 1
    lines = []
    for name, text, (_, value, color) in zip(names, numbers, rows, strict=True):
        line = Text(_fitted(name, label) + " ")
        line.append(_bar(room * value / most), style=color)
        lines.append(line.append(f" {text}"))
    return lines


def _bar(length: float) -> str:
    eighths = max(round(length * 8), 1 if length else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _spark(values: Sequence[float], most: float, room: int) -> str:
    return "".join(" ▁▂▃▄▅▆▇█"[-int(-8 * value // most)] for value in values[-room:])


def _step(value: float, most: float) -> int:
    return min(-int(-value * (len(_SHADES) - 1) // most), len(_SHADES) - 1) if most and value > 0 else 0


def _number(value: float, *, share: bool) -> str:
    if not value:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") if share else f"{value:.0f}"


def _label_width(names: Sequence[str], width: int) -> int:
    return min(max((cell_len(name) for name in names), default=0), int(width * _LABELS))


def _fitted(name: str, width: int) -> str:
    """Return the name in just so many columns, cut with an ellipsis where it is longer."""
    return (
        name + " " * (width - cell_len(name))
        if cell_len(name) <= width
        else set_cell_size(name, width - 1) + "…"
    )


def _head(drawing: ChartData) -> str:
    return drawing.table.columns[0]


_DRAWERS: Mapping[ChartKind, Callable[[ChartData, int], list[Text]]] = {
    ChartKind.BARS: _bars,
    ChartKind.HEAT: _heat,
    ChartKind.NETWORK: _network,
    ChartKind.CURVE: _curve,
    ChartKind.BARCODE: _barcode,
    ChartKind.TIMELINE: _timeline,
}
