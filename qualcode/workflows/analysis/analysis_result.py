"""The result of an analysis: one table, with what a face needs to show, draw or write it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.model import Codebook
from qualcode.output_formats import PRINTED_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from qualcode.tables import TableNotes


DOCUMENT_INDENT = "\u2003"
"""An em space: documents do not show several blanks at the beginning of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """How a table is drawn."""

    kind: str
    """A value of `reports.ChartKind`."""
    title: str
    measure: str = "codings"
    """The column to draw where a table has several."""
    columns: tuple[str, ...] | None = None
    """The columns that the chart needs; None for all."""
    has_totals: bool = False
    """Whether the last row has totals, which are not drawn."""
    problem: str = ""
    """Why this table cannot be drawn; empty if it can."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnalysisResult:
    """A table with its title, messages and chart."""

    table: "pd.DataFrame"
    title: str
    own: "pd.DataFrame | None" = None
    """The same table with each code alone, where the table has totals of branches."""
    topic: str
    """The name of the definitions of its columns."""
    measure: str = ""
    """The one of the five measures that the cells have; empty for columns with definitions of their own."""
    value_columns: "Mapping[str, str]" = field(default_factory=dict)
    """The columns named after values of the data, with the label of a code, or nothing.

    All others have names of the program's own: a code called `depth` is not the level of a code.
    """
    codebook: Codebook
    """Whose colours and labels a chart has."""
    notes: tuple[str, ...] = ()
    """What the reader has to know: coders counted together, what was left out, results of tests."""
    coder_notes: tuple[str, ...] = ()
    """Those of the notes that name coders who are counted or hidden: files for readers always have them."""
    pooled_coders: tuple[str, ...] = ()
    """The coders whose codings are counted together; empty if each is counted apart."""
    scope: tuple[str, ...] = ()
    """What was selected: coders, kinds of source, interviewers."""
    empty: str = "No codings yet."
    """The message for a table without rows."""
    chart: ChartSpec | None = None
    is_finding: bool = False
    """Whether a check found something, which a command says by its exit code."""
    writers: "Mapping[str, Callable[[pd.DataFrame, Sequence[TableNotes]], bytes]]" = field(
        default_factory=dict
    )
    """Formats that this table is written to in its own way, by name."""

    def printed(self, indent: str = "  ") -> "pd.DataFrame":
        """Return the table for readers: the tree indented, each share behind its number."""
        from qualcode.tables import printed_table

        return printed_table(
            self.table, self.codebook, self.own, indent=indent, value_columns=self.value_columns
        )

    def table_in(self, form: str) -> "pd.DataFrame":
        """Return the table as a file of this format has it: for readers in documents, as it is in others."""
        return self.printed(DOCUMENT_INDENT) if form in PRINTED_FORMATS else self.table

    @property
    def column_labels(self) -> "Mapping[str, str]":
        """The labels of the columns that are codes."""
        return {column: label for column, label in self.value_columns.items() if label}
