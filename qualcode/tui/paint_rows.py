"""Spans become styled rows: the gutter, the words with all that lies on them, and the margin.

Pure: the same row, marks and look always give the same segments. Styles are laid over one another in a
fixed order (the speaker's, codings from the outside in, what a search found, the selection, the cursor).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from qualcode.model import Role, Span, Turn
from qualcode.text.graphemes import stands_alone, whole_clusters
from qualcode.text.time_codes import format_time_code
from qualcode.text.visible import visible
from qualcode.tui.color_palette import Palette
from qualcode.tui.margin_brackets import Bracket, MarginRow, MarkKind
from qualcode.tui.row_layout import LayoutRow


@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """How many cells the parts of a row have."""

    gutter: int
    text: int
    margin: int


@dataclass(frozen=True, slots=True)
class Highlights:
    """What lies on the words for the moment only."""

    selection: Span | None = None
    cursor: Span | None = None
    opinion: Span | None = None
    """What the suggestion at the cursor is about."""
    hits: tuple[Span, ...] = ()


PLAIN = Highlights()


def columns(width: int, measure: int) -> ColumnWidths:
    """Divide a width of at least 60 cells; no row of words is longer than the measure."""
    gutter, margin = (8, 14) if width < 70 else (8, 22) if width < 100 else (14, 26)  # noqa: PLR2004 - in cells
    room = max(width - gutter - margin - 1, 10)
    text = min(room, measure)
    return ColumnWidths(gutter, text, margin + room - text)


def paint_row(
    row: LayoutRow,
    text: str,
    turn: Turn | None,
    marks: Sequence[Bracket],
    margin: MarginRow,
    sizes: ColumnWidths,
    palette: Palette,
    look: Highlights = PLAIN,
) -> list[Segment]:
    """Return one row as segments that are `gutter + text + 1 + margin` cells wide together."""
    return [
        gutter(row, turn, sizes.gutter, palette),
        *_padded(paint_words(row, text, turn, marks, palette, look), sizes.text + 1),
        *paint_margin(margin, sizes.margin, palette),
    ]


def paint_words(
    row: LayoutRow,
    text: str,
    turn: Turn | None,
    marks: Sequence[Bracket],
    palette: Palette,
    look: Highlights = PLAIN,
) -> list[Segment]:
    """Return the words of a row, cut where their style changes; each character stands there once."""
    drawn = row.drawn(text)
    quiet = turn is None or turn.role is Role.INTERVIEWER
    here = [mark for mark in marks if mark.span.start < drawn.end and drawn.start < mark.span.end]
    layers = [(drawn, palette.words(interviewer=quiet)), *_layers(here, palette, look)]
    on_row = [
        (max(span.start, drawn.start), min(span.end, drawn.end), style)
        for span, style in layers
        if span.start < drawn.end and drawn.start < span.end
    ]
    if not stands_alone(text, drawn.start, drawn.end):
        on_row = [_snapped(text, start, end, style) for start, end, style in on_row]
    cuts = sorted({place for start, end, _ in on_row for place in (start, end)})
    return [
        Segment(
            visible(text[start:end]),
            _combined(tuple(style for a, b, style in on_row if a <= start and end <= b)),
        )
        for start, end in pairwise(cuts)
    ]


def paint_margin(margin: MarginRow, width: int, palette: Palette) -> list[Segment]:
    """Return the brackets of a row and the keys they carry, as wide as the margin."""
    by_lane = {edge.lane: edge for edge in margin.edges}
    segments = [
        Segment(by_lane[lane].sign, _edge(by_lane[lane].mark, palette)) if lane in by_lane else Segment(" ")
        for lane in range(margin.lanes)
    ]
    for label, mark in margin.labels:
        segments += [Segment(" "), Segment(visible(label), _edge(mark, palette))]
    if margin.hidden:
        segments.append(Segment(f" +{margin.hidden}", palette.quiet))
    return _padded(segments, width)


def gutter(row: LayoutRow, turn: Turn | None, width: int, palette: Palette) -> Segment:
    """Return who speaks on a turn's first row, and when on its second (if it has one)."""
    words = ""
    if turn is not None and row.number == 0:
        words = turn.speaker or (f"p. {turn.page}" if turn.page else "")
    elif turn is not None and turn.begins is not None and row.number == 1 and not row.spacer:
        words = format_time_code(turn.begins, hour_digits=1)
    shown = visible(words)
    if cell_len(shown) > width - 1:
        shown = f"{set_cell_size(shown, width - 2)}…"
    return Segment(set_cell_size(shown, width), palette.quiet)


def _layers(marks: Sequence[Bracket], palette: Palette, look: Highlights) -> list[tuple[Span, Style]]:
    own = [mark for mark in marks if mark.kind is MarkKind.CODING]
    own.sort(key=lambda mark: (mark.span.start, -mark.span.end))
    layers = []
    for number, mark in enumerate(own):
        layers.append((mark.span, palette.shade(mark.code, deep=False)))
        for other in own[:number]:
            if other.span.overlaps(mark.span):
                both = Span(max(other.span.start, mark.span.start), min(other.span.end, mark.span.end))
                layers.append((both, palette.shade(mark.code, deep=True)))
    if look.opinion is not None:
        layers.append((look.opinion, palette.opinion))
    layers += [(hit, palette.hit) for hit in look.hits]
    if look.selection is not None:
        layers.append((look.selection, palette.selection))
    if look.cursor is not None:
        layers.append((look.cursor, palette.cursor))
    return layers


def _edge(mark: Bracket, palette: Palette) -> Style:
    return palette.edge(mark.code, quiet=mark.kind is not MarkKind.CODING)


def _snapped(text: str, start: int, end: int, style: Style) -> tuple[int, int, Style]:
    whole = whole_clusters(text, Span(start, end))
    return whole.start, whole.end, style


@lru_cache(maxsize=4096)
def _combined(styles: tuple[Style, ...]) -> Style:
    return Style.combine(styles)


def _padded(segments: list[Segment], width: int) -> list[Segment]:
    """Fill up or cut the segments to exactly this many cells."""
    missing = width - sum(cell_len(segment.text) for segment in segments)
    if missing > 0:
        return [*segments, Segment(" " * missing)]
    return segments if missing == 0 else next(iter(Segment.split_and_crop_lines(segments, width, pad=True)))
