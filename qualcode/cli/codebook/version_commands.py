"""`codebook history`, `diff`, `at`: the codebook's versions and what changed between them."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, ProjectOption
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.codebook.codebook_versions import CountedDifference


def add_to(codebook: typer.Typer) -> None:
    """Add this group's commands, which stand under `codebook`."""
    codebook.command("history")(history)
    codebook.command("diff")(diff)
    codebook.command("at")(at)


def history(
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many versions; 0 for all.", min=0)] = 20,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """List the versions of the codebook, newest first, with what each changed in short."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        steps = codebook_versions.version_summaries(opened, limit or None)
    rows = (
        (one.state.number, one.state.made_at, one.state.coder, len(one.state.codebook), one.changed)
        for one in steps
    )
    listing = show.listing("", ("version", "at", "coder", "codes", "what changed"), rows)
    show.rows(listing, format_, empty="No version has been kept yet.")
    if steps and steps[0].state.number is None:
        show.say("The newest is the file as it stands now; it is kept with the next coding made under it.")


def diff(
    older: Annotated[
        int | None, typer.Argument(help="A version's number; else the one kept last.", metavar="[A]", min=1)
    ] = None,
    newer: Annotated[
        int | None, typer.Argument(help="A later one; else the file as it stands now.", metavar="[B]", min=1)
    ] = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Tell what changed in the codebook, and how many codings there are with the codes concerned."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        found = codebook_versions.compare(opened, older, newer)
    show.say(f"From {found.older.name} to {found.newer.name}:")
    columns = ["change", "code", "now", "codings", "what"]
    if format_ not in (TableFormat.TABLE, TableFormat.MD):
        columns += ["field", "before", "after"]
    rows = (_row(one)[: len(columns)] for one in found.changes)
    show.rows(show.listing("", columns, rows), format_, empty="Nothing that matters to codings.")


def at(
    version: Annotated[
        int, typer.Argument(help="The version's number; `codebook history` lists them.", min=1)
    ],
    project: ProjectOption = None,
) -> None:
    """Print the codebook as it was, to the byte: `qualcode codebook at 3 > codebook.yaml`."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import codebook_versions

    with open_project(project) as opened:
        text = codebook_versions.text_at(opened, version)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())


def _row(changed: "CountedDifference") -> tuple[str | int | None, ...]:
    one = changed.difference
    now = ", ".join(one.new_keys) if one.new_keys != (one.code,) else ""
    return (one.kind.value, one.code, now, changed.codings, one.message, one.field, one.before, one.after)
