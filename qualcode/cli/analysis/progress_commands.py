"""`saturation`, `timeline`, `coverage`: how far the coding has come, and what more sources would bring."""

from typing import Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    KindOption,
    OrderOption,
    gathered,
    say_pooled,
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
            "--source", "-s", help="Sources in the order of interviewing; else all by name.", metavar="NAME"
        ),
    ] = None,
    order: OrderOption = None,
    base: Annotated[int, typer.Option(help="How many sources come first.", min=1)] = 4,
    run: Annotated[int, typer.Option(help="How many at a time are then looked at.", min=1)] = 2,
    threshold: Annotated[
        float, typer.Option(help="Saturated where a run brings no more than this share.", min=0, max=1)
    ] = 0.05,
    orders: Annotated[int, typer.Option(help="So many random orders for the band.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="Another seed gives other orders.", min=0)] = 1,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show how many new codes each source brings (Guest, Namey and Chen 2020)."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = gathered(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    if source and order:
        raise UsageError("Sources are put in order either by --source or by --order.")
    named = tables.ordered_by(study, order, scope=scope) if order else source
    table = tables.saturation(study, order=named, base=base, run=run, orders=orders, seed=seed, scope=scope)
    say_pooled(study, scope)
    if plot:
        picture = chart_data(study.codebook, tables.listing(table), "curve", "New codes by source")
        plot_option.plot(picture, plot)
    else:
        show.rows(tables.listing(table), format_, empty="No sources yet.")
    at = tables.saturated_at(table["new_codes"].tolist(), base, run, threshold)
    if at is None:
        show.say(f"Not saturated at {threshold:.0%} (base {base}, run {run}).")
    else:
        show.say(f"Saturated at {at}+{run}, with at most {threshold:.0%} new information (base {base}).")


def timeline(
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count codings by day (UTC) and coder, the interviewer's turns included."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = gathered(project, also=("made_at",))
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
    """Show how much of what each speaker says is coded."""
    from qualcode import tables

    study = gathered(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.coverage(study, scope=scope)
    say_pooled(study, scope)
    show.rows(tables.listing(table), format_, empty="No sources yet.")
