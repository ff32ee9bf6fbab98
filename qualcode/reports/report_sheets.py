"""Tables as the report shows them: cells with their words, their links, a shade and a bar.

A shade has seven steps and a bar is beside its number, so nothing is told by colour alone; the sheet knows
nothing of HTML.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, CodeKey, Listing, Value
from qualcode.reports.report_links import quotes
from qualcode.reports.study_report import ReportTable

SHADES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `measure` says what its number counts, so that a reader can check it against the quotes."""

    text: str
    link: str = ""
    measure: str = ""
    shade: int = 0
    """From 0 (none) to `SHADES`."""
    bar: float | None = None
    """A length from 0 to 1, for a bar before the number."""
    numeric: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row under one head, which may be a code."""

    head: str
    code: str = ""
    depth: int = 0
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its caption; `narrow` columns have their heads turned upright."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    narrow: bool = False


def frequency_sheet(listing: Listing) -> Sheet:
    """Return the frequencies of codes, each number with the quotes that it counts."""
    records = _records(listing)
    most = max((_number(record["codings"]) for record in records), default=0) or 1
    measures = [name for name in listing.columns if name not in ("code", "label", "theme", "depth")]
    return Sheet(
        caption="How often each code occurs; a branch counts what is under it, each thing once",
        corner="Code",
        columns=tuple(name.replace("_", " ") for name in measures),
        rows=tuple(
            SheetRow(
                head=str(record["label"]),
                code=str(record["code"]),
                depth=int(_number(record["depth"])),
                cells=tuple(_frequency(record, measure, most) for measure in measures),
            )
            for record in records
        ),
    )


def grid_sheet(grid: ReportTable, codebook: Codebook) -> Sheet:
    """Return codes by the labels of a dimension, shaded, each number with the quotes that it counts."""
    labels = (*grid.cells.columns[1:-1], None)
    keys = (*(str(row[0]) for row in grid.cells.rows[:-1]), None)
    most = max((_number(cell) for row in grid.cells.rows[:-1] for cell in row[1:-1]), default=0)
    rows = [
        _code_row(
            codebook,
            key,
            [_crossed(grid.dimension, key, *pair, most) for pair in zip(labels, row[1:], strict=True)],
        )
        for key, row in zip(keys, grid.cells.rows, strict=True)
    ]
    return Sheet(
        caption=f"Codings of each code by {grid.dimension}",
        corner="Code",
        columns=tuple(label or "total" for label in labels),
        narrow=len(labels) > _WIDE,
        rows=tuple(rows),
    )


def cooccurrence_sheet(pairs: Listing, codebook: Codebook) -> Sheet:
    """Return pairs of codes as a square; the diagonal has each code's own codings."""
    together: dict[tuple[str, str], int] = {}
    own: dict[str, int] = {}
    for record in _records(pairs):
        one, other = str(record["one"]), str(record["other"])
        together[one, other] = together[other, one] = int(_number(record["together"]))
        own[one], own[other] = int(_number(record["one_codings"])), int(_number(record["other_codings"]))
    keys = _in_order(own, codebook)
    most = max(together.values(), default=0)
    return Sheet(
        caption="Codes on overlapping words of the same coder; each code for itself, without those below it",
        corner="Code",
        columns=tuple(keys),
        narrow=True,
        rows=tuple(
            _code_row(
                codebook,
                key,
                [
                    _alone(key, own[key]) if key == other else _paired(key, other, together, most)
                    for other in keys
                ],
            )
            for key in keys
        ),
    )


def source_sheet(listing: Listing, columns: Sequence[str], caption: str) -> Sheet:
    """Return some columns of a table of sources; numbers of codings, codes and coders link to the quotes."""
    return Sheet(
        caption=caption,
        corner="Source",
        columns=tuple(name.replace("_", " ") for name in columns),
        rows=tuple(
            SheetRow(
                head=str(record["source"]),
                cells=tuple(_of_source(str(record["source"]), name, record[name]) for name in columns),
            )
            for record in _records(listing)
        ),
    )


_WIDE = 8
"""From how many columns on their heads stand upright."""
_OF_QUOTES = ("codings", "codes", "coders", "coded_words", "coded_share")


def _records(listing: Listing) -> list[dict[str, Value]]:
    return [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def shown(value: Value, *, share: bool = False) -> str:
    """Return a value as a reader wants it: shares in per cent, numbers with their thousands apart."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{100 * value:.1f} %" if share else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _frequency(record: Mapping[str, Value], measure: str, most: float) -> Cell:
    value = record[measure]
    return Cell(
        text=shown(value, share=measure == "share"),
        link=quotes({"code": str(record["code"])}, exactly=measure == "own_codings") if value else "",
        measure=measure,
        bar=_number(value) / most if measure == "codings" else None,
    )


def _crossed(dimension: str, key: str | None, label: str | None, value: Value, most: float) -> Cell:
    """Return a cell of a cross table; no key or no label is a total."""
    filters = {name: one for name, one in (("code", key), (dimension, label)) if one is not None}
    return Cell(
        text=shown(value) if value else "",
        link=quotes(filters) if value else "",
        measure="codings",
        shade=0 if key is None or label is None else _shade(_number(value), most),
    )


def _alone(key: str, own: int) -> Cell:
    return Cell(text=shown(own), link=quotes({"code": key}, exactly=True), measure="own_codings")


def _paired(key: str, other: str, together: Mapping[tuple[str, str], int], most: float) -> Cell:
    value = together.get((key, other), 0)
    return Cell(
        text=shown(value) if value else "",
        link=quotes({"code": key}, together=other) if value else "",
        measure="together",
        shade=_shade(value, most),
    )


def _of_source(source: str, name: str, value: Value) -> Cell:
    return Cell(
        text=shown(value, share=name in ("coded_share", "new_information")),
        link=quotes({"source": source}) if name in _OF_QUOTES and value else "",
        measure=name,
        numeric=not isinstance(value, str),
    )


def _shade(value: float, most: float) -> int:
    """Return the step of a value: 0 for nothing, the last for the most."""
    return -int(-value * SHADES // most) if most else 0


def _code_row(codebook: Codebook, key: str | None, cells: Iterable[Cell]) -> SheetRow:
    if key is None:
        return SheetRow(head="Total", cells=tuple(cells))
    known = codebook.entries.get(CodeKey(key))
    head, depth = (known[0].title, len(known[1])) if known else (key, 0)
    return SheetRow(head=head, code=key, depth=depth, cells=tuple(cells))


def _in_order(keys: Iterable[str], codebook: Codebook) -> list[str]:
    place = {str(key): at for at, key in enumerate(codebook.keys)}
    return sorted(keys, key=lambda key: (place.get(key, len(place)), key))
