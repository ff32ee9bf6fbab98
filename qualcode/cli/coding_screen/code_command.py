"""`code`: open the coding screen on a source, in the terminal or in a browser."""

import os
import sys
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.errors import UsageError


def add_to(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command()(code)


def code(
    source: Annotated[
        str | None,
        typer.Argument(help="Name of the source; default: the one you left last.", metavar="SOURCE"),
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide the suggestions in a turn until you have read it.")
    ] = False,
    web: Annotated[bool, typer.Option("--web", help="Show the screen in a browser on this machine.")] = False,
    port: Annotated[int, typer.Option(help="Port for --web; 0 for any free port.", min=0, max=65535)] = 0,
) -> None:
    """Read and code a source on a full screen with the keyboard (`?` shows the keys)."""
    from qualcode.store.project import open_project

    served = "TEXTUAL_DRIVER" in os.environ  # the server of --web starts this command without a terminal
    if not (web or served or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError(
            "The coding screen needs a terminal.",
            "Start it without redirecting its input or output, or use `qualcode code --web`.",
        )
    with open_project(project) as opened:
        if web:
            from qualcode.tui import web_server

            show.say("Open this address in a browser on this machine. Ctrl-C stops the server.")
            web_server.serve(
                opened.folder, coder_name(coder), _print_address, source=source, blind=blind, port=port
            )
            return
        from qualcode import tui
        from qualcode.workflows.project.current_codebook import missing_codes

        name = coder_name(coder)
        if missing_codes(opened):  # seldom: else the questions are not even loaded
            from qualcode.cli.codebook.adopt_commands import ask_about_missing_codes

            ask_about_missing_codes(opened, name)
        tui.run(opened, name, source=source, blind=blind)


def _print_address(address: str) -> None:
    show.line(address)
    sys.stdout.flush()  # another program may be waiting for it
