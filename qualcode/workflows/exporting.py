"""Exporting: the study's tables as files that others can open, check and count again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.model import Source
from qualcode.store import codings, sources
from qualcode.store.project import Project
from qualcode.workflows.tabulating import study

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.tables import Scope, Study

TABLES = ("codings", "frequencies", "codes by case", "coded by case", "segments", "codebook", "sources")


def export(
    project: Project,
    forms: Sequence[str],
    *,
    folder: Path | None = None,
    only: Sequence[str] = (),
    scope: "Scope | None" = None,
) -> list[Path]:
    """Write the tables (all, or `only` some) to files of these formats; return the files.

    `scope` says what the frequencies count. Of each format all files are written, or none.
    """
    from qualcode import tables

    gathered = study(project, also=codings.LISTING_COLUMNS)
    makers: Mapping[str, Callable[[Study], pd.DataFrame]] = {
        "codings": tables.codings,
        "frequencies": lambda one: tables.frequencies(one, all_codes=True, scope=scope),
        "codes by case": lambda one: tables.matrix(one, by="case", of="codings"),
        "coded by case": lambda one: tables.matrix(one, by="case", of="present"),
        "segments": lambda one: tables.segments(one, _sources(project)),
        "codebook": tables.codebook,
        "sources": tables.sources,
    }
    wanted = [name.replace("_", " ").replace("-", " ") for name in only] or TABLES
    for name in wanted:
        if name not in makers:
            raise NotFoundError.among("table", name, makers, f"There are: {', '.join(makers)}.")
    made = {name: makers[name](gathered) for name in wanted}
    to = folder or project.tables_folder
    return [path for form in forms for path in tables.write(made, to, form)]


def _sources(project: Project) -> Iterator[Source]:
    for source in sources.names(project.database).values():
        yield sources.get(project.database, source)
