"""The program's commands: a module for each group of them, loaded only for one of its commands."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

GROUPS = {
    "project.project_commands": ("init", "demo", "status", "check", "history", "undo", "redo"),
    "sources.source_commands": ("import", "show", "sources", "cases"),
    "codebook.codebook_commands": ("codebook",),
    "coding_screen.code_command": ("code",),
    "coding.coding_commands": ("apply", "remove", "memo", "memos"),
    "coding.codings_commands": ("codings",),
    "suggestions.suggest_commands": ("suggest", "suggestions", "accept", "reject"),
    "suggestions.review_command": ("review",),
    "suggestions.trial_commands": ("trial", "next", "similar"),
    "analysis.quotes_command": ("quotes",),
    "analysis.kwic_command": ("kwic",),
    "analysis.progress_commands": ("saturation", "timeline", "coverage"),
    "analysis.frequency_commands": ("frequencies", "export"),
    "analysis.crosstab_commands": ("crosstab", "cooccurrence", "matrix", "sequence", "compare"),
    "analysis.framework_commands": ("summary",),
    "reports.report_commands": ("report", "barcode"),
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
