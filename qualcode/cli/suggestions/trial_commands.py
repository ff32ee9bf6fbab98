"""The commands `trial`, `next` and `similar`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.cli.output.table_output import ExplainOption
from qualcode.cli.suggestions.suggestion_options import MeaningOption
from qualcode.model import Listing, Value
from qualcode.output_formats import TableFormat
from qualcode.text.plurals import counted

SeedOption = Annotated[int, typer.Option(help="Random seed.", min=0)]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="Maximum number of rows.", min=1)]
_MAXIMUM_CHARACTERS = 160
_OMITTED = ("right", "f1", "average_precision")
"""Columns for which a terminal is too narrow."""
_MAXIMUM_FITS = 16
"""The progress steps of a trial after reading the sources: ten groups of sources and six budgets."""


class TrialTable(StrEnum):
    """The tables of a trial."""

    CODES = "codes"
    OVERALL = "overall"
    CURVE = "curve"


class NextUnit(StrEnum):
    """What `next` proposes."""

    PASSAGE = "passage"
    SOURCE = "source"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(trial)
    app.command("next")(next_)
    app.command()(similar)


def trial(
    part: Annotated[
        TrialTable | None,
        typer.Option(help="Show only this table. If omitted: all, or codes in other formats."),
    ] = None,
    meaning: MeaningOption = False,
    seed: SeedOption = 0,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Measure how often the suggestions are right, on sources that you have coded."""
    from qualcode.store.project import open_project
    from qualcode.store.records import sources
    from qualcode.workflows.suggestions import run_trial, trial_summary

    with open_project(project) as opened:
        steps = len(sources.ids_by_name(opened.database)) + _MAXIMUM_FITS
        with show.progress("Testing", steps) as advance:
            result = run_trial.run_trial(
                opened, coder_name(coder), meaning=meaning, seed=seed, advance=advance
            )
    tables = {
        TrialTable.OVERALL: run_trial.overall_listing(result),
        TrialTable.CURVE: run_trial.curve_listing(result),
        TrialTable.CODES: run_trial.codes_listing(result),
    }
    parts = [part] if part else list(tables) if format_ is TableFormat.TABLE else [TrialTable.CODES]
    for name in parts:
        listing = _terminal_table(tables[name]) if format_ is TableFormat.TABLE else tables[name]
        show.rows(listing, format_, topic=f"trial {name.value}", explain=explain)
    show.say(
        f"Tested on {counted(result.segments, 'passage')} of {counted(result.sources, 'source')}, "
        "each source with a model learned from the others."
    )
    for sentence in trial_summary.sentences(result):
        show.say(sentence)


def next_(
    by: Annotated[NextUnit, typer.Option(help="What to propose.")] = NextUnit.PASSAGE,
    source: SourceOption = None,
    random: Annotated[
        bool, typer.Option("--random", help="Only random ones, for an unbiased check.")
    ] = False,
    limit: LimitOption = 10,
    meaning: MeaningOption = False,
    seed: SeedOption = 0,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Propose what to read next: passages with uncertain suggestions, mixed with random ones."""
    from qualcode.store.project import open_project
    from qualcode.store.records import sources
    from qualcode.workflows.suggestions import reading_proposals

    options = reading_proposals.ProposalOptions(
        sources=tuple(source or ()),
        whole_sources=by is NextUnit.SOURCE,
        only_random=random,
        meaning=meaning,
        limit=limit,
        seed=seed,
    )
    with open_project(project) as opened:
        name, steps = coder_name(coder), len(sources.ids_by_name(opened.database))
        with show.progress("Looking", steps) as advance:
            proposals = reading_proposals.propose(opened, name, options, advance)
    columns = ("source", "turn", "why", "code", "chance", "words")
    shown = _brief_table(proposals, columns) if format_ is TableFormat.TABLE else proposals
    show.rows(shown, format_, empty="You have read everything.", topic="proposals", explain=explain)


def similar(
    words: Annotated[str, typer.Argument(help="Words, or a coding's id (at least six characters).")],
    source: SourceOption = None,
    limit: LimitOption = 10,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Find the passages most similar in meaning to words or to a coding, coded or not."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.suggestions import run_suggester, similar_passages

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        steps = len(run_suggester.source_ids(opened, source or ()))
        with show.progress("Comparing", steps) as advance:
            matches = similar_passages.similar(
                opened, words, source or (), limit=limit, coders=chosen.names, advance=advance
            )
    columns = ("source", "turn", "likeness", "codes", "words")
    notes = tuple(chosen.count_notes())
    shown = _brief_table(matches, columns) if format_ is TableFormat.TABLE else matches
    show.rows(shown, format_, empty="No passages.", topic="similar", explain=explain, notes=notes)


def _brief_table(listing: Listing, columns: tuple[str, ...]) -> Listing:
    """Return some of the columns, with long words truncated."""
    rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
    return show.listing(
        listing.title,
        columns,
        (
            tuple(_truncate(str(row[column])) if column == "words" else row[column] for column in columns)
            for row in rows
        ),
    )


def _truncate(words: str) -> str:
    if len(words) <= _MAXIMUM_CHARACTERS:
        return words
    return words[:_MAXIMUM_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _terminal_table(listing: Listing) -> Listing:
    """Return a trial's table for the terminal: proportions with what they are from, without unused codes.

    File formats have all columns and codes.
    """
    rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
    proportions = [name for name in listing.columns if f"{name}_n" in listing.columns]
    columns = [
        name for name in listing.columns if not name.endswith(("_n", "_sources")) and name not in _OMITTED
    ]
    used_rows = [row for row in rows if row.get("coded", 1) or row.get("precision_n", 0)]
    return show.listing(
        listing.title,
        columns,
        (
            tuple(_proportion(row, name) if name in proportions else row[name] for name in columns)
            for row in used_rows
        ),
    )


def _proportion(row: Mapping[str, Value], name: str) -> str:
    if row[name] is None:
        return "none"
    return f"{row[name]:.2f} (n {row[f'{name}_n']}, sources {row[f'{name}_sources']})"
