"""`codebook split`: several codes where there was one, and its codings sorted with one key for each part."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.codebook.edit_commands import preview
from qualcode.cli.output import show
from qualcode.cli.output.read_keys import END, read_key
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.errors import QualcodeError, UsageError
from qualcode.model import CodeKey
from qualcode.text.plurals import counted
from qualcode.text.visible import visible_lines

if TYPE_CHECKING:
    from qualcode.model import Coding
    from qualcode.workflows.codebook.split_code import SplitQueue
    from qualcode.workflows.coding.suggestion_context import SpanContext

Choices = dict[str, CodeKey]
"""The part that each key means."""

_KEYS = "123456789abcdefghijkmnoprstvwxyz"
"""One for each part; `l`, `u` and `q` mean something else."""


def add_to(codebook: typer.Typer) -> None:
    """Add this command to the group."""
    codebook.command()(split)


def split(
    key: Annotated[str, typer.Argument(help="The code to split.", metavar="KEY")],
    parts: Annotated[list[str] | None, typer.Argument(help="More parts.", metavar="PART…")] = None,
    into: Annotated[
        list[str] | None, typer.Option(help="Its parts, there or new: --into A B C.", metavar="PART")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="Send what a query finds among its codings to a part.", metavar="PART=QUERY"),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Sort all coders' codings, not only your own.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change in the file, and how many codings.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Split a code, then sort its codings one by one; without --into, go on where you stopped."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import edit_codebook
    from qualcode.workflows.codebook.split_code import SplitQueue

    if parts and not into:
        raise UsageError(
            "Say what to split it into.", f"qualcode codebook split {key} --into {' '.join(parts)}"
        )
    targets = [CodeKey(part) for part in dict.fromkeys([*(into or ()), *(parts or ())])]
    if len(targets) > len(_KEYS):
        raise UsageError(f"A code is split into {len(_KEYS)} parts at most.")
    queries = [_query(one) for one in by or ()]
    with open_project(project) as opened:
        if targets:
            proposal = edit_codebook.split(opened, CodeKey(key), targets)
            if dry_run:
                preview(proposal)
                return
            edit_codebook.carry_out(opened, coder_name(coder), proposal)
        sorting = SplitQueue.of(opened, coder_name(coder), key, everyone=everyone)
        if dry_run:
            show.say(f"{counted(len(sorting.waiting), 'coding')} wait to be sorted.")
            return
        for target, count in sorting.by_queries(queries).items():
            show.say(f"{counted(count, 'coding')} to {target} by query.")
        _ask_all(sorting)
    _show_answers(sorting)


def _query(text: str) -> tuple[str, str]:
    target, sign, query = text.partition("=")
    if not (target and sign and query.strip()):
        raise UsageError(f"{text!r} is not a part with a query.", """Write --by 'PART=text("some words")'.""")
    return target.strip(), query


def _ask_all(sorting: "SplitQueue") -> None:
    """Show one coding after another and do what each key says, until the end or `q`."""
    choices: Choices = dict(zip(_KEYS, sorting.targets, strict=False))
    hint = "   ".join([*(f"{key} {part}" for key, part in choices.items()), "l later", "u undo", "q quit"])
    while (found := sorting.here()) is not None:
        _print_coding(sorting, *found, choices)
        show.say(hint, "dim")
        while (key := read_key()) not in {*choices, "l", "u"}:
            if key in (END, "q"):
                return
            show.say(hint, "dim")
        try:
            _do(sorting, key, choices)
        except QualcodeError as error:
            show.show_error(error)


def _do(sorting: "SplitQueue", key: str, choices: "Choices") -> None:
    if key in choices:
        sorting.send(choices[key])
    elif key == "l":
        sorting.leave()
    else:
        undone = sorting.undo()
        show.say("Took back the last answer." if undone else "Nothing to take back.", "yellow")


def _print_coding(sorting: "SplitQueue", one: "Coding", around: "SpanContext", choices: "Choices") -> None:
    """Show the coding in its surroundings, and what each part means."""
    from rich.text import Text

    from qualcode.cli.sources.transcript_output import color_of
    from qualcode.cli.suggestions.suggestion_card import heading, span_in_context

    note = f"{one.code}  {one.coder}  {one.id[:8]}"
    parts = Text(visible_lines(f"  memo: {one.memo}\n") if one.memo else "", style="dim")
    for key, part in choices.items():
        code = sorting.codebook.code(part)
        meaning = show.brief(code.brief or code.definition or code.label)
        parts.append(f"  {key} ", style="bold").append("▌", style=color_of(sorting.codebook, part))
        parts.append(visible_lines(part), style="bold").append(visible_lines(f"  {meaning}\n"))
    for text in (
        heading(around, sorting.position + 1, len(sorting.waiting), note),
        span_in_context(around),
        parts,
    ):
        show.err().print(text, soft_wrap=False)


def _show_answers(sorting: "SplitQueue") -> None:
    counts = sorting.counts()
    if counts:
        rows = ((target, counts[target]) for target in sorting.targets)
        show.rows(show.listing("", ("part", "codings"), rows))
    left = sorting.left()
    if left:
        show.say(f"{counted(left, 'coding')} left; `qualcode codebook split {sorting.key}` goes on.")
    else:
        show.say(f"No coding of {sorting.key} by {sorting.coder} is left to be sorted.")
    if sorting.others:
        show.say(
            f"{counted(sorting.others, 'coding')} by other coders wait; they, or --everyone, can sort them."
        )
