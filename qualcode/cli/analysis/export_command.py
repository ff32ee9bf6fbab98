"""The commands `frequencies` and `export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    KindOption,
    load_study,
    say_if_coders_are_pooled,
    scope_of,
)
from qualcode.cli.output import plot_option, show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import FormatOption, ProjectOption
from qualcode.model import Listing
from qualcode.output_formats import TABLE, TableFormat

if TYPE_CHECKING:
    import pandas as pd


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(cls=PlottingCommand)(frequencies)
    app.command()(export)


def frequencies(
    by: Annotated[
        str,
        typer.Option(help="code, theme, source, case, speaker, coder, or an attribute.", metavar="DIMENSION"),
    ] = "code",
    of: Annotated[
        str | None, typer.Option(help="Measure: codings, sources, cases, words or share.", metavar="MEASURE")
    ] = None,
    all_codes: Annotated[bool, typer.Option("--all", help="Include codes without codings.")] = False,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count codings, sources, cases and words of each code, including the codes under it."""
    from qualcode.tables import frequencies as count
    from qualcode.tables import listing
    from qualcode.workflows.reports.chart_data import chart_data

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = count(study, by=by, of=of, all_codes=all_codes, scope=scope)
    if by != "coder":
        say_if_coders_are_pooled(study, scope)
    if plot:
        measure = of or "codings"
        title = f"{measure.capitalize()} of each {'theme' if by == 'theme' else 'code'}"
        picture, title = ("bars", title) if by in ("code", "theme") else ("heat", f"{title} by {by}")
        plot_option.plot(chart_data(study.codebook, listing(table), picture, title, measure), plot)
        return
    indented = format_ is TableFormat.TABLE and "depth" in table
    show.rows(tree(table) if indented else listing(table), format_, empty="No codings yet.")


def tree(table: "pd.DataFrame", title: str = "") -> Listing:
    """Return frequencies by code for a reader, with codes indented by their depth in the tree."""
    from qualcode.tables import listing

    indented = ["  " * depth + key for depth, key in zip(table["depth"], table["code"], strict=True)]
    return listing(table.assign(code=indented).drop(columns=["depth", "theme"]), title)


def export(
    to: Annotated[
        Path | None, typer.Option(help="Target folder; default: tables/ in the project.", metavar="DIR")
    ] = None,
    format_: Annotated[str, typer.Option("--format", "-f", help=f"File format: {TABLE.choices}.")] = "csv",
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Write only this table, such as codings or frequencies (repeatable).", metavar="TABLE"
        ),
    ] = None,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
) -> None:
    """Write the tables of the study to files."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import export_tables

    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    with open_project(project) as opened:
        written = export_tables.export(opened, [format_], folder=to, only=only or (), scope=scope)
    for path in written:
        show.line(str(path))
