"""Summaries of the framework matrix: write, remove, list and check the texts of its cells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import CodebookError, NotFoundError, UsageError
from qualcode.model import CodeKey, CoderName, Listing, Summary, new_id
from qualcode.output_formats import FRAMEWORK
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import sources, summaries
from qualcode.store.records.people import cases
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.gather_study import select_study
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project_fault import ProjectFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from qualcode.tables import TableNotes


def write(project: Project, coder: CoderName, unit: str, theme: str, text: str) -> Summary:
    """Store the coder's summary of a case under a theme, replacing the coder's former one.

    UsageError for an empty text, NotFoundError for an unknown case or theme.
    """
    if not text.strip():
        raise UsageError("The summary is empty.", "--remove deletes a summary.")
    code = _cell(project, unit, theme)
    summary = Summary(id=new_id(), unit=unit, code=code, text=text.strip(), coder=coder, made_at=now())
    with history.act(project.database, coder, "summary", f"of {unit} under {theme}") as recorder:
        summaries.write(recorder, summary)
    return summary


def remove(project: Project, coder: CoderName, unit: str, theme: str) -> None:
    """Delete the coder's summary of a case under a theme; NotFoundError if there is none."""
    with history.act(project.database, coder, "remove summary", f"of {unit} under {theme}") as recorder:
        if not summaries.remove(recorder, unit, CodeKey(theme), coder):
            raise NotFoundError(
                f"{coder} has no summary of {unit!r} under {theme!r}.", "`qualcode summary` lists them."
            )


def listing(
    project: Project, unit: str = "", theme: str = "", *, coders: Sequence[CoderName] = ()
) -> Listing:
    """Return the summaries, optionally of one case, one theme or some coders, as rows."""
    rows = [
        (summary.unit, summary.code, summary.text, summary.coder, summary.made_at)
        for summary in summaries.read_all(project.database)
        if unit in ("", summary.unit)
        and theme in ("", summary.code)
        and (summary.coder in coders or not coders)
    ]
    return Listing(columns=("case", "theme", "summary", "coder", "made_at"), rows=tuple(rows))


def framework(
    project: Project,
    *,
    quotes: int = 3,
    all_columns: bool = False,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Return the framework matrix, a row for each cell, with the summaries of the coders in scope.

    Where several coders summarised a cell, each text has its coder's name. `quotes` is the maximum number of
    quotes in a cell. Word and Excel files have a row for each case and a column for each theme that
    has codings or summaries, with `all_columns` for each.
    """
    from qualcode import tables

    by_cell: dict[tuple[str, str], list[Summary]] = {}
    for summary in summaries.read_all(project.database):
        if not options.coders or summary.coder in options.coders:
            by_cell.setdefault((summary.unit, summary.code), []).append(summary)
    selected = select_study(project, options, also=("quote",))
    table = tables.framework(
        selected.study,
        {cell: _combined_text(written) for cell, written in by_cell.items()},
        quotes=quotes,
        scope=selected.scope,
    )
    return selected.result(
        table,
        title="Framework matrix",
        topic="framework",
        notes=[] if all_columns else list(_left_out_themes(table)),
        empty="No cases yet.",
        writers={form: _file_writer(form, all_columns=all_columns) for form in FRAMEWORK.names},
    )


def _left_out_themes(table: "pd.DataFrame") -> "Iterator[str]":
    theme = table.iloc[:, 1]
    empty = set(theme) - set(theme[(table["summary"] != "") | (table["codings"] > 0)])
    if empty:
        yield (
            "Word and Excel files have no column for themes without summaries and codings "
            f"({', '.join(sorted(empty))}); --all includes them."
        )


def _file_writer(form: str, *, all_columns: bool) -> "Callable[[pd.DataFrame, Sequence[TableNotes]], bytes]":
    from qualcode.tables import framework_file

    return lambda table, notes: framework_file(table, form, notes=notes, all_columns=all_columns)


def faults(project: Project) -> list[ProjectFault]:
    """Return a fault for each summary whose case or theme no longer exists; none without a valid codebook."""
    try:
        themes = {str(code.key) for code in current_codebook(project).codebook.codes}
    except CodebookError:
        return []
    units = set(_units(project))
    return [
        ProjectFault(
            location=f"summary of {summary.unit} under {summary.code}",
            problem=f"There is no {'case' if summary.unit not in units else 'theme'} of this name any more.",
            remedy="`qualcode summary` shows its text; write it to another cell, then --remove this one.",
        )
        for summary in summaries.read_all(project.database)
        if summary.unit not in units or summary.code not in themes
    ]


def _cell(project: Project, unit: str, theme: str) -> CodeKey:
    units = _units(project)
    if unit not in units:
        noun = "case" if cases.read_all(project.database) else "source"
        raise NotFoundError.among(noun, unit, units, f"`qualcode {noun}s` lists them.")
    themes = [str(code.key) for code in current_codebook(project).codebook.codes]
    if theme not in themes:
        raise NotFoundError.among("theme", theme, themes, f"Themes: {', '.join(themes)}.")
    return CodeKey(theme)


def _units(project: Project) -> Sequence[str]:
    return [case.name for case in cases.read_all(project.database)] or list(
        sources.ids_by_name(project.database)
    )


def _combined_text(written: Sequence[Summary]) -> str:
    if len({summary.coder for summary in written}) == 1:
        return "\n\n".join(summary.text for summary in written)
    return "\n\n".join(f"{summary.coder}: {summary.text}" for summary in written)
