"""The commands of analyses, one for each function of `workflows.analysis`, with the same parameters.

A module `NAME_analysis` there has the function NAME and becomes the command NAME, which can print, draw and
write what the function returns.
"""

import collections.abc
import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args, get_origin

import typer

from qualcode.cli.analysis.scope_options import analysis_options
from qualcode.cli.output import show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import ProjectOption
from qualcode.cli.output.shared_parameters import declare, with_parameters_of
from qualcode.cli.output.table_output import (
    TableOutput,
    note_lines,
    table_output,
    write_table,
)
from qualcode.workflows.analysis.analyses import ANALYSES, WITHOUT_CHART
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.count_words import words

if TYPE_CHECKING:
    from qualcode.workflows.analysis.analysis_result import AnalysisResult


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for name in ANALYSES:
        app.command(name, cls=None if name in WITHOUT_CHART else PlottingCommand)(
            analysis_command(analysis_named(name))
        )
    app.command("words", cls=PlottingCommand)(analysis_command(words))


def analysis_named(name: str) -> "Callable[..., AnalysisResult]":
    """Return the function of an analysis."""
    module = import_module(f"qualcode.workflows.analysis.analyses.{name}_analysis")
    analysis: Callable[..., AnalysisResult] = getattr(module, name)
    return analysis


def analysis_command(analysis: "Callable[..., AnalysisResult]") -> Callable[..., None]:
    """Return the command of an analysis: its own parameters, what it counts, and where its table goes."""
    _, *declared = inspect.signature(analysis).parameters.values()
    own = [_typer_parameter(parameter) for parameter in declared if parameter.name != "options"]
    positional = [parameter.name for parameter in own if parameter.default is parameter.empty]

    def command(
        options: AnalysisOptions,
        output: TableOutput,
        project: Path | None,
        plot: str | None = None,
        **values: object,
    ) -> None:
        from qualcode.store.project import open_project
        from qualcode.tables.load_pandas import load_pandas

        output.check()
        load_pandas()
        arguments = [values.pop(name) for name in positional]
        given = {name: value for name, value in values.items() if value is not None}
        with open_project(project) as opened:
            result = analysis(opened, *arguments, **given, options=options)
        show_result(result, output, plot)

    plotting = {} if analysis.__name__ in WITHOUT_CHART else {"plot": PlotOption}
    shared = {"options": AnalysisOptions, **plotting, "output": TableOutput, "project": ProjectOption}
    parameters = [*own, *(_parameter(name, annotation) for name, annotation in shared.items())]
    whole = declare(command, analysis.__name__, analysis.__doc__, parameters)
    return with_parameters_of(whole, options=analysis_options, output=table_output)


def show_result(result: "AnalysisResult", output: TableOutput, plot: str | None) -> None:
    """Print, write or draw the table of an analysis, and print its notes."""
    from qualcode.cli.output import plot_option
    from qualcode.tables import listing
    from qualcode.workflows.analysis.result_notes import result_notes

    if plot:
        from qualcode.workflows.reports.chart_data import chart_of

        plot_option.plot(chart_of(result), plot)
    if output.form:
        write_table(
            result.table_in(output.form),
            output,
            result.title,
            result.writers.get(output.form),
            notes=result_notes(result),
            remarks=result.coder_notes,
            labels=result.column_labels,
        )
    elif not plot:
        show.rows(listing(result.printed()), empty=result.empty, topic=result.topic)
        for line in note_lines(result_notes(result)) if output.explain else ():
            show.line(line)
    for note in result.notes:
        show.say(note)
    if result.is_finding:
        raise typer.Exit(3)


def _parameter(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _typer_parameter(parameter: inspect.Parameter) -> inspect.Parameter:
    """Return a parameter of an analysis as Typer reads it: positional ones are arguments, others options."""
    type_, explained = get_args(parameter.annotation)
    if get_origin(type_) is collections.abc.Sequence:
        type_, parameter = list[str] | None, parameter.replace(default=None)
    limits = {"min": explained.least, "max": explained.most}
    if parameter.default is parameter.empty or explained.is_argument:
        info = typer.Argument(help=explained.help, metavar=explained.metavar)
    else:
        names = explained.option.split() or [f"--{parameter.name.replace('_', '-')}"]
        info = typer.Option(*names, help=explained.help, metavar=explained.metavar, **limits)
    return parameter.replace(annotation=Annotated[type_, info])
