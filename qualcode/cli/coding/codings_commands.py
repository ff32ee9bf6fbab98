"""`codings`: list codings with filters; star and unstar good examples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis.scope_options import WhereOption
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CodeOption,
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.errors import UsageError
from qualcode.model import CodeKey, Listing, Value
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.store.project import Project

codings = typer.Typer(help="List codings with their ids, or star good examples.", invoke_without_command=True)

IdsArgument = Annotated[
    list[str], typer.Argument(help="The first characters of codings' ids.", metavar="ID…")
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(codings, name="codings")


@codings.callback()
def list_codings(
    context: typer.Context,
    source: SourceOption = None,
    code: CodeOption = None,
    coder: OnlyCodersOption = None,
    branch: Annotated[bool, typer.Option(help="With --code, include the codes below it.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only starred codings.")] = False,
    made_before_redefinition: Annotated[
        str | None,
        typer.Option(help="Only codings of this code made before its last redefinition.", metavar="CODE"),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", help="Maximum number of rows; 0 for all.", min=0)
    ] = 0,
    where: WhereOption = "",
    output: OutputOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List codings with their ids."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.coding import list_codings as listing_workflow

    if made_before_redefinition and (code or branch):
        raise UsageError(
            "--made-before-redefinition cannot be combined with --code or --branch.", "Leave them out."
        )
    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        redefined = made_before_redefinition
        listing = listing_workflow.codings(
            opened,
            sources=source or (),
            codes=[CodeKey(key) for key in ([redefined] if redefined else code or ())],
            coders=chosen.names,
            branch=branch,
            starred=starred,
            where=where,
            before_version=_show_redefinition(opened, redefined) if redefined else None,
        )
    notes = tuple(chosen.list_notes(listing))
    listing = show.listing("", listing.columns, listing.rows[: limit or None])
    to_terminal = format_ is TableFormat.TABLE and output is None
    shown = _abridged(listing) if to_terminal else listing
    topic = "codings as listed"
    show.rows(shown, format_, file=output, empty="No codings.", topic=topic, explain=explain, notes=notes)


@codings.command("star")
def star(ids: IdsArgument, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Mark codings as good examples of their codes; published codebooks quote them first."""
    _star(ids, project, coder, starred=True)


@codings.command("unstar")
def unstar(ids: IdsArgument, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Remove the stars of codings."""
    _star(ids, project, coder, starred=False)


@codings.command("import")
def import_codings(
    file: Annotated[
        Path, typer.Argument(help="A table (.csv, .xlsx), or a commented Word file (.docx).", dir_okay=False)
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Apply the other rows, and write these with reasons to a file.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Import codings from a table of another program, or from comments in Word; both are shown first."""
    from qualcode.cli.exchange.imported_codings import import_comments, import_table

    if file.suffix.lower() == ".docx":
        import_comments(project, coder, file, asking=not yes)
        return
    import_table(project, coder, file, asking=not yes, skip_bad=skip_bad)


def _star(ids: list[str], project: Path | None, coder: str | None, *, starred: bool) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import star_codings
    from qualcode.workflows.coding.act_summaries import quoted

    with open_project(project) as opened:
        changed = star_codings.star(opened, coder_name(coder), ids, starred=starred)
    for coding in changed:
        show.say(f"{'★' if starred else 'No longer ★'} {coding.code}: {quoted(coding.quote)}")
    if not changed:
        show.say(f"Already {'starred' if starred else 'without stars'}; nothing was changed.")


def _abridged(codings: Listing) -> Listing:
    """Return the columns for the terminal, with short ids and quotes."""

    def abridge(row: tuple[Value, ...]) -> tuple[Value, ...]:
        coding = dict(zip(codings.columns, row, strict=True))
        span_and_code = (coding["source"], coding["start"], coding["end"], coding["code"], coding["coder"])
        star = "★" if coding["starred"] else ""
        quote = show.brief(str(coding["quote"]))
        return (str(coding["id"])[:8], *span_and_code, quote, star, coding["memo"])

    columns = ("id", "source", "start", "end", "code", "coder", "quote", "★", "memo")
    return show.listing("", columns, map(abridge, codings.rows))


def _show_redefinition(project: "Project", code: str) -> int:
    """Print when a code was last redefined; return the number of that version, or 0 if it never was."""
    from qualcode.workflows.codebook import codebook_versions

    redefinition = codebook_versions.last_redefinition(project, code)
    if redefinition is None:
        show.say(f"{code} has not been redefined since it was added.")
        return 0
    names = ", ".join(name.replace("_", " ") for name in redefinition.fields)
    show.say(f"{code} was last redefined in {redefinition.state.name}: {names}.")
    return redefinition.since_version
