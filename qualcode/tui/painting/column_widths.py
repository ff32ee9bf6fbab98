"""The columns of the coding screen: speakers, words, margin, and the codebook beside them.

The words come first: they get `LEAST_WORDS` cells in a window of 80 columns and `LEAST_WORDS_NARROW` in one
of 60. The codebook gives way, then the margin, then the gutter.
"""

from enum import Enum
from typing import NamedTuple

NARROWEST_WINDOW = 60
"""The fewest columns in which the screen is as it should be."""
LEAST_WORDS, LEAST_WORDS_NARROW = 48, 40
_SEPARATOR = 1
"""The space between words and margin."""
EDGE = 2
"""The columns on the right of the view: a space, and the position in the text."""
_LIMITS = ((98, (14, 12, 28)), (74, (11, 9, 22)), (0, (5, 8, 14)))
"""From a width of the view on: the most cells of a speaker's label, the least and the most of the margin."""
_LEAST_GUTTER = 5
_BAR = 2
"""The bar of a speaker, and a space."""


class PaneForm(Enum):
    """What is shown of the codebook, and the number of columns that it takes."""

    FULL = 34
    NARROW = 25
    USED_HERE = 14
    """Only the codes that are used in this source."""
    HIDDEN = 0


_WIDTHS_WITH_PANE = ((PaneForm.FULL, 110), (PaneForm.NARROW, 96), (PaneForm.USED_HERE, 88))
MINIMUM_WIDTH_WITH_PANE = 80
"""The fewest columns in which the codes used here can be shown on request."""


def pane_form(window_width: int, *, requested: bool = False) -> PaneForm:
    """Return the form of the codebook that leaves room for the words and the margin.

    On request it is shown also where the margin becomes narrow.
    """
    fitting = (form for form, least in _WIDTHS_WITH_PANE if window_width >= least)
    smallest = requested and window_width >= MINIMUM_WIDTH_WITH_PANE
    return next(fitting, PaneForm.USED_HERE if smallest else PaneForm.HIDDEN)


class ColumnWidths(NamedTuple):
    """Widths of the columns of a row, in cells."""

    gutter: int
    text: int
    margin: int

    @property
    def total(self) -> int:
        """Width of the row: the three columns, and a space before the margin."""
        return self.gutter + self.text + _SEPARATOR + self.margin


def columns(width: int, measure: int, *, label_cells: int = 12, margin_cells: int = 26) -> ColumnWidths:
    """Divide the width of a view without its edge.

    `label_cells` and `margin_cells` are what the longest label of a speaker and of a code need. The text
    column is never wider than the measure; what is left over goes to the margin.
    """
    is_narrow = width < LEAST_WORDS + _SEPARATOR + _LEAST_GUTTER + _BAR + _LIMITS[-1][1][1]
    least_text = min(LEAST_WORDS_NARROW if is_narrow else LEAST_WORDS, measure)
    limits = (limit for least, limit in _LIMITS if width >= least)
    most_label, least_margin, most_margin = next(limits)
    gutter = (min(label_cells, most_label) + _BAR) if label_cells else 1
    margin = min(max(margin_cells, least_margin), most_margin)
    margin -= min(max(least_text - (width - gutter - _SEPARATOR - margin), 0), margin - least_margin)
    gutter -= min(max(least_text - (width - gutter - _SEPARATOR - margin), 0), max(gutter - _LEAST_GUTTER, 0))
    room = max(width - gutter - _SEPARATOR - margin, 10)
    text = min(room, measure)
    return ColumnWidths(gutter, text, margin + room - text)
