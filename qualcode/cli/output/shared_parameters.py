"""Parameters that several commands share as a group: one function declares them and combines their values."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

Declaration = Callable[..., object]


def with_parameters_of(command: Callable[..., None], **groups: Declaration) -> Callable[..., None]:
    """Return the command with a function's parameters in the place of each parameter named in `groups`.

    When it is called, the command gets what the function returns for the values of its parameters.
    """
    signatures = {name: inspect.signature(group).parameters for name, group in groups.items()}

    def expanded(**values: Any) -> None:  # noqa: ANN401 - the values of any command's parameters
        for name, parameters in signatures.items():
            values[name] = groups[name](**{parameter: values.pop(parameter) for parameter in parameters})
        command(**values)

    own = inspect.signature(command).parameters.values()
    return declare(
        expanded,
        command.__name__,
        command.__doc__,
        [
            parameter
            for declared in own
            for parameter in signatures.get(declared.name, {declared.name: declared}).values()
        ],
    )


def declare(
    command: Callable[..., None], name: str, help_text: str | None, parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """Give the command this name, help text and these parameters, which Typer reads; return it."""
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    annotations: Mapping[str, Any] = {parameter.name: parameter.annotation for parameter in keywords}
    command.__name__, command.__doc__ = name, help_text
    command.__annotations__ = dict(annotations)
    setattr(command, "__signature__", inspect.Signature(keywords))  # noqa: B010 - mypy does not know it
    return command
