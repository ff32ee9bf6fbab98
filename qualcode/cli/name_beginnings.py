"""Beginnings of names: commands that only read take any beginning that is the beginning of one name."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typer

from qualcode.cli.completion.argument_kinds import CASE, CODE, CODER, SOURCE
from qualcode.errors import NotFoundError
from qualcode.workflows.analysis.analyses import ANALYSES

_FILTERS = {"source": SOURCE, "code": CODE, "coder": CODER}
_WITHOUT_CODER = {"source": SOURCE, "code": CODE}
"""The filters of commands whose `--coder` is the coder who works."""
READING: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("show", "codings", "history", "quotes", "export", "report", *ANALYSES), _FILTERS),
    "code": {"source": SOURCE},
    **dict.fromkeys(("suggestions", "review", "trial", "next", "similar"), _WITHOUT_CODER),
    "codebook examples": {"code": CODE},
    "summary": {"case": CASE, "theme": CODE},
}
"""Command that only reads → parameter → the kind of names that it takes."""
_WRITES_WITH = ("text", "file")
"""Parameters with which `summary` writes."""
_LISTED = 5
"""Maximum number of names that the error on an ambiguous beginning lists."""


def accept_beginnings(app: typer.Typer) -> None:
    """Let the commands that only read take beginnings of names."""
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
    if name in READING and command.callback is not None and not is_wrapped:
        command.callback = _with_full_names(command.callback, READING[name])


def _with_full_names(callback: Callable[..., None], kinds: Mapping[str, str]) -> Callable[..., None]:
    @functools.wraps(callback)
    def expanded(**values: Any) -> None:  # noqa: ANN401 - the values of any command's parameters
        if not any(values.get(parameter) for parameter in _WRITES_WITH if "theme" in values):
            for parameter, kind in kinds.items():
                if values.get(parameter):
                    values[parameter] = _full(values[parameter], kind, values.get("project"))
        callback(**values)

    setattr(expanded, "takes_beginnings", True)  # noqa: B010 - mypy does not know it
    return expanded


def _full(value: str | list[str], kind: str, project: Path | None) -> str | list[str]:
    from qualcode.cli.output import show
    from qualcode.workflows.project.known_names import names_in_use

    names = names_in_use(kind, project)
    typed_names = [value] if isinstance(value, str) else value
    full_names = [full_name(typed, names, kind) for typed in typed_names]
    for typed, full in zip(typed_names, full_names, strict=True):
        if typed != full:
            show.say(f"{typed}: the {kind} {full}.")
    return full_names[0] if isinstance(value, str) else full_names


def full_name(typed: str, names: list[str], kind: str) -> str:
    """Return the only name that begins so; what was typed if it is a name or no name begins so.

    NotFoundError lists the names if there are several.
    """
    if typed in names:
        return typed
    matches = [name for name in names if name.startswith(typed)] or [
        name for name in names if name.casefold().startswith(typed.casefold())
    ]
    if len(matches) > 1:
        more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
        raise NotFoundError(
            f"There is no {kind} {typed!r}, and it is the beginning of several.",
            f"They are {', '.join(matches[:_LISTED])}{more}.",
        )
    return matches[0] if matches else typed
