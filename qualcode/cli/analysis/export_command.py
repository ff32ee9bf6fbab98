"""The command `export`: the tables of the study as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import analysis_options
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.output_formats import TABLE

if TYPE_CHECKING:
    from qualcode.workflows.analysis.analysis_options import AnalysisOptions


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(with_parameters_of(export, options=analysis_options))


def export(
    options: "AnalysisOptions",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Target folder; or one file, such as tables.xlsx, or tier.csv with --only. "
            "Default: tables/ in the project.",
            metavar="PATH",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", help=f"File format: {TABLE.choices}; default: csv.")
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Write only this table, such as codings or frequencies (repeatable).", metavar="TABLE"
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Write the tables of the study to files."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import export_tables

    with open_project(project) as opened:
        exported = export_tables.export(opened, output, format_, only=only or (), options=options)
    for path in exported.files:
        show.line(str(path))
    for note in exported.notes:
        show.say(note)
