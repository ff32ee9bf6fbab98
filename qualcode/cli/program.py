"""The program's commands by module; a module is imported only for one of its commands."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from qualcode.workflows.analysis import ANALYSES

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
    "analysis.analysis_commands": ANALYSES,
    "analysis.export_command": ("export",),
    "analysis.framework_commands": ("summary",),
    "reports.report_commands": ("report",),
}
"""Modules of this package → their commands, in the order of `--help`."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the command group of `arguments`, or with all groups if it names none."""
    app = typer.Typer(
        name="qualcode",
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help takes half the time
        pretty_exceptions_enable=False,  # its tracebacks show variables, which hold interview data
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(qualcode)
    groups = [name for name, commands in GROUPS.items() if arguments[:1] and arguments[0] in commands]
    for name in groups or GROUPS:
        import_module(f"qualcode.cli.{name}").add_to(app)
    return app


def _show_version(requested: bool) -> None:
    if requested:
        from qualcode import __version__

        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


def qualcode(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Code interview transcripts in the terminal, with a codebook in YAML and tables you can check."""
