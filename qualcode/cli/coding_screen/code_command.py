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

    if not web:
        check_terminal("code")
    with open_project(project) as opened:
        if web:
            options = ["--project", str(opened.folder), "--coder", coder_name(coder)]
            positional = ["--", source] if source else []
            serve_screen(["code", *options, *(["--blind"] if blind else []), *positional], port)
            return
        from qualcode import tui
        from qualcode.workflows.project.current_codebook import missing_codes

        name = coder_name(coder)
        if missing_codes(opened):  # seldom: else the questions are not even loaded
            from qualcode.cli.codebook.adopt_commands import ask_about_missing_codes

            ask_about_missing_codes(opened, name)
        tui.run(opened, name, source=source, blind=blind)


def check_terminal(command: str) -> None:
    """Raise UsageError where the screen of a command has no terminal to be shown in."""
    served = "TEXTUAL_DRIVER" in os.environ  # the server of --web starts the command without a terminal
    if not (served or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError(
            "The coding screen needs a terminal.",
            f"Start it without redirecting its input or output, or use `qualcode {command} --web`.",
        )


def serve_screen(arguments: list[str], port: int) -> None:
    """Serve the screen of a command to a browser until interrupted."""
    from qualcode.tui import web_server

    show.say("Open this address in a browser on this machine. Ctrl-C stops the server.")
    web_server.serve(arguments, _print_address, port=port)


def _print_address(address: str) -> None:
    show.line(address)
    sys.stdout.flush()  # another program may be waiting for it
