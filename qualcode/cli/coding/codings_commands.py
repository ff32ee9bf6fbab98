"""`codings`: list them with filters, and star those that show their code well."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CodeOption,
    CoderOption,
    FormatOption,
    OnlyCoderOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.errors import UsageError
from qualcode.model import CodeKey, CoderName, Listing, Value
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
    coder: OnlyCoderOption = None,
    branch: Annotated[bool, typer.Option(help="With a code, also all codes under it.")] = False,
    starred: Annotated[bool, typer.Option("--starred", help="Only good examples.")] = False,
    made_before_redefinition: Annotated[
        str | None,
        typer.Option(
            help="Only those with this code that its changed definition may have overtaken.", metavar="CODE"
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="At most so many; 0 for all.", min=0)] = 0,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """List codings with their ids."""
    if context.invoked_subcommand:
        return
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import list_codings as finding

    if made_before_redefinition and (code or branch):
        raise UsageError("The redefinition is of one code.", "Leave out --code and --branch.")
    with open_project(project) as opened:
        again = made_before_redefinition
        listing = finding.codings(
            opened,
            sources=source or (),
            codes=[CodeKey(key) for key in ([again] if again else code or ())],
            coder=CoderName(coder) if coder else None,
            branch=branch,
            starred=starred,
            before_version=_redefined_in(opened, again) if again else None,
        )
    listing = show.listing("", listing.columns, listing.rows[: limit or None])
    show.rows(_in_brief(listing) if format_ is TableFormat.TABLE else listing, format_, empty="No codings.")


@codings.command("star")
def star(ids: IdsArgument, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Mark codings as good examples of their codes; pages of the codebook quote them first."""
    _star(ids, project, coder, starred=True)


@codings.command("unstar")
def unstar(ids: IdsArgument, project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Take the marks away again."""
    _star(ids, project, coder, starred=False)


def _star(ids: list[str], project: Path | None, coder: str | None, *, starred: bool) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import apply_codes, star_codings

    with open_project(project) as opened:
        changed = star_codings.star(opened, coder_name(coder), ids, starred=starred)
    for one in changed:
        show.say(f"{'★' if starred else 'No longer ★'} {one.code}: {apply_codes.excerpt(one.quote)}")
    if not changed:
        show.say(f"They were {'starred' if starred else 'without stars'} already.")


def _in_brief(codings: Listing) -> Listing:
    """Return what a person wants to see of listed codings, with short ids and quotes."""

    def brief(row: tuple[Value, ...]) -> tuple[Value, ...]:
        one = dict(zip(codings.columns, row, strict=True))
        place = (one["source"], one["start"], one["end"], one["code"], one["coder"])
        star = "★" if one["starred"] else ""
        return (str(one["id"])[:8], *place, show.brief(str(one["quote"])), star, one["memo"])

    columns = ("id", "source", "start", "end", "code", "coder", "quote", "★", "memo")
    return show.listing("", columns, map(brief, codings.rows))


def _redefined_in(project: "Project", code: str) -> int:
    """Say when a code was last redefined; return the number below which versions came before that."""
    from qualcode.workflows.codebook import codebook_versions

    found = codebook_versions.last_redefinition(project, code)
    if found is None:
        show.say(f"{code} has not been redefined since it was added.")
        return 0
    names = ", ".join(name.replace("_", " ") for name in found.fields)
    show.say(f"{code} was last redefined in {found.state.name}: {names}.")
    return found.since_version
