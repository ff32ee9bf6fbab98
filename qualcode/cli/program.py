"""The program's commands by module; a module is imported only for one of its commands."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from qualcode.cli.help_groups import ProgramHelp, add_examples
from qualcode.cli.names.name_beginnings import accept_beginnings
from qualcode.settings import set_acting_coder
from qualcode.workflows.analysis.analyses import ANALYSES

GROUPS = {
    "project.project_commands": ("init", "demo", "status", "check"),
    "project.history_commands": ("history", "undo", "redo"),
    "project.backup_commands": ("backup", "restore"),
    "project.guide_command": ("guide",),
    "sources.source_commands": ("import", "show", "sources"),
    "sources.case_commands": ("cases",),
    "coders.coder_commands": ("coders",),
    "team.team_commands": ("team",),
    "team.round_commands": ("rounds",),
    "team.disagreements_command": ("disagreements",),
    "agreement.agreement_command": ("agreement",),
    "codebook.codebook_commands": ("codebook",),
    "coding_screen.code_command": ("code",),
    "coding_screen.tutor_command": ("tutor",),
    "coding.coding_commands": ("apply", "remove"),
    "coding.memo_commands": ("memo", "memos"),
    "coding.codings_commands": ("codings",),
    "suggestions.suggest_commands": ("suggest", "suggestions", "accept", "reject"),
    "suggestions.review_command": ("review",),
    "suggestions.trial_commands": ("trial", "next", "similar"),
    "analysis.quotes_command": ("quotes",),
    "analysis.kwic_command": ("kwic",),
    "analysis.analysis_commands": (*ANALYSES, "words"),
    "analysis.export_command": ("export",),
    "analysis.framework_commands": ("summary",),
    "reports.report_commands": ("report",),
}
"""Modules of this package → their commands; `command_texts` has their order and what help says of them."""

_WITHOUT_COMMAND: tuple[list[str], ...] = ([], ["--help"], ["-h"], ["--version"])
"""Arguments for which no command is needed: help lists the commands from its own table."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the module of the command in `arguments`, or with all if it is none."""
    set_acting_coder("")
    app = typer.Typer(
        name="qualcode",
        cls=ProgramHelp,
        invoke_without_command=True,
        rich_markup_mode=None,  # plain help takes half the time
        pretty_exceptions_enable=False,  # its tracebacks show variables, which hold interview data
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(qualcode)
    for name in _modules(arguments):
        import_module(f"qualcode.cli.{name}").add_to(app)
    add_examples(app)
    accept_beginnings(app)
    return app


def _modules(arguments: Sequence[str]) -> Sequence[str]:
    """Return the modules that a run with these arguments needs; shell completion needs all."""
    if list(arguments) in _WITHOUT_COMMAND and "_QUALCODE_COMPLETE" not in os.environ:
        return ()
    modules = [name for name, commands in GROUPS.items() if arguments[:1] and arguments[0] in commands]
    return modules or tuple(GROUPS)


def _show_version(requested: bool) -> None:
    if requested:
        from qualcode import __version__

        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


def qualcode(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Code interview transcripts in the terminal, with a codebook in YAML and tables you can check.

    `qualcode` alone shows where a project stands and what to do next; `qualcode guide` explains everything.
    """
    del version  # its callback has shown it
    if context.invoked_subcommand is None:
        from qualcode.cli.project.overview_output import show_overview

        show_overview()
