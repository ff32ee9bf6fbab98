"""`trial`, `next`, `similar`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.cli.suggestions.suggestion_options import MeaningOption
from qualcode.model import Listing, Value
from qualcode.output_formats import TableFormat

SeedOption = Annotated[int, typer.Option(help="What chance begins with; the same gives the same.", min=0)]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="At most so many.", min=1)]
_WORDS = 160
_WIDE = ("right", "f1", "average_precision")
"""Columns for which a terminal has no room."""
_FITS = 16
"""How many fits a trial has at most: ten groups of sources and six budgets."""


class TrialTable(StrEnum):
    """Which table of a trial."""

    CODES = "codes"
    OVERALL = "overall"
    CURVE = "curve"


class NextUnit(StrEnum):
    """What is proposed to be read."""

    PASSAGE = "passage"
    SOURCE = "source"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(trial)
    app.command("next")(next_)
    app.command()(similar)


def trial(
    part: Annotated[
        TrialTable | None, typer.Option(help="One of the tables; else all (codes, as a file).")
    ] = None,
    meaning: MeaningOption = False,
    seed: SeedOption = 0,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Say how good the suggestions are for this study, tried on sources that you have coded."""
    from qualcode.store.project import open_project
    from qualcode.store.records import sources
    from qualcode.workflows.suggestions import run_trial

    with open_project(project) as opened:
        steps = len(sources.ids_by_name(opened.database)) + _FITS
        with show.progress("Trying", steps) as advance:
            outcome = run_trial.run_trial(
                opened, coder_name(coder), meaning=meaning, seed=seed, advance=advance
            )
    tables = {
        TrialTable.OVERALL: run_trial.overall_listing(outcome),
        TrialTable.CURVE: run_trial.curve_listing(outcome),
        TrialTable.CODES: run_trial.codes_listing(outcome),
    }
    parts = [part] if part else list(tables) if format_ is TableFormat.TABLE else [TrialTable.CODES]
    for one in parts:
        show.rows(_shorter(tables[one]) if format_ is TableFormat.TABLE else tables[one], format_)
    show.say(
        f"Tried on {outcome.segments} passages of {outcome.sources} sources, each by what the others taught."
    )


def next_(
    by: Annotated[NextUnit, typer.Option(help="Propose passages, or sources.")] = NextUnit.PASSAGE,
    source: SourceOption = None,
    random: Annotated[
        bool, typer.Option("--random", help="Wholly at random, for an unbiased check.")
    ] = False,
    limit: LimitOption = 10,
    meaning: MeaningOption = False,
    seed: SeedOption = 0,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Propose what to read next: passages the engine is unsure of, mixed with random ones."""
    from qualcode.store.project import open_project
    from qualcode.store.records import sources
    from qualcode.workflows.suggestions import reading_proposals

    sought = reading_proposals.ProposalOptions(
        sources=tuple(source or ()),
        whole_sources=by is NextUnit.SOURCE,
        wholly_random=random,
        meaning=meaning,
        most=limit,
        seed=seed,
    )
    with open_project(project) as opened:
        name, steps = coder_name(coder), len(sources.ids_by_name(opened.database))
        with show.progress("Looking", steps) as advance:
            found = reading_proposals.propose(opened, name, sought, advance)
    columns = ("source", "turn", "why", "code", "chance", "words")
    show.rows(_told(found, columns) if format_ is TableFormat.TABLE else found, format_, empty="All is read.")


def similar(
    words: Annotated[str, typer.Argument(help="Words, or a coding's id (six characters or more).")],
    source: SourceOption = None,
    limit: LimitOption = 10,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Find the passages nearest in meaning to words or to a coding, coded or not."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import run_suggester, similar_passages

    with open_project(project) as opened:
        steps = len(run_suggester.source_ids(opened, source or ()))
        with show.progress("Comparing", steps) as advance:
            found = similar_passages.similar(opened, words, source or (), most=limit, advance=advance)
    columns = ("source", "turn", "likeness", "codes", "words")
    show.rows(_told(found, columns) if format_ is TableFormat.TABLE else found, format_, empty="No passages.")


def _told(found: Listing, columns: tuple[str, ...]) -> Listing:
    """Return some of the columns, long words cut short."""
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return show.listing(
        found.title,
        columns,
        (
            tuple(_cut(str(row[column])) if column == "words" else row[column] for column in columns)
            for row in rows
        ),
    )


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else words[:_WORDS].rsplit(" ", 1)[0] + " …"


def _shorter(found: Listing) -> Listing:
    """Return a trial's table for the terminal: shares with their intervals, codes never used left out.

    What else is known of each code is in the formats for files.
    """
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    names = [name for name in found.columns if f"{name}_low" in found.columns]
    kept = [
        name for name in found.columns if not name.endswith(("_low", "_high", "_n")) and name not in _WIDE
    ]
    busy = [row for row in rows if row.get("coded", 1) or row.get("precision_n", 0)]
    return show.listing(
        found.title,
        kept,
        (tuple(_interval(row, name) if name in names else row[name] for name in kept) for row in busy),
    )


def _interval(row: Mapping[str, Value], name: str) -> str:
    if row[name] is None:
        return "none"
    return f"{row[name]:.2f} ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f}, n {row[f'{name}_n']})"
