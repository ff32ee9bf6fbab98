"""The program's commands: a module for each group of them, loaded only for one of its commands."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

GROUPS = {
    "projects": ("init", "demo", "status", "check", "history", "undo", "redo"),
    "importing": ("import", "show", "sources", "cases"),
    "codebooks": ("codebook",),
    "screen": ("code",),
    "coding": ("apply", "remove", "memo", "memos"),
    "codings": ("codings",),
    "suggesting": ("suggest", "suggestions", "accept", "reject"),
    "reviewing": ("review",),
    "judging": ("trial", "next", "similar"),
    "retrieving": ("quotes",),
    "kwic": ("kwic",),
    "progressing": ("saturation", "timeline", "coverage"),
    "tabulating": ("frequencies", "export"),
    "crossing": ("crosstab", "cooccurrence", "matrix", "sequence", "compare"),
    "framework": ("summary",),
    "reporting": ("report", "barcode"),
}
"""The modules of this package with commands, in the order of `--help`, and the commands of each."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program for these arguments: with one group where they begin with a command, else whole."""
    app = typer.Typer(
        name="qualcode",
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help is there in half the time
        pretty_exceptions_enable=False,  # its tracebacks show variables, and those hold interview data
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(qualcode)
    wanted = [name for name, commands in GROUPS.items() if arguments[:1] and arguments[0] in commands]
    for name in wanted or GROUPS:
        import_module(f"qualcode.cli.{name}").add_to(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from qualcode import __version__

        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


def qualcode(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Code interview transcripts in the terminal, with a codebook in YAML and tables you can check."""
