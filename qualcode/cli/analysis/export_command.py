"""The command `export`: the tables of the study as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import analysis_options
from qualcode.cli.exchange.exchange_options import ExchangeOptions, exchange_options
from qualcode.cli.exchange.export_study import export_study, exports_study
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import with_parameters_of
from qualcode.errors import UsageError
from qualcode.output_formats import TABLE

if TYPE_CHECKING:
    from qualcode.workflows.analysis.analysis_options import AnalysisOptions


FileFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help=f"File format: {TABLE.choices}; default: csv. "
        "Or the whole study: word, page (HTML), text (Markdown), deposit.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(with_parameters_of(export, options=analysis_options, exchange=exchange_options))


def export(
    options: "AnalysisOptions",
    exchange: ExchangeOptions,
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
    format_: FileFormatOption = "",
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Write only this table, such as codings or frequencies (repeatable).", metavar="TABLE"
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Write the tables of the study to files, or the whole study for other programs (.qdpx)."""
    from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS

    if exports_study(output, format_):
        if only or options != DEFAULT_OPTIONS:
            raise UsageError(
                "The whole study goes out.", "Leave out --only and the options that select codings."
            )
        export_study(project, output, format_, exchange)
        return
    if exchange.are_set:
        raise UsageError(
            "These options are not for tables.", "Name a whole project with -o NAME.qdpx, or a --format."
        )
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import export_tables

    with open_project(project) as opened:
        exported = export_tables.export(opened, output, format_, only=only or (), options=options)
    for path in exported.files:
        show.line(str(path))
    for note in exported.notes:
        show.say(note)
