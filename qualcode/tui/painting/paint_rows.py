"""Paint rows as styled segments: gutter, text with codings and highlights, and margin.

Pure functions of row, brackets and highlights. Styles are combined in a fixed order: the speaker's, codings
from the outside in, the suggestion, the selection, search hits, the cursor.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from qualcode.model import Role, Span, Turn
from qualcode.text.graphemes import is_plain, whole_clusters
from qualcode.text.time_codes import format_time_code
from qualcode.text.visible import visible
from qualcode.tui.painting.color_palette import Palette
from qualcode.tui.painting.column_widths import ColumnWidths
from qualcode.tui.painting.margin_brackets import Bracket, MarginRow, MarkKind
from qualcode.tui.painting.row_layout import LayoutRow
from qualcode.tui.painting.shortened_labels import SpeakerLabels
from qualcode.tui.painting.terminal_cells import shortened


class Highlights(NamedTuple):
    """Spans that depend on the cursor and the search."""

    selection: Span | None = None
    cursor: Span | None = None
    suggestion: Span | None = None
    """The evidence (or else the span) of the suggestion at the cursor."""
    hits: tuple[Span, ...] = ()


PLAIN = Highlights()
GUTTER_EDGE = 2
"""The cells of the mark of a speaker and of the space after it."""
_NO_SPEAKERS = SpeakerLabels()


def paint_row(
    row: LayoutRow,
    text: str,
    turn: Turn | None,
    brackets: Sequence[Bracket],
    margin: MarginRow,
    widths: ColumnWidths,
    palette: Palette,
    highlights: Highlights = PLAIN,
) -> list[Segment]:
    """Return words and margin of a row as segments of `widths.total - widths.gutter` cells together."""
    return [
        *_padded(paint_words(row, text, turn, brackets, palette, highlights), widths.text + 1),
        *paint_margin(margin, widths.margin, palette),
    ]


def paint_words(
    row: LayoutRow,
    text: str,
    turn: Turn | None,
    brackets: Sequence[Bracket],
    palette: Palette,
    highlights: Highlights = PLAIN,
) -> list[Segment]:
    """Return the text of a row, cut where the style changes; each character is drawn once."""
    drawn = row.drawn(text)
    is_interviewer = turn is None or turn.role is Role.INTERVIEWER
    on_row = [
        bracket for bracket in brackets if bracket.span.start < drawn.end and drawn.start < bracket.span.end
    ]
    layers = [(drawn, palette.words(interviewer=is_interviewer)), *_layers(on_row, palette, highlights)]
    clipped = [
        (max(span.start, drawn.start), min(span.end, drawn.end), style)
        for span, style in layers
        if span.start < drawn.end and drawn.start < span.end
    ]
    if not is_plain(text, drawn.start, drawn.end):
        clipped = [_snapped(text, start, end, style) for start, end, style in clipped]
    cuts = sorted({offset for start, end, _ in clipped for offset in (start, end)})
    return [
        Segment(
            visible(text[start:end]),
            _combined(tuple(style for first, last, style in clipped if first <= start and end <= last)),
        )
        for start, end in pairwise(cuts)
    ]


def paint_margin(margin: MarginRow, width: int, palette: Palette) -> list[Segment]:
    """Return the brackets of a row and their labels, as wide as the margin."""
    by_lane = {edge.lane: edge for edge in margin.edges}
    segments = [
        Segment(by_lane[lane].sign, _sign_style(by_lane[lane].bracket, palette))
        if lane in by_lane
        else Segment(" ")
        for lane in range(margin.lanes)
    ]
    for label, bracket in margin.labels:
        segments += [Segment(" "), Segment(visible(label), _bracket_style(bracket, palette))]
    if margin.hidden + margin.unlabelled:
        segments.append(Segment(f" +{margin.hidden + margin.unlabelled}", palette.quiet))
    return _padded(segments, width)


def paint_gutter(
    row: LayoutRow, turn: Turn | None, width: int, palette: Palette, speakers: SpeakerLabels = _NO_SPEAKERS
) -> list[Segment]:
    """Return the speaker on a turn's first row, its start time on the second, and the speaker's mark."""
    room = max(width - GUTTER_EDGE, 0)
    label, mark = "", Segment(" " * min(width, GUTTER_EDGE))
    if turn is not None and not row.spacer:
        if row.number == 0:
            page = f"p. {turn.page}" if turn.page else ""
            page = page if len(page) <= room else str(turn.page)
            label = speakers.labels.get(turn.speaker, shortened(turn.speaker or page, room))
        elif row.number == 1 and turn.begins is not None:
            label = _time_label(turn.begins, room)
        if turn.speaker in speakers.numbers and width >= GUTTER_EDGE:
            sign, style = palette.speaker(speakers.numbers[turn.speaker])
            mark = Segment(f"{sign} ", style)
    return [Segment(set_cell_size(label, room), palette.quiet), mark]


def _time_label(seconds: float, room: int) -> str:
    """Return a time, in the first hour without its hour where it does not fit."""
    time_code = format_time_code(seconds, hour_digits=1)
    short = time_code.removeprefix("0:")
    return time_code if len(time_code) <= room else short if len(short) <= room else ""


def _layers(
    brackets: Sequence[Bracket], palette: Palette, highlights: Highlights
) -> list[tuple[Span, Style]]:
    codings = [bracket for bracket in brackets if bracket.kind is MarkKind.CODING]
    codings.sort(key=lambda coding: (coding.span.start, -coding.span.end))
    layers = []
    for number, coding in enumerate(codings):
        layers.append((coding.span, palette.shade(coding.code, deep=False)))
        for earlier in codings[:number]:
            if earlier.span.overlaps(coding.span):
                overlap = Span(
                    max(earlier.span.start, coding.span.start), min(earlier.span.end, coding.span.end)
                )
                layers.append((overlap, palette.shade(coding.code, deep=True)))
    if highlights.suggestion is not None:
        layers.append((highlights.suggestion, palette.suggestion))
    if highlights.selection is not None:
        layers.append((highlights.selection, palette.selection))
    layers += [(hit, palette.hit) for hit in highlights.hits]
    if highlights.cursor is not None:
        layers.append((highlights.cursor, palette.cursor))
    return layers


def _bracket_style(bracket: Bracket, palette: Palette) -> Style:
    return palette.edge(bracket.code, quiet=bracket.kind is not MarkKind.CODING)


def _sign_style(bracket: Bracket, palette: Palette) -> Style:
    return palette.sign(bracket.code) if bracket.kind is MarkKind.CODING else _bracket_style(bracket, palette)


def _snapped(text: str, start: int, end: int, style: Style) -> tuple[int, int, Style]:
    span = whole_clusters(text, Span(start, end))
    return span.start, span.end, style


@lru_cache(maxsize=4096)
def _combined(styles: tuple[Style, ...]) -> Style:
    return Style.combine(styles)


def _padded(segments: list[Segment], width: int) -> list[Segment]:
    """Pad or cut the segments to exactly `width` cells."""
    missing = width - sum(cell_len(segment.text) for segment in segments)
    if missing > 0:
        return [*segments, Segment(" " * missing)]
    return segments if missing == 0 else next(iter(Segment.split_and_crop_lines(segments, width, pad=True)))
