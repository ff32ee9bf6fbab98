"""The command `report`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import analysis_options
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.output_formats import METHODS, REPORT

if TYPE_CHECKING:
    from qualcode.workflows.analysis.analysis_options import AnalysisOptions


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(with_parameters_of(report, options=analysis_options))


def report(
    options: "AnalysisOptions",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help=f"Write to this {REPORT.endings} file, with --methods {METHODS.endings} (repeatable).",
            metavar="FILE",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="File format; overrules the ending.", metavar="FORMAT")
    ] = "",
    methods: Annotated[
        bool, typer.Option("--methods", help="Write only the facts for a methods section, after COREQ.")
    ] = False,
    pseudonymous: Annotated[
        bool,
        typer.Option("--pseudonymous", help="Replace the names of speakers, cases, sources and files."),
    ] = False,
    order: Annotated[
        str,
        typer.Option(
            help="Sort the sources by this attribute; documents without it are left out.", metavar="ATTRIBUTE"
        ),
    ] = "",
    project: ProjectOption = None,
) -> None:
    """Write a report of the study with the quotes behind every number, or the facts on its methods."""
    from qualcode.store.project import open_project
    from qualcode.workflows.reports import write_report

    with open_project(project) as opened:
        written = write_report.write_report(
            opened,
            output or (),
            format_,
            methods=methods,
            pseudonymous=pseudonymous,
            order=order,
            options=options,
        )
    for path in written:
        show.line(str(path))
