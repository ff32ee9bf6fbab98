"""Export the tables of a study to files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.model import Source
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.analysis.gather_study import gather_study

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.tables import Scope

TABLES = ("codings", "frequencies", "codes by case", "coded by case", "segments", "codebook", "sources")


def export(
    project: Project,
    forms: Sequence[str],
    *,
    folder: Path | None = None,
    only: Sequence[str] = (),
    scope: "Scope | None" = None,
) -> list[Path]:
    """Write the tables (all, or `only` some) to files of these formats; return the paths.

    Codings and segments always include interviewers, with the role as a column; the other tables count what
    is in `scope`. Of each format, all files are written or none. NotFoundError for an unknown table or
    format.
    """
    from qualcode import tables

    listed = replace(scope or tables.Scope(), with_interviewer=True)
    study = gather_study(project, also=codings.LISTING_COLUMNS)
    makers: Mapping[str, Callable[[], pd.DataFrame]] = {
        "codings": lambda: tables.codings(study, scope=listed),
        "frequencies": lambda: tables.frequencies(study, all_codes=True, scope=scope),
        "codes by case": lambda: tables.matrix(study, by="case", of="codings", scope=scope),
        "coded by case": lambda: tables.matrix(study, by="case", of="present", scope=scope),
        "segments": lambda: tables.segments(study, _sources(project), scope=listed),
        "codebook": lambda: tables.codebook(study, scope=scope),
        "sources": lambda: tables.sources(study, scope=scope),
    }
    names = [name.replace("_", " ").replace("-", " ") for name in only] or TABLES
    for name in names:
        if name not in makers:
            raise NotFoundError.among("table", name, makers, f"Tables: {', '.join(makers)}.")
    by_name = {name: makers[name]() for name in names}
    target = folder or project.tables_folder
    return [path for form in forms for path in tables.write_tables(by_name, target, form)]


def _sources(project: Project) -> Iterator[Source]:
    for source in sources.ids_by_name(project.database).values():
        yield sources.with_id(project.database, source)
