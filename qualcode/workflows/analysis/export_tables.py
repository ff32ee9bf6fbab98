"""Exporting: the study's tables as files that others can open, check and count again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.model import Source
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.analysis.gather_study import study

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

    `scope` says what counts; codings and segments are listed with the interviewer's in any case, since there
    the role is a column. Of each format all files are written, or none.
    """
    from qualcode import tables

    listed = replace(scope or tables.Scope(), with_interviewer=True)
    gathered = study(project, also=codings.LISTING_COLUMNS)
    makers: Mapping[str, Callable[[Study], pd.DataFrame]] = {
        "codings": lambda one: tables.codings(one, scope=listed),
        "frequencies": lambda one: tables.frequencies(one, all_codes=True, scope=scope),
        "codes by case": lambda one: tables.matrix(one, by="case", of="codings", scope=scope),
        "coded by case": lambda one: tables.matrix(one, by="case", of="present", scope=scope),
        "segments": lambda one: tables.segments(one, _sources(project), scope=listed),
        "codebook": lambda one: tables.codebook(one, scope=scope),
        "sources": lambda one: tables.sources(one, scope=scope),
    }
    wanted = [name.replace("_", " ").replace("-", " ") for name in only] or TABLES
    for name in wanted:
        if name not in makers:
            raise NotFoundError.among("table", name, makers, f"There are: {', '.join(makers)}.")
    made = {name: makers[name](gathered) for name in wanted}
    to = folder or project.tables_folder
    return [path for form in forms for path in tables.write(made, to, form)]


def _sources(project: Project) -> Iterator[Source]:
    for source in sources.ids_by_name(project.database).values():
        yield sources.with_id(project.database, source)
