"""The command `export`: the tables of the study as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import analysis_options
from qualcode.cli.exchange.export_study import REFI_ENDING, export_refi
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.errors import UsageError
from qualcode.output_formats import TABLE, TargetProgram

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
    for_: Annotated[
        TargetProgram | None, typer.Option("--for", help="With .qdpx: the program that will read it.")
    ] = None,
    pseudonymous: Annotated[
        bool, typer.Option(help="With .qdpx: numbers for coders, sources and cases.")
    ] = False,
    without_texts: Annotated[bool, typer.Option(help="With .qdpx: refused.", hidden=True)] = False,
    loss_report: Annotated[
        Path | None,
        typer.Option(help="With .qdpx: write what it cannot carry to this table.", metavar="FILE"),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Write the tables of the study to files, or the whole study for other programs (.qdpx)."""
    if output is not None and output.suffix.lower() == REFI_ENDING:
        _require_whole(options, only)
        if without_texts:
            raise UsageError(
                "A REFI-QDA project cannot be without texts: its codings are positions in them.",
                "Export the table of codings instead: qualcode export --only codings",
            )
        export_refi(project, output, for_, pseudonymous=pseudonymous, report=loss_report)
        return
    if for_ or pseudonymous or without_texts or loss_report:
        raise UsageError(
            "--for, --pseudonymous and --loss-report are for a whole project.", "Use -o NAME.qdpx with them."
        )
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import export_tables

    with open_project(project) as opened:
        exported = export_tables.export(opened, output, format_, only=only or (), options=options)
    for path in exported.files:
        show.line(str(path))
    for note in exported.notes:
        show.say(note)


def _require_whole(options: "AnalysisOptions", only: list[str] | None) -> None:
    from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS

    if only or options != DEFAULT_OPTIONS:
        raise UsageError(
            "A REFI-QDA project has the whole study.", "Leave out --only and the options that select codings."
        )
