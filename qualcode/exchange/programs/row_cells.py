"""Cells of rows of other programs' databases as text, number and time."""

from collections.abc import Mapping

from qualcode.exchange.refi.counted_text import Convention, CountedText, LineEnd, Unit
from qualcode.exchange.refi.xml_elements import clean_text, utc_time
from qualcode.model import Span
from qualcode.text.file_names import safe_file_name

Row = Mapping[str, object]


def text_of(row: Row, *names: str) -> str:
    """Return the first of these cells that is not empty as text, without control characters."""
    for name in names:
        value = row.get(name)
        if value is not None and value != "":
            return clean_text(str(value)).strip()
    return ""


def number_of(row: Row, name: str) -> int | None:
    """Return a cell as a whole number; None if it is none."""
    try:
        return int(str(row.get(name)))
    except ValueError:
        return None


def time_of(row: Row, *names: str) -> str:
    """Return the first of these cells that is a date and time, in UTC; without a zone it is taken as UTC."""
    return next((moment for name in names if (moment := utc_time(str(row.get(name) or "")))), "")


def file_name_for(name: str) -> str:
    """Return a name for the file of a source's text."""
    stem = safe_file_name(name)[:100] or "source"
    return stem if stem.lower().endswith(".txt") else f"{stem}.txt"


def span_between(
    text: CountedText, start: int | None, end: int | None, unit: Unit = Unit.CODE_POINTS
) -> Span | None:
    """Return the span between two positions in the text as stored; None if it has no words."""
    if start is None or end is None:
        return None
    span = text.span(start, end, Convention(unit, LineEnd.AS_WRITTEN, counts_mark=True))
    return span if span is not None and span.of(text.text).strip() else None
