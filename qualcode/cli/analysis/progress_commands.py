"""The commands `saturation`, `timeline` and `coverage`."""

from typing import Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    KindOption,
    OrderOption,
    load_study,
    say_if_coders_are_pooled,
    scope_of,
)
from qualcode.cli.output import plot_option, show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import FormatOption, ProjectOption
from qualcode.errors import UsageError
from qualcode.output_formats import TableFormat


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (saturation, timeline):
        app.command(cls=PlottingCommand)(command)
    app.command()(coverage)


def saturation(
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            "-s",
            help="Sources in the order of interviewing (repeatable); default: all by name.",
            metavar="NAME",
        ),
    ] = None,
    order: OrderOption = None,
    base: Annotated[int, typer.Option(help="Base size: number of first sources.", min=1)] = 4,
    run: Annotated[int, typer.Option(help="Run length: number of sources in a run.", min=1)] = 2,
    threshold: Annotated[
        float, typer.Option(help="Maximum share of new codes in a run at saturation.", min=0, max=1)
    ] = 0.05,
    orders: Annotated[int, typer.Option(help="Number of random orders for the 95 % band.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="Random seed.", min=0)] = 1,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show the number of new codes in each source (Guest, Namey and Chen 2020)."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    if source and order:
        raise UsageError("--source and --order exclude each other.", "Use one of them to sort the sources.")
    named = tables.ordered_by(study, order, scope=scope) if order else source
    table = tables.saturation(study, order=named, base=base, run=run, orders=orders, seed=seed, scope=scope)
    say_if_coders_are_pooled(study, scope)
    if plot:
        picture = chart_data(study.codebook, tables.listing(table), "curve", "New codes by source")
        plot_option.plot(picture, plot)
    else:
        show.rows(tables.listing(table), format_, empty="No sources yet.")
    saturated = tables.saturated_at(table["new_codes"].tolist(), base, run, threshold)
    if saturated is None:
        show.say(f"Not saturated at {threshold:.0%} (base {base}, run {run}).")
    else:
        show.say(
            f"Saturated at {saturated}+{run}, with at most {threshold:.0%} new information (base {base})."
        )


def timeline(
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count codings by day (UTC) and coder, including those on turns of interviewers."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = load_study(project, also=("made_at",))
    table = tables.timeline(study, scope=scope_of(kind, coder, with_interviewer=True))
    if plot:
        picture = chart_data(study.codebook, tables.listing(table), "timeline", "Codings by day and coder")
        plot_option.plot(picture, plot)
    else:
        show.rows(tables.listing(table), format_, empty="No codings yet.")


def coverage(
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show the coded share of the words of each speaker."""
    from qualcode import tables

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.coverage(study, scope=scope)
    say_if_coders_are_pooled(study, scope)
    show.rows(tables.listing(table), format_, empty="No sources yet.")
