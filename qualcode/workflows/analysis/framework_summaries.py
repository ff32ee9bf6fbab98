"""Summarising: the cells of the framework matrix, case by theme, each in the analyst's own words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import CodebookError, NotFoundError, UsageError
from qualcode.model import CodeKey, CoderName, Listing, Summary, new_id
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import cases, sources, summaries
from qualcode.workflows.analysis.gather_study import study
from qualcode.workflows.check_project import ProjectFault
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.tables import Scope


def write(project: Project, coder: CoderName, unit: str, theme: str, text: str) -> Summary:
    """Say what there is to say of a case under a theme; this coder's words of before give way."""
    if not text.strip():
        raise UsageError("The summary is empty.", "--remove takes one away.")
    code = _cell(project, unit, theme)
    summary = Summary(id=new_id(), unit=unit, code=code, text=text.strip(), coder=coder, made_at=now())
    with history.act(project.database, coder, "summary", f"of {unit} under {theme}") as recorder:
        summaries.write(recorder, summary)
    return summary


def remove(project: Project, coder: CoderName, unit: str, theme: str) -> None:
    """Take this coder's summary of a cell away; NotFoundError where there is none."""
    with history.act(project.database, coder, "remove summary", f"of {unit} under {theme}") as recorder:
        if not summaries.remove(recorder, unit, CodeKey(theme), coder):
            raise NotFoundError(
                f"{coder} has no summary of {unit!r} under {theme!r}.", "`qualcode summary` lists them."
            )


def listing(project: Project, unit: str = "", theme: str = "") -> Listing:
    """Return the summaries (of one case, of one theme) as rows."""
    rows = [
        (one.unit, one.code, one.text, one.coder, one.made_at)
        for one in summaries.read_all(project.database)
        if unit in ("", one.unit) and theme in ("", one.code)
    ]
    return Listing(columns=("case", "theme", "summary", "coder", "made_at"), rows=tuple(rows))


def framework(project: Project, scope: "Scope", *, quotes: int = 3) -> "pd.DataFrame":
    """Return the framework matrix, a row for each cell, with the summaries of the coders that count.

    A cell that several of them have summed up names each.
    """
    from qualcode import tables

    written: dict[tuple[str, str], list[Summary]] = {}
    for one in summaries.read_all(project.database):
        if not scope.coders or one.coder in scope.coders:
            written.setdefault((one.unit, one.code), []).append(one)
    return tables.framework(
        study(project, also=("quote",)),
        {cell: _together(said) for cell, said in written.items()},
        quotes=quotes,
        scope=scope,
    )


def faults(project: Project) -> list[ProjectFault]:
    """Return the summaries whose case or theme is no longer there; none where no codebook can say so."""
    try:
        themes = {str(code.key) for code in current_codebook(project).codebook.codes}
    except CodebookError:
        return []
    units = set(_units(project))
    return [
        ProjectFault(
            location=f"summary of {one.unit} under {one.code}",
            problem=f"There is no {'case' if one.unit not in units else 'theme'} of this name any more.",
            remedy="`qualcode summary` shows its words; write them where they belong, then --remove it.",
        )
        for one in summaries.read_all(project.database)
        if one.unit not in units or one.code not in themes
    ]


def _cell(project: Project, unit: str, theme: str) -> CodeKey:
    units = _units(project)
    if unit not in units:
        what = "case" if cases.read_all(project.database) else "source"
        raise NotFoundError.among(what, unit, units, f"`qualcode {what}s` lists them.")
    themes = [str(code.key) for code in current_codebook(project).codebook.codes]
    if theme not in themes:
        raise NotFoundError.among("theme", theme, themes, f"Themes are: {', '.join(themes)}.")
    return CodeKey(theme)


def _units(project: Project) -> Sequence[str]:
    return [case.name for case in cases.read_all(project.database)] or list(
        sources.ids_by_name(project.database)
    )


def _together(said: Sequence[Summary]) -> str:
    if len({one.coder for one in said}) == 1:
        return "\n\n".join(one.text for one in said)
    return "\n\n".join(f"{one.coder}: {one.text}" for one in said)
