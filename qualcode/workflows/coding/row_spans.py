"""The span that a row of a table of codings names: offsets, or a quote and which of its occurrences."""

from collections.abc import Callable, Mapping, Sequence

from qualcode.errors import UsageError
from qualcode.model import Source, Span, Turn
from qualcode.text.folded_text import find_words, fold
from qualcode.workflows.coding.act_summaries import quoted
from qualcode.workflows.coding.apply_codes import turn_at

FileRow = Mapping[str, object]
_MOST_FOLDED = 20
"""Number of characters that are read for each folded one, as runs of white space are folded to one."""
_LISTED = 5
"""Maximum number of occurrences that a message lists."""


def row_span(row: FileRow, source: Source, turns: Callable[[], Sequence[Turn]]) -> Span:
    """Return the span of a row; UsageError where there is none, or several.

    `start` and `end` are the span, and a quote beside them must be its text. Else `quote` is searched for;
    `turn` (its number), `before` (the text just before it) and `start` choose among its occurrences, and
    `nth` counts, from 1, those that remain. `turns` returns the turns of the source.
    """
    quote = str(row.get("quote") or "")
    start, end = _integer(row, "start"), _integer(row, "end")
    if start is not None and end is not None:
        return _checked_span(start, end, source, quote)
    if not quote:
        raise UsageError("start and end are missing, and there is no quote")
    matches = find_words(source.text, quote)
    if not matches:
        raise UsageError(f"{quoted(quote)} does not occur in {source.name}")
    return _only_match(row, source, matches, turns)


def _checked_span(start: int, end: int, source: Source, quote: str) -> Span:
    if not 0 <= start < end <= len(source.text):
        raise UsageError(f"{start}:{end} is not in {source.name}, which has {len(source.text)} characters")
    # Our CSV export puts an apostrophe before text that a spreadsheet would take for a formula, and
    # spreadsheet programs strip outer white space from cells.
    text = source.text[start:end]
    if quote and fold(text).strip() not in (fold(quote).strip(), fold(quote.removeprefix("'")).strip()):
        raise UsageError(f"{start}:{end} of {source.name} is {quoted(text)}, not {quoted(quote)}")
    return Span(start, end)


def _only_match(
    row: FileRow, source: Source, matches: Sequence[Span], turns: Callable[[], Sequence[Turn]]
) -> Span:
    """Return the only occurrence that fits the row's other columns."""
    fitting = list(matches)
    conditions: list[str] = []
    if (start := _integer(row, "start")) is not None:
        fitting = [span for span in fitting if span.start == start]
        conditions.append(f"with start {start}")
    if (number := _integer(row, "turn")) is not None:
        by_span = {span: turn_at(turns(), span.start) for span in fitting}
        fitting = [span for span, turn in by_span.items() if turn and turn.number == number]
        conditions.append(f"in turn {number}")
    if before := fold(str(row.get("before") or "")).strip():
        fitting = [span for span in fitting if _text_before(source.text, span, len(before)).endswith(before)]
        conditions.append(f"after {quoted(before)}")
    condition = f", but {len(fitting) or 'not'} {' '.join(conditions)}" if conditions else ""
    occurs = f"{quoted(str(row['quote']))} occurs {_times(len(matches))} in {source.name}{condition}"
    nth = _integer(row, "nth")
    if not fitting or (nth is not None and not 1 <= nth <= len(fitting)):
        raise UsageError(occurs if nth is None else f"{occurs}: there is no number {nth}")
    if nth is None and len(fitting) > 1:
        starts = ", ".join(str(span.start) for span in fitting[:_LISTED])
        more = ", …" if len(fitting) > _LISTED else ""
        raise UsageError(
            f"{occurs}: choose one in the column `nth`, `turn`, `before` or `start` (starts: {starts}{more})"
        )
    return fitting[(nth or 1) - 1]


def _text_before(text: str, span: Span, length: int) -> str:
    """Return at least `length` folded characters before a span, where there are as many."""
    return fold(text[max(0, span.start - _MOST_FOLDED * length) : span.start]).rstrip()


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _integer(row: FileRow, column: str) -> int | None:
    cell = row.get(column)
    if cell is None or cell == "":
        return None
    try:
        return int(cell if isinstance(cell, str) else str(cell))
    except ValueError:
        raise UsageError(f"{column} must be a whole number, not {cell!r}") from None
