"""`codebook add`, `rename`, `define` and the like: the codebook changes, codings follow, undo goes back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.errors import UsageError
from qualcode.model import Code, CodeKey
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.store.project import Project
    from qualcode.workflows.codebook.edit_codebook import ProposedEdit

KeyArgument = Annotated[str, typer.Argument(help="The code's key.", metavar="KEY")]
UnderOption = Annotated[str | None, typer.Option(help="Under this code.", metavar="PARENT")]
AfterOption = Annotated[str | None, typer.Option(help="Right after this code, beside it.", metavar="SIBLING")]
LabelOption = Annotated[str, typer.Option(help="Its name for people.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Only show what would change in the file, and how many codings.")
]


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group."""
    for command in (add, rename, define, relabel, recolor, move, merge, retire, revive):
        codebook.command()(command)


def add(
    key: KeyArgument,
    under: UnderOption = None,
    after: AfterOption = None,
    label: LabelOption = "",
    definition: Annotated[str, typer.Option(help="When the code applies.")] = "",
    brief: Annotated[str, typer.Option(help="The definition in a few words.")] = "",
    when_to_use: Annotated[str, typer.Option(help="Inclusion criteria.")] = "",
    when_not_to_use: Annotated[str, typer.Option(help="Exclusion criteria.")] = "",
    color: Annotated[str, typer.Option(help="As #RRGGBB; else that of the code above.")] = "",
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Add a code."""
    from qualcode.workflows.codebook import edit_codebook

    code = Code(
        key=CodeKey(key),
        label=label,
        definition=definition,
        brief=brief,
        when_to_use=when_to_use,
        when_not_to_use=when_not_to_use,
        color=color,
    )
    change(lambda it: edit_codebook.add(it, code, _key(under), _key(after)), project, coder, dry_run=dry_run)


def rename(
    old: Annotated[str, typer.Argument(help="The code's key.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The key that it is to have.", metavar="NEW")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a code another key; its codings follow."""
    from qualcode.workflows.codebook import edit_codebook

    change(lambda it: edit_codebook.rename(it, CodeKey(old), CodeKey(new)), project, coder, dry_run=dry_run)


def define(
    key: KeyArgument,
    definition: Annotated[str | None, typer.Option(help="When the code applies; '' takes it out.")] = None,
    brief: Annotated[str | None, typer.Option(help="The definition in a few words.")] = None,
    when_to_use: Annotated[str | None, typer.Option(help="Inclusion criteria.")] = None,
    when_not_to_use: Annotated[str | None, typer.Option(help="Exclusion criteria.")] = None,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Change what a code means; its codings stay, and know under which version they were made."""
    from qualcode.workflows.codebook import edit_codebook

    given = {
        "brief": brief,
        "definition": definition,
        "when_to_use": when_to_use,
        "when_not_to_use": when_not_to_use,
    }
    fields = [(field, words) for field, words in given.items() if words is not None]
    if not fields:
        raise UsageError(
            "Say what is to change.", "--definition, --brief, --when-to-use or --when-not-to-use"
        )
    change(lambda it: edit_codebook.define(it, CodeKey(key), fields), project, coder, dry_run=dry_run)


def relabel(
    key: KeyArgument,
    label: Annotated[str, typer.Argument(help="Its new name for people; '' takes it out.", metavar="LABEL")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a code another label; no coding changes."""
    from qualcode.workflows.codebook import edit_codebook

    change(
        lambda it: edit_codebook.define(it, CodeKey(key), [("label", label)]), project, coder, dry_run=dry_run
    )


def recolor(
    key: KeyArgument,
    color: Annotated[
        str, typer.Argument(help="As #RRGGBB; '' leaves it to the code above.", metavar="COLOR")
    ],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a code another colour."""
    from qualcode.workflows.codebook import edit_codebook

    change(
        lambda it: edit_codebook.define(it, CodeKey(key), [("color", color)]), project, coder, dry_run=dry_run
    )


def move(
    key: KeyArgument,
    under: UnderOption = None,
    after: AfterOption = None,
    top: Annotated[bool, typer.Option("--top", help="To the top of the tree, as a theme.")] = False,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Move a code with all that is under it; no coding changes."""
    from qualcode.workflows.codebook import edit_codebook

    if top == bool(under) and not (after and not top):
        raise UsageError("Say where to.", "--under PARENT, --after SIBLING, or --top")
    change(
        lambda it: edit_codebook.move(it, CodeKey(key), _key(under), _key(after)),
        project,
        coder,
        dry_run=dry_run,
    )


def merge(
    keys: Annotated[list[str], typer.Argument(help="The codes to merge.", metavar="KEY…")],
    into: Annotated[
        str, typer.Option(help="The code that takes them up: one of them, another, or a new one.")
    ],
    label: Annotated[str, typer.Option(help="A label for a new code.")] = "",
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Make one code of several; codings of all of them become codings of the one."""
    from qualcode.workflows.codebook import edit_codebook

    merging = [CodeKey(key) for key in keys]
    change(lambda it: edit_codebook.merge(it, merging, CodeKey(into), label), project, coder, dry_run=dry_run)


def retire(
    key: KeyArgument,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a code to no new passages; its codings stay and count."""
    from qualcode.workflows.codebook import edit_codebook

    change(lambda it: edit_codebook.retire(it, CodeKey(key)), project, coder, dry_run=dry_run)


def revive(
    key: KeyArgument,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Use a retired code again."""
    from qualcode.workflows.codebook import edit_codebook

    change(lambda it: edit_codebook.revive(it, CodeKey(key)), project, coder, dry_run=dry_run)


def change(
    proposed: "Callable[[Project], ProposedEdit]", folder: Path | None, coder: str | None, *, dry_run: bool
) -> None:
    """Show what would change, or change it and say what came of it."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import edit_codebook

    with open_project(folder) as opened:
        proposal = proposed(opened)
        if dry_run:
            preview(proposal)
            return
        moved = edit_codebook.carry_out(opened, coder_name(coder), proposal)
    if proposal.changes_nothing:
        show.say("It is so already; nothing was changed.")
        return
    show.say(f"Done: {proposal.verb} {proposal.summary}.")
    if moved.codings:
        show.say(f"{counted(moved.codings, 'coding')} followed.")
    if moved.joined:
        show.say(
            f"{counted(moved.joined, 'coding')} joined another by the same coder on the same words, "
            "memos too."
        )


def preview(proposal: "ProposedEdit") -> None:
    """Show the lines of the file that would change, and how many codings have the codes in them."""
    for line in proposal.diff().splitlines():
        show.line(line)
    show.say(f"This would concern {counted(proposal.codings, 'coding')}; nothing was changed.")


def _key(key: str | None) -> CodeKey | None:
    return CodeKey(key) if key else None
