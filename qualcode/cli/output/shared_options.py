"""Command line options that several commands share, with one spelling and one help text each."""

import os
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.output.streams import at_terminal
from qualcode.errors import UsageError
from qualcode.model import CoderName
from qualcode.output_formats import TableFormat
from qualcode.text.name_matches import plain_name

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", "-p", help="Project folder; default: the current folder or one above it.", metavar="DIR"
    ),
]
CoderOption = Annotated[
    str | None,
    typer.Option(
        "--coder", help="Name of the coder; default: QUALCODE_CODER or your settings.", metavar="NAME"
    ),
]
OnlyCodersOption = Annotated[
    list[str] | None,
    typer.Option("--coder", help="Only this coder's work (repeatable).", metavar="NAME"),
]
FormatOption = Annotated[TableFormat, typer.Option("--format", "-f", help="Output format.")]
SourceOption = Annotated[
    list[str] | None, typer.Option("--source", "-s", help="Only this source (repeatable).", metavar="NAME")
]
CodeOption = Annotated[
    list[str] | None,
    typer.Option("--code", "-c", help="Only this code, or @group (repeatable).", metavar="KEY"),
]


def coder_name(name: str | None) -> CoderName:
    """Return the coder from the option, QUALCODE_CODER or the user's settings, else from a prompt.

    The answer to the prompt is saved in the settings. UsageError where no terminal can show a prompt.
    """
    from qualcode.settings import UserSettings, set_acting_coder

    settings = UserSettings.read()
    configured = plain_name(name or os.environ.get("QUALCODE_CODER") or settings.coder)
    if configured:
        set_acting_coder(configured)
        return CoderName(configured)
    if not at_terminal():
        raise UsageError("The coder is not known.", "Use --coder NAME or set QUALCODE_CODER.")
    answer = plain_name(str(typer.prompt("Your name or initials as a coder", err=True)))
    keep_coder(answer)
    set_acting_coder(answer)
    return CoderName(answer)


def keep_coder(name: str) -> None:
    """Save a name as the coder of this user's commands, if the settings have none yet."""
    from qualcode.settings import UserSettings

    coder = plain_name(name)
    configured = UserSettings.read().coder
    if configured in ("", coder):
        UserSettings(coder=coder).save()
        typer.echo(f"You code as {coder}. Saved in {UserSettings.path()}.", err=True)
    else:
        typer.echo(f"Your settings name the coder {configured}; --coder {coder} chooses another.", err=True)
