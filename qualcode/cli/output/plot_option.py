"""The option `--plot`: draw a table as a chart, in the terminal or into a file.

A command that offers it has a parameter `plot: PlotOption` and is added with `cls=PlottingCommand`, because
the name of the file is optional. A terminal shows bar charts and heat maps; other charts need a file.
"""

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from qualcode.cli.output import show
from qualcode.errors import UsageError
from qualcode.output_formats import CHART

if TYPE_CHECKING:
    from qualcode.reports import ChartData

TERMINAL = "-"
"""The value of `--plot` without a file."""
_WIDEST = 100
"""Terminal columns: wider charts are harder to read."""

PlotOption = Annotated[
    str | None,
    typer.Option(
        "--plot",
        help=f"Draw a chart: into a {CHART.endings} file, or bars and heat maps in the terminal.",
        metavar="[FILE]",
        show_default=False,
    ),
]


class PlottingCommand(TyperCommand):
    """A command with `--plot`, alone or followed by a file name (an argument with a dot)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer does not export its Context
        """Parse the arguments, with `TERMINAL` inserted where `--plot` has no file name."""
        return super().parse_args(ctx, with_plot_target(args))


def with_plot_target(arguments: list[str]) -> list[str]:
    """Return the arguments with `TERMINAL` after each `--plot` that has no file name."""
    completed = []
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        completed.append(argument)
        if argument == "--plot" and (following.startswith("-") or not Path(following).suffix):
            completed.append(TERMINAL)
    return completed


def plot(chart: "ChartData", target: str) -> None:
    """Draw the chart in the terminal (`TERMINAL`) or into a file whose ending selects the format.

    UsageError for the terminal if it cannot show this kind of chart.
    """
    if target == TERMINAL:
        _plot_in_terminal(chart)
    elif not chart.table.rows:
        show.say("There is nothing to draw.")
    else:
        from qualcode.reports.chart_files import write_chart

        show.line(str(write_chart(chart, Path(target))))


def _plot_in_terminal(chart: "ChartData") -> None:
    from qualcode.cli.output.character_charts import TERMINAL_KINDS, draw

    if chart.kind not in TERMINAL_KINDS:
        raise UsageError(
            "A terminal shows only bar charts and heat maps; this chart needs a file.",
            f"Use --plot FILE, with a file name ending in {CHART.endings}.",
        )
    if not chart.table.rows:
        show.say("There is nothing to draw.")
    else:
        show.out().print(draw(chart, min(show.out().width, _WIDEST)))
