"""The options that many commands share, so that they are spelled and explained the same everywhere."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from qualcode.errors import UsageError
from qualcode.model import CoderName
from qualcode.output_formats import TableFormat

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", "-p", help="The project's folder; else the one you are in.", metavar="DIR"),
]
CoderOption = Annotated[
    str | None,
    typer.Option("--coder", help="Who codes; else QUALCODE_CODER or your settings.", metavar="NAME"),
]
OnlyCoderOption = Annotated[str | None, typer.Option("--coder", help="Only this coder's.", metavar="NAME")]
FormatOption = Annotated[TableFormat, typer.Option("--format", "-f", help="How to show the rows.")]
SourceOption = Annotated[
    list[str] | None, typer.Option("--source", "-s", help="Only this source (repeatable).", metavar="NAME")
]
CodeOption = Annotated[
    list[str] | None, typer.Option("--code", "-c", help="Only this code (repeatable).", metavar="KEY")
]


def who(name: str | None) -> CoderName:
    """Return the coder: as named, from QUALCODE_CODER, from the user's settings, or as asked for once."""
    from qualcode.settings import UserSettings

    settings = UserSettings.read()
    known = (name or os.environ.get("QUALCODE_CODER") or settings.coder).strip()
    if known:
        return CoderName(known)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("Who is coding is not known.", "Say it with --coder NAME or QUALCODE_CODER.")
    asked = str(typer.prompt("Your name or initials as a coder", err=True)).strip()
    UserSettings(coder=asked).save()
    typer.echo(f"Kept in {UserSettings.path()}.", err=True)
    return CoderName(asked)
