"""The commands `report` and `barcode`."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    OrderOption,
    load_study,
    scope_of,
)
from qualcode.cli.output import plot_option, show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import FormatOption, ProjectOption, SourceOption
from qualcode.output_formats import METHODS, REPORT, TableFormat


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(report)
    app.command(cls=PlottingCommand)(barcode)


def report(
    to: Annotated[
        list[Path] | None,
        typer.Option(
            "--to",
            help=f"Write to this {REPORT.endings} file, with --methods {METHODS.endings} (repeatable).",
            metavar="FILE",
        ),
    ] = None,
    methods: Annotated[
        bool, typer.Option("--methods", help="Write only the facts for a methods section, after COREQ.")
    ] = False,
    pseudonymous: Annotated[
        bool,
        typer.Option("--pseudonymous", help="Replace the names of speakers, cases, sources and files."),
    ] = False,
    coder: CodersOption = None,
    order: OrderOption = None,
    project: ProjectOption = None,
) -> None:
    """Write a report of the study with the quotes behind every number, or the facts on its methods."""
    from qualcode.store.project import open_project
    from qualcode.workflows.reports import write_report

    with open_project(project) as opened:
        written = write_report.write_report(
            opened,
            to or (),
            methods=methods,
            pseudonymous=pseudonymous,
            coders=tuple(coder or ()),
            order=order or "",
        )
    for path in written:
        show.line(str(path))


def barcode(
    source: SourceOption = None,
    with_interviewer: InterviewerOption = False,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show which spans of each source each theme covers, as shares of its words; drawn, as strips."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = load_study(project)
    scope = scope_of(None, coder, with_interviewer=with_interviewer)
    listing = tables.listing(tables.barcode(study, sources=source or (), scope=scope))
    if plot:
        title = "Themes over the course of each source"
        plot_option.plot(chart_data(study.codebook, listing, "barcode", title), plot)
    else:
        show.rows(listing, format_, empty="No codings yet.")
