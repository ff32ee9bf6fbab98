"""`codebook history`, `diff`, `at`: the versions of the codebook and their differences."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, OnlyCodersOption, ProjectOption
from qualcode.cli.output.table_output import ExplainOption
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.codebook.codebook_versions import CountedDifference


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group `codebook`."""
    codebook.command("history")(history)
    codebook.command("diff")(diff)
    codebook.command("at")(at)


def history(
    limit: Annotated[
        int, typer.Option("--limit", "-n", help="Maximum number of versions; 0 for all.", min=0)
    ] = 20,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the versions of the codebook, newest first, with a summary of their changes."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        versions = codebook_versions.version_summaries(opened, limit or None)
    rows = (
        (each.state.number, each.state.made_at, each.state.coder, len(each.state.codebook), each.changed)
        for each in versions
    )
    listing = show.listing("", ("version", "at", "coder", "codes", "what changed"), rows)
    empty = "No version has been stored yet."
    show.rows(listing, format_, empty=empty, topic="codebook versions", explain=explain)
    if versions and versions[0].state.number is None:
        show.say("The newest is the current file; it is stored with the next coding made under it.")


def diff(
    older: Annotated[
        int | None,
        typer.Argument(help="Number of a version; by default the one before B.", metavar="[A]", min=1),
    ] = None,
    newer: Annotated[
        int | None,
        typer.Argument(help="Number of a later version; by default the current file.", metavar="[B]", min=1),
    ] = None,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the changes between two versions, with the number of codings of the codes concerned."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        comparison = codebook_versions.compare(opened, older, newer, coders=chosen.names)
    if older is None and comparison.older.number == comparison.newer.number:
        show.say(f"There is nothing before {comparison.newer.name}.")
    else:
        show.say(f"From {comparison.older.name} to {comparison.newer.name}:")
    columns = ["change", "code", "now", "codings", "what"]
    if format_ not in (TableFormat.TABLE, TableFormat.MD):
        columns += ["field", "before", "after"]
    rows = (_row(change)[: len(columns)] for change in comparison.changes)
    listing, empty = show.listing("", columns, rows), "Nothing that matters to codings."
    notes = tuple(chosen.count_notes())
    show.rows(listing, format_, empty=empty, topic="codebook differences", explain=explain, notes=notes)


def at(
    version: Annotated[
        int, typer.Argument(help="Number of a version; `codebook history` lists them.", min=1)
    ],
    project: ProjectOption = None,
) -> None:
    """Print the exact text of a version: `qualcode codebook at 3 > codebook.yaml`."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        text = codebook_versions.text_at(opened, version)
    if sys.stdout.isatty():
        show.raw_text(text)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def _row(change: "CountedDifference") -> tuple[str | int | None, ...]:
    each = change.difference
    new_keys = ", ".join(each.new_keys) if each.new_keys != (each.code,) else ""
    texts = each.message, each.field, each.before, each.after
    return (each.kind.value, each.code, new_keys, change.codings, *texts)
