"""The command `team`: pack one's work for a colleague, merge theirs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    coder_name,
)
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.cli.team.merge_editor import merge_with_editor
from qualcode.errors import UsageError
from qualcode.output_formats import TableFormat
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.workflows.team.merge_copies import MergedCopy

team = typer.Typer(
    help="Pack your work for a colleague, or merge theirs into your copy.", no_args_is_help=True
)
_SHOWN_TABLES = {
    "codings": ("coding", "codings"),
    "decisions": ("decision", "decisions"),
    "memos": ("memo", "memos"),
    "summaries": ("summary", "summaries"),
    "finished_sources": ("finished source", "finished sources"),
    "cases": ("case", "cases"),
    "attributes": ("attribute", "attributes"),
    "appearances": ("case in a source", "cases in sources"),
    "rounds": ("round", "rounds"),
    "round_finished": ("finished part of a round", "finished parts of rounds"),
}
"""Table → what one of its rows is called, and what several are."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.add_typer(team, name="team")


@team.command("pack")
def pack(
    file: Annotated[Path, typer.Argument(help="File to write, such as ann.qpack.", metavar="FILE")],
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="Without the words of the interviews.")
    ] = False,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="The codings of all coders that you may see, not only yours.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an existing file.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Write what a colleague needs to one file: texts, cases, codebook, your codings and memos, history."""
    from qualcode.store.project import open_project
    from qualcode.workflows.team.pack_study import pack_study

    with open_project(project) as opened:
        packed = pack_study(
            opened,
            coder_name(coder),
            file,
            everybody=everybody,
            with_texts=not without_texts,
            replace=replace,
        )
    show.say(
        f"Packed {counted(packed.codings, 'coding')} and {counted(packed.memos, 'memo')} on "
        f"{counted(packed.sources, 'source')} to {file}."
    )
    for name in packed.open_rounds:
        show.say(
            f"The round {name} is still open in it: "
            + (
                "without texts it has no frozen state. A pack with texts brings that."
                if without_texts
                else "some of its frozen state is hidden from you. Pack again when your open round is closed."
            )
        )
    show.say(f"Your colleague merges it: qualcode team merge {argument(file.name)}")
    if not without_texts:
        show.say("It holds every word of the interviews: send it as safely as the project itself.", "yellow")


@team.command("merge")
def merge(
    files: Annotated[
        list[Path], typer.Argument(help="Packs, or other copies of the project's folder.", metavar="FILE…")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come.")] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Of codes that both copies changed, take yours.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Of codes that both copies changed, take theirs.")
    ] = False,
    edit: Annotated[
        bool, typer.Option("--edit", help="Decide on codes that both copies changed in the editor.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Bring what is new in a pack or in another copy of the project into this one; `undo` takes it back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.team.join_codebooks import Side
    from qualcode.workflows.team.merge_copies import merge_copies

    if ours + theirs + edit > 1:
        raise UsageError("--ours, --theirs and --edit contradict each other.", "Give one of them.")
    if edit and dry_run:
        raise UsageError("--dry-run opens no editor.", "Leave out --edit.")
    side = Side.OURS if ours else Side.THEIRS if theirs else None
    with open_project(project) as opened:
        acting = coder_name(coder)

        def carry_out(edited: "Mapping[Path, str]") -> "list[MergedCopy]":
            return merge_copies(opened, acting, files, side=side, edited=edited, dry_run=dry_run)

        merged = merge_with_editor(carry_out) if edit else carry_out({})
    hidden = merged[-1].hides_work
    for each in merged:
        _show_merged(each, hidden=hidden)
    if hidden and merged[-1].own_rivals:
        show.say("Some of your own work has two versions. Decide on them: qualcode team rivals")
    if dry_run:
        show.say("Nothing was changed.")


@team.command("rivals")
def rivals(
    output: OutputOption = None,
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the versions of codings, memos and summaries that lost against one written in another copy."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.team.settle_rivals import rival_listing

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        listing = rival_listing(opened, chosen.names)
    notes = tuple(chosen.list_notes(listing, "versions"))
    empty = "There is nothing to decide on."
    show.rows(listing, format_, file=output, empty=empty, topic="rivals", explain=explain, notes=notes)


@team.command("settle")
def settle(
    identity: Annotated[str, typer.Argument(help="First characters of its id.", metavar="ID")],
    other: Annotated[
        bool, typer.Option("--other/--present", help="Take the other version, or keep the present one.")
    ],
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Decide between two versions of your coding, memo or summary; `undo` takes it back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.team.settle_rivals import settle as settle_rival

    with open_project(project) as opened:
        settle_rival(opened, coder_name(coder), identity, take_other=other)
    show.say("The other version is the present one now." if other else "The present version stays.")


def _show_merged(merged: "MergedCopy", *, hidden: bool) -> None:
    name, counts = merged.path.name, merged.counts
    if merged.brought_nothing and counts.withheld_acts:
        show.say(f"{name}: nothing in it can be taken without its texts.")
    elif merged.brought_nothing:
        show.say(f"{name}: everything in it is here already.")
    elif hidden:
        show.say(f"{name}: merged. What is in open rounds stays hidden until they are closed.")
    else:
        parts = [f"{counted(len(counts.sources), 'new source')}"] if counts.sources else []
        for what, numbers in (("new", counts.new), ("changed", counts.changed), ("removed", counts.removed)):
            parts += [
                counted(numbers[table], f"{what} {singular}", f"{what} {plural}")
                for table, (singular, plural) in _SHOWN_TABLES.items()
                if numbers[table]
            ]
        show.say(f"{name}: {', '.join(parts) or 'no codings'}; {counted(counts.acts, 'act')} of its history.")
        if counts.completed_acts:
            show.say(
                f"Of {counted(counts.completed_acts, 'act')} that had come in part, further changes came."
            )
        if counts.same:
            show.say(f"{counted(counts.same, 'coding')} made in both copies on the same words: one is kept.")
        if counts.rivals:
            show.say(f"{counted(counts.rivals, 'row')} changed in both copies: the later version is kept.")
            show.say("Decide on the other versions: qualcode team rivals")
    for sentence in (merged.codebook.sentence, *merged.codebook.notes, *counts.notes):
        if sentence:
            show.say(sentence)
