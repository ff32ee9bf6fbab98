"""The report's tables: cells with text, link, shade and bar.

There are seven shades, and a bar is beside its number, so that colour never carries information alone. Sheets
contain no HTML.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, CodeKey, Listing, Value
from qualcode.reports.report_links import quotes_link
from qualcode.reports.study_report import ReportTable
from qualcode.text.decimals import decimal_text, percent_text

SHADES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `measure` names what its number counts, for the check against the linked quotes."""

    text: str
    link: str = ""
    measure: str = ""
    shade: int = 0
    """From 0 (none) to `SHADES`."""
    bar: float | None = None
    """Length of the bar before the number, from 0 to 1; None for no bar."""
    numeric: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row with its heading, which may be a code."""

    head: str
    code: str = ""
    depth: int = 0
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its caption; `narrow` columns have vertical headings."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    narrow: bool = False


def frequency_sheet(listing: Listing) -> Sheet:
    """Return the frequencies of codes, each number linked to its quotes."""
    records = _records(listing)
    most = max((_number(record["codings"]) for record in records), default=0) or 1
    measures = [name for name in listing.columns if name not in ("code", "label", "theme", "depth")]
    return Sheet(
        caption="Frequencies of codes; a branch includes the codes below it, each coding counted once",
        corner="Code",
        columns=tuple(name.replace("_", " ") for name in measures),
        rows=tuple(
            SheetRow(
                head=str(record["label"]),
                code=str(record["code"]),
                depth=int(_number(record["depth"])),
                cells=tuple(_frequency_cell(record, measure, most) for measure in measures),
            )
            for record in records
        ),
    )


def crosstab_sheet(crosstab: ReportTable, codebook: Codebook) -> Sheet:
    """Return a shaded cross table of codes by a dimension, each number linked to its quotes."""
    labels = (*crosstab.cells.columns[1:-1], None)
    keys = (*(str(row[0]) for row in crosstab.cells.rows[:-1]), None)
    most = max((_number(cell) for row in crosstab.cells.rows[:-1] for cell in row[1:-1]), default=0)
    rows = [
        _code_row(
            codebook,
            key,
            [
                _crosstab_cell(crosstab.dimension, key, *pair, most)
                for pair in zip(labels, row[1:], strict=True)
            ],
        )
        for key, row in zip(keys, crosstab.cells.rows, strict=True)
    ]
    return Sheet(
        caption=f"Codings of each code by {crosstab.dimension}",
        corner="Code",
        columns=tuple(label or "total" for label in labels),
        narrow=len(labels) > _WIDE,
        rows=tuple(rows),
    )


def cooccurrence_sheet(pairs: Listing, codebook: Codebook) -> Sheet:
    """Return pairs of codes as a square matrix; the diagonal has each code's own codings."""
    together: dict[tuple[str, str], int] = {}
    own: dict[str, int] = {}
    for record in _records(pairs):
        first, second = str(record["one"]), str(record["other"])
        together[first, second] = together[second, first] = int(_number(record["together"]))
        own[first] = int(_number(record["one_codings"]))
        own[second] = int(_number(record["other_codings"]))
    keys = _codebook_order(own, codebook)
    most = max(together.values(), default=0)
    return Sheet(
        caption="Pairs of codings by one coder on overlapping words; each code without the codes below it",
        corner="Code",
        columns=tuple(keys),
        narrow=True,
        rows=tuple(
            _code_row(
                codebook,
                key,
                [
                    _own_cell(key, own[key]) if key == second else _pair_cell(key, second, together, most)
                    for second in keys
                ],
            )
            for key in keys
        ),
    )


def source_sheet(listing: Listing, columns: Sequence[str], caption: str) -> Sheet:
    """Return these columns of a table of sources; numbers about codings link to the source's quotes."""
    return Sheet(
        caption=caption,
        corner="Source",
        columns=tuple(name.replace("_", " ") for name in columns),
        rows=tuple(
            SheetRow(
                head=str(record["source"]),
                cells=tuple(_source_cell(str(record["source"]), name, record[name]) for name in columns),
            )
            for record in _records(listing)
        ),
    )


