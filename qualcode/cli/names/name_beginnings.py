"""Let all commands complete or ask about the names that a user types."""

import functools
from collections.abc import Callable
from typing import Any

import typer

from qualcode.cli.names.parameter_kinds import COMMANDS, NamedParameters


def accept_beginnings(app: typer.Typer) -> None:
    """Replace the callbacks of commands with ones that get full names."""
    for command in app.registered_commands:
        _wrap(command, str(command.name or getattr(command.callback, "__name__", "")))
    for group in app.registered_groups:
        if group.typer_instance is None:
            continue
        if group.typer_instance.registered_callback:
            _wrap(group.typer_instance.registered_callback, str(group.name))
        for command in group.typer_instance.registered_commands:
            name = command.name or getattr(command.callback, "__name__", "")
            _wrap(command, f"{group.name} {name}")


def _wrap(command: Any, name: str) -> None:  # noqa: ANN401 - Typer does not export this type
    is_wrapped = hasattr(command.callback, "takes_beginnings")
    if name in COMMANDS and command.callback is not None and not is_wrapped:
        command.callback = _with_full_names(command.callback, COMMANDS[name])


def _with_full_names(callback: Callable[..., None], parameters: NamedParameters) -> Callable[..., None]:
    @functools.wraps(callback)
    def expanded(**values: Any) -> None:  # noqa: ANN401 - the values of any command's parameters
        from qualcode.cli.names.full_names import FullNames

        names = FullNames(values.get("project"), writes=parameters.writes_for(values))
        for parameter, kind in parameters.kinds.items():
            typed = values.get(parameter)
            if not typed or parameters.is_exact(kind, values):
                continue
            values[parameter] = (
                names.of(typed, kind) if isinstance(typed, str) else [names.of(each, kind) for each in typed]
            )
        callback(**values)

    setattr(expanded, "takes_beginnings", True)  # noqa: B010 - mypy does not know it
    return expanded
