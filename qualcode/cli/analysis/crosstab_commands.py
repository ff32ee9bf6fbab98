"""The commands `crosstab`, `cooccurrence`, `sequence`, `matrix` and `compare`."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    KindOption,
    load_study,
    say_if_coders_are_pooled,
    scope_of,
)
from qualcode.cli.analysis.framework_commands import show_framework
from qualcode.cli.output import plot_option, show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import FormatOption, ProjectOption
from qualcode.errors import UsageError
from qualcode.output_formats import FRAMEWORK, TableFormat

OfOption = Annotated[
    str, typer.Option(help="Measure: codings, sources, cases, words or share.", metavar="MEASURE")
]
AllCodesOption = Annotated[bool, typer.Option("--all", help="Include codes without codings.")]

_TITLE_ENDINGS = {
    "row": ", shares of rows",
    "column": ", shares of columns",
    "total": ", shares of all",
    "per_1000": " per 1,000 words",
}
_PAIR_MEASURES = {"together": "Co-occurrence", "jaccard": "Jaccard index"}


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for plotting in (crosstab, cooccurrence, matrix):
        app.command(cls=PlottingCommand)(plotting)
    for listing in (sequence, compare):
        app.command()(listing)


def crosstab(
    rows: Annotated[
        str, typer.Argument(help="code, theme, source, kind, case, speaker, coder, or an attribute of cases.")
    ],
    columns: Annotated[str, typer.Argument(help="Another of these dimensions.")],
    of: OfOption = "codings",
    cells: Annotated[
        str, typer.Option("--show", help="counts; shares of row, column or total; or rate per_1000 words.")
    ] = "counts",
    test: Annotated[
        bool, typer.Option("--test", help="Chi-square or Fisher's exact test, with Cramér's V.")
    ] = False,
    all_codes: AllCodesOption = False,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Cross-tabulate two dimensions, such as code by tier, with totals."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.crosstab(study, rows, columns, of=of, show=cells, all_codes=all_codes, scope=scope)
    if "coder" not in (rows, columns):
        say_if_coders_are_pooled(study, scope)
    listing = tables.listing(table)
    if plot:
        title = f"{of.capitalize()} by {rows} and {columns}{_TITLE_ENDINGS.get(cells, '')}"
        plot_option.plot(chart_data(study.codebook, listing, "heat", title, of), plot)
    else:
        show.rows(listing, format_, empty="No codings yet.")
    if test:
        association = tables.association(study, rows, columns, scope=scope)
        show.say(association.summary)
        for warning in association.warnings:
            show.say(warning)


def cooccurrence(
    within: Annotated[
        str, typer.Option(help="overlap, sentence, turn, or a number of turns: '2 turns'.", metavar="UNIT")
    ] = "overlap",
    by: Annotated[str, typer.Option(help="code or theme.", metavar="DIMENSION")] = "code",
    per_coder: Annotated[bool, typer.Option("--per-coder", help="Count each coder separately.")] = False,
    square: Annotated[
        bool, typer.Option("--square", help="A table of codes by codes instead of pairs.")
    ] = False,
    of: Annotated[
        str, typer.Option(help="Measure with --square: together or jaccard.", metavar="MEASURE")
    ] = ("together"),
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count the pairs of codes that occur together, by the same coder.

    --plot draws a network (into a file), with --square a heat map.
    """
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    if square and per_coder:
        raise UsageError("--square and --per-coder cannot be combined.", "Use --coder NAME for one coder.")
    if plot and per_coder:
        raise UsageError("--plot and --per-coder cannot be combined.", "Use --coder NAME for one coder.")
    if of not in _PAIR_MEASURES:
        raise UsageError(f"{of!r} is not a measure of pairs.", "Use together or jaccard.")
    study = load_study(project, with_sentences=within == "sentence")
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.cooccurrence(study, within=within, by=by, per_coder=per_coder, scope=scope)
    if square:
        table = tables.square_matrix(table, of)
    listing = tables.listing(table)
    if plot:
        measure = of if square else "together"
        unit = "the same words" if within == "overlap" else within
        title = f"{_PAIR_MEASURES[measure]} of {by}s, within {unit}"
        picture = "heat" if square else "network"
        plot_option.plot(chart_data(study.codebook, listing, picture, title, measure), plot)
    else:
        show.rows(listing, format_, empty="No codes occur together.")


def sequence(
    turns: Annotated[
        int, typer.Option(help="Maximum number of turns between the codings; 0: the same turn.", min=0)
    ] = 0,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count how often each code follows each other code, by the same coder."""
    from qualcode import tables

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.sequence(study, turns=turns, scope=scope)
    show.rows(tables.listing(table), format_, empty="No code follows another.")


def matrix(
    by: Annotated[
        str, typer.Option(help="Rows: case, source, speaker or an attribute.", metavar="DIMENSION")
    ] = "case",
    binary: Annotated[bool, typer.Option("--binary", help="1 if the code occurs, 0 if not.")] = False,
    of: OfOption = "codings",
    long: Annotated[bool, typer.Option("--long", help="Long format: a row for each case and code.")] = False,
    all_codes: AllCodesOption = False,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    framework: Annotated[
        bool,
        typer.Option("--framework", help="Framework matrix: cases by themes, with summaries and quotes."),
    ] = False,
    quotes: Annotated[
        int, typer.Option(help="Maximum number of quotes in a cell of the framework matrix.", min=0)
    ] = 3,
    output: Annotated[
        Path | None,
        typer.Option(help=f"Write the framework matrix to a {FRAMEWORK.endings} file.", metavar="FILE"),
    ] = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show cases by codes with the attributes of cases, for statistics and QCA; or the framework matrix."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    if framework:
        show_framework(project, scope, quotes, output, format_)
        return
    if output:
        raise UsageError("--output needs --framework.", "`qualcode export` writes the other tables.")
    study = load_study(project)
    measure = "present" if binary else of
    table = tables.matrix(study, by=by, of=measure, long=long, all_codes=all_codes, scope=scope)
    say_if_coders_are_pooled(study, scope)
    if plot:
        codes = [name for name in (table.columns if not long else ()) if name == by or name in study.keys]
        listing = tables.listing(table[codes])
        title = f"{'Codes present' if binary else of.capitalize()} by {by}"
        plot_option.plot(chart_data(study.codebook, listing, "heat", title, measure), plot)
    else:
        show.rows(tables.listing(table), format_, empty="No codings yet.")


def compare(
    attribute: Annotated[str, typer.Argument(help="An attribute of cases; or source, case or speaker.")],
    first: Annotated[str, typer.Argument(help="The value of the first group.", metavar="A")],
    second: Annotated[str, typer.Argument(help="The value of the second group.", metavar="B")],
    draws: Annotated[int, typer.Option(help="Number of bootstrap samples.", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="Random seed.", min=0)] = 1,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Compare two groups code by code, with bootstrap intervals that resample whole sources."""
    from qualcode import tables

    study = load_study(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.compare(study, attribute, first, second, draws=draws, seed=seed, scope=scope)
    say_if_coders_are_pooled(study, scope)
    if len(table) and table["low"].isna().all():
        show.say("No intervals: one group has fewer than two sources.")
    show.rows(tables.listing(table), format_, empty="Neither group has codings.")