def agreement_sheet(listing: Listing, codebook: Codebook) -> Sheet:
    """Return the agreement on each code; its coefficients have their intervals behind them."""
    columns = listing.columns[2:]
    rows = []
    for code, label, *values in listing.rows:
        entry = codebook.entries.get(CodeKey(str(code)))
        cells = (
            Cell(text=format_value(value), numeric=name != "flag")
            for name, value in zip(columns, values, strict=True)
        )
        depth = len(entry[1]) if entry else 0
        rows.append(SheetRow(head=str(label), code=str(code), depth=depth, cells=tuple(cells)))
    return Sheet(
        caption="Agreement of coders on each code, with intervals over sources",
        corner="Code",
        columns=tuple(name.replace("_", " ") for name in columns),
        rows=tuple(rows),
    )


_WIDE = 8
"""More columns than this have vertical headings."""
_OF_QUOTES = ("codings", "codes", "coders", "coded_words", "coded_share")


def _records(listing: Listing) -> list[dict[str, Value]]:
    return [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def format_value(value: Value, *, share: bool = False) -> str:
    """Return a value as text: shares in per cent, numbers with thousands separators."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{percent_text(value)} %" if share else _one_decimal(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _one_decimal(value: float) -> str:
    return f"{value:,.1f}" if value == 0 or abs(value) >= 0.1 else decimal_text(value)  # noqa: PLR2004


def _frequency_cell(record: Mapping[str, Value], measure: str, most: float) -> Cell:
    value = record[measure]
    return Cell(
        text=format_value(value, share=measure.startswith("share")),
        link=quotes_link({"code": str(record["code"])}, exactly=measure == "direct_codings") if value else "",
        measure=measure,
        bar=_number(value) / most if measure == "codings" else None,
    )


def _crosstab_cell(dimension: str, key: str | None, label: str | None, value: Value, most: float) -> Cell:
    """Return a cell of a cross table; without a key or a label it is a total."""
    filters = {name: value for name, value in (("code", key), (dimension, label)) if value is not None}
    return Cell(
        text=format_value(value) if value else "",
        link=quotes_link(filters) if value else "",
        measure="codings",
        shade=0 if key is None or label is None else _shade(_number(value), most),
    )


def _own_cell(key: str, own: int) -> Cell:
    return Cell(
        text=format_value(own), link=quotes_link({"code": key}, exactly=True), measure="direct_codings"
    )


def _pair_cell(key: str, second: str, together: Mapping[tuple[str, str], int], most: float) -> Cell:
    value = together.get((key, second), 0)
    return Cell(
        text=format_value(value) if value else "",
        link=quotes_link({"code": key}, together=second) if value else "",
        measure="together",
        shade=_shade(value, most),
    )


def _source_cell(source: str, name: str, value: Value) -> Cell:
    return Cell(
        text=format_value(value, share=name in ("coded_share", "new_information")),
        link=quotes_link({"source": source}) if name in _OF_QUOTES and value else "",
        measure=name,
        numeric=not isinstance(value, str),
    )


def _shade(value: float, most: float) -> int:
    """Return the shade of a value: 0 for 0, `SHADES` for the maximum, rounded up between them."""
    return -int(-value * SHADES // most) if most else 0


def _code_row(codebook: Codebook, key: str | None, cells: Iterable[Cell]) -> SheetRow:
    if key is None:
        return SheetRow(head="Total", cells=tuple(cells))
    entry = codebook.entries.get(CodeKey(key))
    head, depth = (entry[0].title, len(entry[1])) if entry else (key, 0)
    return SheetRow(head=head, code=key, depth=depth, cells=tuple(cells))


def _codebook_order(keys: Iterable[str], codebook: Codebook) -> list[str]:
    numbers = {str(key): number for number, key in enumerate(codebook.keys)}
    return sorted(keys, key=lambda key: (numbers.get(key, len(numbers)), key))
