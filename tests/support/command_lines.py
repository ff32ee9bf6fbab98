"""Check that a command line of a text is one of the program, without running it."""

import shlex
from functools import cache
from typing import Any

import typer.main

from qualcode.cli.program import program


@cache
def whole_program() -> Any:  # noqa: ANN401 - Typer does not export its groups
    """Return the program with all its commands."""
    return typer.main.get_command(program(["every command"]))


def commands() -> dict[str, Any]:
    """Return every command and subcommand by its name: `sources`, `sources rename`."""
    found: dict[str, Any] = {}
    for name, command in whole_program().commands.items():
        found[name] = command
        found.update({f"{name} {sub}": each for sub, each in getattr(command, "commands", {}).items()})
    return found


def check_command_line(line: str) -> None:
    """Raise an error unless the program can parse the line, which begins with `qualcode`."""
    _, *arguments = shlex.split(line)
    command, context = whole_program(), None
    name = "qualcode"
    while True:
        context = command.make_context(name, list(arguments), parent=context)
        if not hasattr(command, "commands"):
            return
        arguments = [*context._protected_args, *context.args]  # noqa: SLF001
        if not arguments:
            return
        name, command, arguments = command.resolve_command(context, arguments)


def check_mention(line: str) -> None:
    """Raise an error unless the line can be parsed, names a command, or asks for help."""
    name = line.removeprefix("qualcode").removesuffix("--help").strip()
    if name in commands() or name in ("", "COMMAND"):
        return
    check_command_line(line)
