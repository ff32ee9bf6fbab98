"""`codebook`: the tree with its counts, and what is unwise in it; its changes are in modules of their own."""

import typer

from qualcode.cli import adopting, editing, show, splitting
from qualcode.cli.options import Format, FormatOption, ProjectOption

codebook = typer.Typer(
    help="Show the codebook with its counts, check it, or change it; codings follow.",
    invoke_without_command=True,
)

_FOUND_SOMETHING = 3
_LABEL = 60


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for group in (adopting, editing, splitting):
        group.add_to(codebook)
    app.add_typer(codebook, name="codebook")


@codebook.callback()
def tree(context: typer.Context, project: ProjectOption = None, format_: FormatOption = Format.TABLE) -> None:
    """Show the codebook as a tree with the number of codings; a branch counts what is under it too."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.workflows import codebooks

    with open_project(project) as opened:
        rows = codebooks.tree(opened)
    columns = ("code", "depth", "label", "codings", "with its branch")
    if format_ is Format.TABLE:
        rows = [(f"{'  ' * row[1]}{row[0]}", row[1], show.brief(row[2], _LABEL), *row[3:]) for row in rows]
    show.rows(show.listing("", columns, rows), format_, empty="The codebook has no codes yet.")


@codebook.command("check")
def check(project: ProjectOption = None, format_: FormatOption = Format.TABLE) -> None:
    """Name what is unwise in the codebook: no definition, twin labels, overlapping patterns, and more."""
    from qualcode.store.project import open_project
    from qualcode.workflows import codebooks

    with open_project(project) as opened:
        findings = codebooks.check(opened)
    if not findings:
        show.say("Nothing to remark.")
        return
    rows = ((one.line, one.code, one.kind, one.message) for one in findings)
    show.rows(show.listing("", ("line", "code", "kind", "what"), rows), format_)
    raise typer.Exit(_FOUND_SOMETHING)
