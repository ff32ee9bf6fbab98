"""`crosstab`, `cooccurrence`, `sequence`, `matrix`, `compare`: one thing against another, as tables."""

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.analysis.analysis_scope import (
    CodersOption,
    InterviewerOption,
    KindOption,
    gathered,
    say_pooled,
    scope_of,
)
from qualcode.cli.analysis.framework_commands import show_framework
from qualcode.cli.output import plot_option, show
from qualcode.cli.output.plot_option import PlotOption, PlottingCommand
from qualcode.cli.output.shared_options import FormatOption, ProjectOption
from qualcode.errors import UsageError
from qualcode.output_formats import FRAMEWORK, TableFormat

OfOption = Annotated[str, typer.Option(help="codings, sources, cases, words or share.", metavar="MEASURE")]
AllCodesOption = Annotated[bool, typer.Option("--all", help="Keep codes without codings.")]

_SHOWN = {
    "row": ", shares of rows",
    "column": ", shares of columns",
    "total": ", shares of all",
    "per_1000": " per 1,000 words",
}
_PAIRED = {"together": "Co-occurrence", "jaccard": "Jaccard index"}


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for drawn in (crosstab, cooccurrence, matrix):
        app.command(cls=PlottingCommand)(drawn)
    for listed in (sequence, compare):
        app.command()(listed)


def crosstab(
    rows: Annotated[
        str, typer.Argument(help="code, theme, source, kind, case, speaker, coder, or an attribute.")
    ],
    columns: Annotated[str, typer.Argument(help="Another of these.")],
    of: OfOption = "codings",
    cells: Annotated[
        str, typer.Option("--show", help="counts, row, column, total (shares) or per_1000 words.")
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
    """Set two things against each other, such as code by tier, with totals."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    study = gathered(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.crosstab(study, rows, columns, of=of, show=cells, all_codes=all_codes, scope=scope)
    if "coder" not in (rows, columns):
        say_pooled(study, scope)
    listing = tables.listing(table)
    if plot:
        title = f"{of.capitalize()} by {rows} and {columns}{_SHOWN.get(cells, '')}"
        plot_option.plot(chart_data(study.codebook, listing, "heat", title, of), plot)
    else:
        show.rows(listing, format_, empty="No codings yet.")
    if test:
        found = tables.association(study, rows, columns, scope=scope)
        show.say(found.summary)
        for warning in found.warnings:
            show.say(warning)


def cooccurrence(
    within: Annotated[
        str, typer.Option(help="overlap, sentence, turn, or a number of turns: '2 turns'.", metavar="REACH")
    ] = "overlap",
    by: Annotated[str, typer.Option(help="code or theme.", metavar="WHAT")] = "code",
    per_coder: Annotated[bool, typer.Option("--per-coder", help="A row for each coder.")] = False,
    square: Annotated[bool, typer.Option("--square", help="Codes by codes, instead of pairs.")] = False,
    of: Annotated[str, typer.Option(help="With --square: together or jaccard.", metavar="MEASURE")] = (
        "together"
    ),
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count which codes occur together, by the same coder; drawn, a network, or with --square a heat map."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    if square and per_coder:
        raise UsageError("A table of codes by codes is of all coders or one.", "Use --coder NAME.")
    if plot and per_coder:
        raise UsageError("A picture is of all coders or one.", "Use --coder NAME.")
    if of not in _PAIRED:
        raise UsageError(f"{of!r} is not a measure of pairs.", "There are together and jaccard.")
    study = gathered(project, with_sentences=within == "sentence")
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.cooccurrence(study, within=within, by=by, per_coder=per_coder, scope=scope)
    if square:
        table = tables.square_matrix(table, of)
    listing = tables.listing(table)
    if plot:
        measure = of if square else "together"
        title = f"{_PAIRED[measure]} of {by}s, within {'the same words' if within == 'overlap' else within}"
        picture = "heat" if square else "network"
        plot_option.plot(chart_data(study.codebook, listing, picture, title, measure), plot)
    else:
        show.rows(listing, format_, empty="No codes occur together.")


def sequence(
    turns: Annotated[int, typer.Option(help="At most so many turns later; 0: in the same.", min=0)] = 0,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Count which code follows which, by the same coder."""
    from qualcode import tables

    study = gathered(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.sequence(study, turns=turns, scope=scope)
    show.rows(tables.listing(table), format_, empty="No code follows another.")


def matrix(
    by: Annotated[str, typer.Option(help="case, source, speaker or an attribute.", metavar="WHAT")] = "case",
    binary: Annotated[bool, typer.Option("--binary", help="1 where the code occurs, 0 where not.")] = False,
    of: OfOption = "codings",
    long: Annotated[bool, typer.Option("--long", help="A row for each unit and code.")] = False,
    all_codes: AllCodesOption = False,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    framework: Annotated[
        bool, typer.Option("--framework", help="Cases by themes: your summaries beside the quotes.")
    ] = False,
    quotes: Annotated[int, typer.Option(help="With --framework: at most so many quotes a cell.", min=0)] = 3,
    output: Annotated[
        Path | None, typer.Option(help=f"With --framework: a {FRAMEWORK.endings} file.", metavar="FILE")
    ] = None,
    plot: PlotOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show codes by case with the cases' attributes, for statistics and QCA; or the framework matrix."""
    from qualcode import tables
    from qualcode.workflows.reports.chart_data import chart_data

    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    if framework:
        show_framework(project, scope, quotes, output, format_)
        return
    if output:
        raise UsageError("--output goes with --framework.", "`qualcode export` writes the other tables.")
    study = gathered(project)
    measure = "present" if binary else of
    table = tables.matrix(study, by=by, of=measure, long=long, all_codes=all_codes, scope=scope)
    say_pooled(study, scope)
    if plot:
        codes = [name for name in (table.columns if not long else ()) if name == by or name in study.keys]
        listing = tables.listing(table[codes])
        title = f"{'Codes present' if binary else of.capitalize()} by {by}"
        plot_option.plot(chart_data(study.codebook, listing, "heat", title, measure), plot)
    else:
        show.rows(tables.listing(table), format_, empty="No codings yet.")


def compare(
    attribute: Annotated[str, typer.Argument(help="An attribute of cases; or source, case, speaker.")],
    one: Annotated[str, typer.Argument(help="One of its values.", metavar="A")],
    other: Annotated[str, typer.Argument(help="Another.", metavar="B")],
    draws: Annotated[int, typer.Option(help="So many draws of sources for the intervals.", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="Another seed gives other draws.", min=0)] = 1,
    with_interviewer: InterviewerOption = False,
    kind: KindOption = None,
    coder: CodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show where two groups differ most, with intervals from drawing whole sources."""
    from qualcode import tables

    study = gathered(project)
    scope = scope_of(kind, coder, with_interviewer=with_interviewer)
    table = tables.compare(study, attribute, one, other, draws=draws, seed=seed, scope=scope)
    say_pooled(study, scope)
    if len(table) and table["low"].isna().all():
        show.say("No intervals: a group has fewer than two sources.")
    show.rows(tables.listing(table), format_, empty="Neither group has codings.")
