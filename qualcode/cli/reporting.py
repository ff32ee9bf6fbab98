"""`report`."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli import show
from qualcode.cli.options import ProjectOption


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(report)


def report(
    to: Annotated[
        list[Path] | None,
        typer.Option(
            "--to",
            help="The file: .html for the report, .md or .docx for the methods (repeatable).",
            metavar="FILE",
        ),
    ] = None,
    methods: Annotated[
        bool, typer.Option("--methods", help="Only the facts for a methods section, after COREQ.")
    ] = False,
    pseudonymous: Annotated[
        bool,
        typer.Option("--pseudonymous", help="Leave out the names of speakers, cases, sources and files."),
    ] = False,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", help="Only this coder's codings (repeatable).", metavar="NAME"),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Write one file that shows the study, every number with its quotes; or the facts on its methods."""
    from qualcode.store.project import open_project
    from qualcode.workflows import reporting

    with open_project(project) as opened:
        written = reporting.write(
            opened, to or (), methods=methods, pseudonymous=pseudonymous, coders=tuple(coder or ())
        )
    for path in written:
        show.line(str(path))
