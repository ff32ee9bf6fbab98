"""The notes of a table: what it counts, what each column means, what was selected, and when it was made.

The meanings are those of the guide's topic `definitions`, so that they are written only once.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qualcode.guide import definition_of

_EACH = "each "
_MEASURES = "The five measures"
"""The section of the guide that defines the measures of cells, for all tables."""
_BRACKETED = re.compile(r"^\((\w+)\)(?: \d+)?$")
"""A column of the program where a value of the data has its name: `(total)`, `(total) 2`."""
_MARKUP = re.compile(r"\*\*|`")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableNotes:
    """The notes of one table as plain text."""

    title: str
    date: str
    """The day on which the table was made; empty in notes that are only remarks."""
    scope: tuple[str, ...]
    """What was counted and what was left out, in sentences."""
    introduction: str
    columns: Mapping[str, str]
    """Column → meaning."""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The notes as pairs of a heading and a text."""
        return [
            *([("Date", self.date)] if self.date else []),
            *(("Scope", sentence) for sentence in self.scope),
            *(("Table", paragraph) for paragraph in self.introduction.split("\n\n") if paragraph),
            *self.columns.items(),
        ]


def table_notes(
    table: pd.DataFrame,
    topic: str,
    *,
    title: str,
    scope: Sequence[str],
    date: str,
    value_columns: Collection[str] = (),
    measure: str = "",
) -> TableNotes:
    """Return the notes of a table whose definitions are those of `topic`; NotFoundError for another topic.

    Columns that the table does not have are left out, and so are those named after values (`each CODE`) where
    every column has a definition of its own. `value_columns` are named after values, whatever their names.
    `measure` is explained after what the table counts.
    """
    definition = definition_of(topic)
    paragraphs = definition.introduction.split("\n\n")
    if measure:
        paragraphs.append(f"The measure {measure}: {definition_of(_MEASURES).columns[measure]}")
    names = [str(name) for name in table.columns if name not in value_columns]
    dynamic = len(names) < table.shape[1] or any(name not in definition.columns for name in names)
    heading_of = {_BRACKETED.sub(r"\1", name): name for name in names}
    columns = {
        heading_of.get(name, name): _plain(meaning)
        for name, meaning in definition.columns.items()
        if name in heading_of or (dynamic and name.startswith(_EACH))
    }
    return TableNotes(
        title=title,
        date=date,
        scope=tuple(scope),
        introduction="\n\n".join(" ".join(_plain(paragraph).split()) for paragraph in paragraphs),
        columns=columns,
    )


def remarks_only(title: str, remarks: Sequence[str]) -> TableNotes:
    """Return notes with sentences on what a table counts, and nothing else."""
    return TableNotes(title=title, date="", scope=tuple(remarks), introduction="", columns={})


def notes_table(notes: Sequence[TableNotes]) -> pd.DataFrame:
    """Return the notes of several tables as rows of table, heading and text."""
    rows = [(note.title, heading, text) for note in notes for heading, text in note.rows]
    return pd.DataFrame(rows, columns=["table", "item", "note"], dtype=object)


def _plain(markdown: str) -> str:
    return _MARKUP.sub("", markdown)
