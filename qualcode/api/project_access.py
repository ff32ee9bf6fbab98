"""An open project and who works on it; what the methods of all nouns share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from qualcode.errors import UsageError
from qualcode.model import CoderName

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from qualcode.model import Listing
    from qualcode.store.project import Project
    from qualcode.workflows.analysis.analysis_result import AnalysisResult


Names = str | Iterable[str]
"""One name, or several: of codes, sources, coders, or ids."""


class ProjectAccess:
    """An open project; a context manager that closes it."""

    def __init__(self, project: "Project", coder: CoderName | None) -> None:
        self._open_project: Project | None = project
        self._coder = coder
        self._folder = project.folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = f"coder={self._coder!r}" if self._coder else "read-only"
        return f"<{type(self).__name__} {str(self._folder)!r}, {state if self._open_project else 'closed'}>"

    def close(self) -> None:
        """Close the project; its tables stay usable.

        >>> project.close()
        >>> project.codings()
        Traceback (most recent call last):
        ...
        qualcode.errors.UsageError: This project is closed.
        Open it again with qualcode.open.
        """
        if self._open_project:
            self._open_project.database.close()
            self._open_project = None

    @property
    def folder(self) -> "Path":
        """The folder of the project.

        >>> project.folder.name
        'my-study'
        """
        return self._folder

    @property
    def coder(self) -> str | None:
        """The coder who works on the project; None if it is only read.

        >>> project.coder
        'ann'
        """
        return self._coder

    @property
    def _project(self) -> "Project":
        if self._open_project is None:
            raise UsageError("This project is closed.", "Open it again with qualcode.open.")
        return self._open_project

    def _writing_coder(self) -> CoderName:
        """Return the coder; UsageError if the project is closed, or was opened without one."""
        name = self._project.folder.name
        if self._coder is None:
            raise UsageError(
                "This project is open for reading only.",
                f'Open it with your name: qualcode.open("{name}", coder="NAME")',
            )
        return self._coder


def all_names(names: Names) -> tuple[str, ...]:
    """Return the names; a single one need not be in a list."""
    return (names,) if isinstance(names, str) else tuple(names)


def result_table(result: "AnalysisResult", name: str) -> "pd.DataFrame":
    """Return the table of an analysis with its documented dtypes, and title and notes as attributes."""
    from qualcode.tables import with_column_types

    table = with_column_types(result.table, name)
    table.attrs.update(title=result.title, notes=list(result.notes))
    return table


def listing_table(listing: "Listing", name: str, notes: Iterable[str] = ()) -> "pd.DataFrame":
    """Return the rows of a listing as a table with its documented dtypes, and notes as an attribute."""
    from qualcode import tables

    table = tables.with_column_types(tables.frame(listing), name)
    if remarks := list(notes):
        table.attrs["notes"] = remarks
    return table


def case_table(listing: "Listing") -> "pd.DataFrame":
    """Return the rows of cases as a table, with attributes as numbers if all of their values are."""
    from qualcode import tables

    table = listing_table(listing, "cases")
    return tables.with_numbers(
        table, [name for name in listing.columns if name not in tables.COLUMN_TYPES["cases"]]
    )
