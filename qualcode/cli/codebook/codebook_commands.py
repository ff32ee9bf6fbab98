"""`codebook` and `codebook check`: the tree with its counts, and lint findings."""

from typing import Annotated

import typer

from qualcode.cli.codebook import (
    adopt_commands,
    edit_commands,
    examples_command,
    publish_commands,
    split_command,
    version_commands,
)
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, OnlyCodersOption, ProjectOption
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.output_formats import TableFormat

codebook = typer.Typer(
    help="Show the codebook with its counts, check it, or change it; codings follow.",
    invoke_without_command=True,
)

_EXIT_FINDINGS = 3
_LABEL_WIDTH = 60


def add_to(app: typer.Typer) -> None:
    """Add the group `codebook` to the program."""
    app.add_typer(codebook, name="codebook")


@codebook.callback()
def tree(
    context: typer.Context,
    output: OutputOption = None,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Show the codebook as a tree with the number of codings of each code and branch."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.codebook import codebook_tree

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        rows = codebook_tree.tree(opened, chosen.names)
    columns = ("code", "depth", "label", "codings", "direct_codings", "interviewer")
    width = len(columns) if any(row[-1] for row in rows) else len(columns) - 1
    if format_ is TableFormat.TABLE and output is None:
        rows = [
            (f"{'  ' * row[1]}{row[0]}", row[1], show.brief(row[2], _LABEL_WIDTH), *row[3:]) for row in rows
        ]
    listing = show.listing("", columns[:width], (row[:width] for row in rows))
    empty = "The codebook has no codes yet."
    notes = tuple(chosen.count_notes())
    show.rows(
        listing, format_, file=output, empty=empty, topic="codes as listed", explain=explain, notes=notes
    )


@codebook.command("check")
def check(
    usage: Annotated[
        bool,
        typer.Option("--usage/--no-usage", help="Check codings and pattern hits in the sources too."),
    ] = True,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Check the codebook: missing definitions, similar labels, patterns that never fire, and more."""
    from qualcode.store.project import open_project
    from qualcode.store.records import sources
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.codebook import lint_codebook

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        steps = len(sources.ids_by_name(opened.database)) if usage else 0
        with show.progress("Matching the patterns", steps) as advance:
            findings = lint_codebook.check(opened, usage=usage, coders=chosen.names, advance=advance)
    notes = tuple(chosen.count_notes()) if usage else ()
    if not findings:
        show.say("No findings.")
        for note in notes:
            show.say(note)
        return
    rows = ((finding.line, finding.code, finding.kind, finding.message) for finding in findings)
    listing = show.listing("", ("line", "code", "kind", "what"), rows)
    show.rows(listing, format_, topic="codebook findings", explain=explain, notes=notes)
    raise typer.Exit(_EXIT_FINDINGS)


for group in (
    adopt_commands,
    edit_commands,
    split_command,
    version_commands,
    examples_command,
    publish_commands,
):
    group.add_to(codebook)
