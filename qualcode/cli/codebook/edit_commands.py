"""`codebook add`, `rename`, `define`, `move`, `merge`, `retire` …: edits of the codebook and its codings."""

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
UnderOption = Annotated[str | None, typer.Option(help="Key of the parent code.", metavar="PARENT")]
AfterOption = Annotated[
    str | None, typer.Option(help="Key of the code to put it right after.", metavar="SIBLING")
]
LabelOption = Annotated[str, typer.Option(help="Label.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Only show the changed lines of the file and the number of codings.")
]


def add_to(codebook: typer.Typer) -> None:
    """Add these commands to the group `codebook`."""
    for command in (add, rename, define, relabel, recolor, move, merge, retire, revive, remove):
        codebook.command()(command)


def add(
    key: KeyArgument,
    under: UnderOption = None,
    after: AfterOption = None,
    label: LabelOption = "",
    definition: Annotated[str, typer.Option(help="Definition.")] = "",
    brief: Annotated[str, typer.Option(help="Definition in a few words.")] = "",
    when_to_use: Annotated[str, typer.Option(help="Inclusion criteria.")] = "",
    when_not_to_use: Annotated[str, typer.Option(help="Exclusion criteria.")] = "",
    color: Annotated[str, typer.Option(help="Colour as #RRGGBB; by default the parent's.")] = "",
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
    change(
        lambda opened: edit_codebook.add(opened, code, _key(under), _key(after)),
        project,
        coder,
        dry_run=dry_run,
    )


def rename(
    old: Annotated[str, typer.Argument(help="The code's key.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The new key.", metavar="NEW")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Change the key of a code; its codings follow."""
    from qualcode.workflows.codebook import edit_codebook

    change(
        lambda opened: edit_codebook.rename(opened, CodeKey(old), CodeKey(new)),
        project,
        coder,
        dry_run=dry_run,
    )


def define(
    key: KeyArgument,
    definition: Annotated[str | None, typer.Option(help="Definition; '' removes it.")] = None,
    brief: Annotated[str | None, typer.Option(help="Definition in a few words.")] = None,
    when_to_use: Annotated[str | None, typer.Option(help="Inclusion criteria.")] = None,
    when_not_to_use: Annotated[str | None, typer.Option(help="Exclusion criteria.")] = None,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Change the definition, brief or rules of use of a code; its codings stay, with their version."""
    from qualcode.workflows.codebook import edit_codebook

    options = {
        "brief": brief,
        "definition": definition,
        "when_to_use": when_to_use,
        "when_not_to_use": when_not_to_use,
    }
    fields = [(field, text) for field, text in options.items() if text is not None]
    if not fields:
        raise UsageError(
            "Say what to change.", "Give --definition, --brief, --when-to-use or --when-not-to-use."
        )
    change(lambda opened: edit_codebook.define(opened, CodeKey(key), fields), project, coder, dry_run=dry_run)


def relabel(
    key: KeyArgument,
    label: Annotated[str, typer.Argument(help="New label; '' removes it.", metavar="LABEL")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Change the label of a code; no codings change."""
    from qualcode.workflows.codebook import edit_codebook

    change(
        lambda opened: edit_codebook.define(opened, CodeKey(key), [("label", label)]),
        project,
        coder,
        dry_run=dry_run,
    )


def recolor(
    key: KeyArgument,
    color: Annotated[str, typer.Argument(help="Colour as #RRGGBB; '' for the parent's.", metavar="COLOR")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Change the colour of a code."""
    from qualcode.workflows.codebook import edit_codebook

    change(
        lambda opened: edit_codebook.define(opened, CodeKey(key), [("color", color)]),
        project,
        coder,
        dry_run=dry_run,
    )


def move(
    key: KeyArgument,
    under: UnderOption = None,
    after: AfterOption = None,
    top: Annotated[bool, typer.Option("--top", help="Move to the top of the tree, as a theme.")] = False,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Move a code and the codes under it; no codings change."""
    from qualcode.workflows.codebook import edit_codebook

    if top == bool(under) and not (after and not top):
        raise UsageError("Say where to move it.", "Give --under PARENT, --after SIBLING or --top.")
    change(
        lambda opened: edit_codebook.move(opened, CodeKey(key), _key(under), _key(after)),
        project,
        coder,
        dry_run=dry_run,
    )


def merge(
    keys: Annotated[list[str], typer.Argument(help="The codes to merge.", metavar="KEY…")],
    into: Annotated[str, typer.Option(help="Target code: one of them, another, or a new one.")],
    label: Annotated[str, typer.Option(help="Label of a new target code.")] = "",
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Merge codes into one; their codings become codings of the target."""
    from qualcode.workflows.codebook import edit_codebook

    merging = [CodeKey(key) for key in keys]
    change(
        lambda opened: edit_codebook.merge(opened, merging, CodeKey(into), label),
        project,
        coder,
        dry_run=dry_run,
    )


def retire(
    key: KeyArgument,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Retire a code: it is not available for new codings; its codings stay and count."""
    from qualcode.workflows.codebook import edit_codebook

    change(lambda opened: edit_codebook.retire(opened, CodeKey(key)), project, coder, dry_run=dry_run)


def revive(
    key: KeyArgument,
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Make a retired code available again."""
    from qualcode.workflows.codebook import edit_codebook

    change(lambda opened: edit_codebook.revive(opened, CodeKey(key)), project, coder, dry_run=dry_run)


def remove(
    key: KeyArgument,
    dry_run: DryRunOption = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Remove a code with its codings; `undo` brings both back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import remove_code

    with open_project(project) as opened:
        removal = remove_code.propose(opened, CodeKey(key))
        show.say(removal.consequences)
        if removal.codings:
            show.say(
                "To keep them: "
                f"qualcode codebook merge {key} --into OTHER, or qualcode codebook retire {key}."
            )
        if dry_run:
            preview(removal.edit)
            return
        if not yes and not typer.confirm(f"Remove {key}?", err=True):
            raise typer.Exit(1)
        remove_code.carry_out(opened, coder_name(coder), removal)
    removed = f" with {counted(len(removal.codings), 'coding')}" if removal.codings else ""
    show.say(f"Removed {key}{removed}. `qualcode undo` restores it.")


def change(
    propose: "Callable[[Project], ProposedEdit]", folder: Path | None, coder: str | None, *, dry_run: bool
) -> None:
    """Carry out a proposed edit and report the codings that changed, or only preview it."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import edit_codebook

    with open_project(folder) as opened:
        proposal = propose(opened)
        if dry_run:
            preview(proposal)
            return
        moved = edit_codebook.carry_out(opened, coder_name(coder), proposal)
    if proposal.changes_nothing:
        show.say("The codebook is like that already; nothing was changed.")
        return
    show.say(f"Done: {proposal.verb} {proposal.summary}.")
    if moved.codings:
        show.say(f"{counted(moved.codings, 'coding')} followed.")
    if moved.joined:
        show.say(
            f"{counted(moved.joined, 'coding')} joined another by the same coder on the same span, "
            "with their memos."
        )


def preview(proposal: "ProposedEdit") -> None:
    """Show the changed lines of the file and the number of codings with the edited codes."""
    for line in proposal.diff().splitlines():
        show.line(line)
    show.say(f"This would affect {counted(proposal.codings, 'coding')}; nothing was changed.")


def _key(key: str | None) -> CodeKey | None:
    return CodeKey(key) if key else None
