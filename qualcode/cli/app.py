"""The program's commands, put together from one module for each group of them."""

from typing import Annotated

import typer

from qualcode.cli import (
    codebooks,
    coding,
    codings,
    crossing,
    framework,
    importing,
    judging,
    kwic,
    progressing,
    projects,
    reporting,
    retrieving,
    reviewing,
    screen,
    suggesting,
    tabulating,
)

app = typer.Typer(
    name="qualcode",
    help="Code interview transcripts in the terminal, with a codebook in YAML and tables you can check.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help is there in half the time
    pretty_exceptions_enable=False,  # its tracebacks show variables, and those hold interview data
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from qualcode import __version__

        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def qualcode(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Code interview transcripts in the terminal, with a codebook in YAML and tables you can check."""


for group in (
    projects,
    importing,
    codebooks,
    screen,
    coding,
    codings,
    suggesting,
    reviewing,
    judging,
    retrieving,
    kwic,
    progressing,
    tabulating,
    crossing,
    framework,
    reporting,
):
    group.add_to(app)
