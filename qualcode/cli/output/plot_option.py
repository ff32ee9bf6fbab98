"""`--plot`: a table as a picture, in the terminal or as a file.

In the terminal pictures are made of characters, so that they can be read at 80 columns and without colour;
colour only repeats what stands there. A command that offers it has `plot: PlotOption` and is added with
`cls=PlottingCommand`, because the name of the file may be left out.
"""

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from qualcode.cli.output import show
from qualcode.output_formats import CHART

if TYPE_CHECKING:
    from qualcode.reports import ChartData

TERMINAL = "-"
"""The value of `--plot` without a file."""

PlotOption = Annotated[
    str | None,
    typer.Option(
        "--plot",
        help=f"Draw a chart in the terminal, or into a file: {CHART.endings}.",
        metavar="[FILE]",
        show_default=False,
    ),
]


class PlottingCommand(TyperCommand):
    """A command with `--plot`, which stands alone or before the name of a file (something with a dot)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer does not export its Context
        """Read the arguments, with the terminal put in where `--plot` names no file."""
        return super().parse_args(ctx, with_target(args))


def with_target(arguments: list[str]) -> list[str]:
    """Return the arguments with a target after every `--plot`."""
    found = []
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        found.append(argument)
        if argument == "--plot" and (following.startswith("-") or not Path(following).suffix):
            found.append(TERMINAL)
    return found


def plot(drawing: "ChartData", target: str) -> None:
    """Draw a table in the terminal (`TERMINAL`) or into a file, whose name says in which form."""
    if not drawing.table.rows:
        show.say("There is nothing to draw.")
        return
    if target == TERMINAL:
        from qualcode.cli.output.character_charts import drawn

        show.out().print(drawn(drawing, min(show.out().width, _WIDEST)))
        return
    from qualcode.reports.picture_files import write

    show.line(str(write(drawing, Path(target))))


_WIDEST = 100
"""In columns: wider pictures are harder to read, not easier."""
