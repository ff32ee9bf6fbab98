"""`codebook split`: replace a code by several, and distribute its codings with one key for each new code."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.codebook.edit_commands import preview
from qualcode.cli.coding.answer_loop import answer_all
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import CoderOption, ProjectOption, coder_name
from qualcode.errors import UsageError
from qualcode.model import CodeKey
from qualcode.text.plurals import counted
from qualcode.text.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.model import Coding
    from qualcode.workflows.codebook.edit_codebook import ProposedEdit
    from qualcode.workflows.codebook.split_code import SplitQueue

_KEYS = "123456789abcdefghijkmnoprstvwxyz"
"""One key for each new code; `l`, `u` and `q` have other meanings."""


def add_to(codebook: typer.Typer) -> None:
    """Add this command to the group."""
    codebook.command()(split)


def split(
    key: Annotated[str, typer.Argument(help="The code to split.", metavar="KEY")],
    parts: Annotated[list[str] | None, typer.Argument(help="More new codes.", metavar="PART…")] = None,
    into: Annotated[
        list[str] | None,
        typer.Option(help="The new codes, existing keys allowed: --into A B C.", metavar="PART"),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Give the codings that a query matches one of the new codes.", metavar="PART=QUERY"
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="Include other coders' codings.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the change of the file and the number of codings.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Split a code and distribute its codings one by one; without --into, continue where you stopped."""
    from qualcode.store.project import open_project
    from qualcode.workflows.codebook import edit_codebook
    from qualcode.workflows.codebook.split_code import SplitQueue

    if parts and not into:
        raise UsageError(
            "The new codes are missing.", f"qualcode codebook split {key} --into {' '.join(parts)}"
        )
    targets = [CodeKey(part) for part in dict.fromkeys([*(into or ()), *(parts or ())])]
    if len(targets) > len(_KEYS):
        raise UsageError(f"A code can be split into at most {len(_KEYS)} codes.", "Split it in two steps.")
    queries = [_parse_target_query(text) for text in by or ()]
    with open_project(project) as opened:
        if targets:
            proposal = edit_codebook.split(opened, CodeKey(key), targets)
            if dry_run:
                preview(proposal)
                return
            edit_codebook.carry_out(opened, coder_name(coder), proposal)
            _say_done(proposal, CodeKey(key), targets)
        queue = SplitQueue(opened, coder_name(coder), key, everyone=everyone)
        if dry_run:
            show.say(f"{counted(len(queue.items), 'coding')} to distribute.")
            return
        for target, count in queue.send_by_queries(queries).items():
            show.say(f"{counted(count, 'coding')} to {target} by query.")
        _distribute_all(queue)
    _show_counts(queue)


def _say_done(proposal: "ProposedEdit", key: CodeKey, targets: "Sequence[CodeKey]") -> None:
    if proposal.changes_nothing:
        return
    show.say(f"Done: {proposal.verb} {proposal.summary}.")
    if key not in targets:
        show.say(f"`{key}` is retired: it takes no new codings. `qualcode undo` takes the split back.")


def _parse_target_query(text: str) -> tuple[str, str]:
    target, sign, query = text.partition("=")
    if not (target and sign and query.strip()):
        raise UsageError(
            f"{text!r} is not of the form PART=QUERY.", """Write --by 'PART=text("some words")'."""
        )
    return target.strip(), query


def _distribute_all(queue: "SplitQueue") -> None:
    targets = dict(zip(_KEYS, queue.targets, strict=False))

    def print_current() -> bool:
        coding = queue.current
        if coding is not None:
            _print_coding(queue, coding, targets)
        return coding is not None

    def undo() -> None:
        coding = queue.undo_last()
        show.say("Undid the last answer." if coding else "There is no answer to undo.", "yellow")

    actions: dict[str, Callable[[], object]] = {
        key: partial(queue.send, target) for key, target in targets.items()
    }
    actions |= {"l": queue.advance, "u": undo}
    key_line = "   ".join(
        [*(f"{key} {target}" for key, target in targets.items()), "l later", "u undo", "q quit"]
    )
    answer_all(print_current, actions, key_line)


def _print_coding(queue: "SplitQueue", coding: "Coding", targets: "Mapping[str, CodeKey]") -> None:
    """Print a coding with its context, and the brief definition of each new code."""
    from rich.text import Text

    from qualcode.cli.sources.transcript_output import color_of
    from qualcode.cli.suggestions.suggestion_card import heading, span_in_context

    context = queue.context(coding)
    note = f"{coding.code}  {coding.coder}  {coding.id[:8]}"
    definitions = Text(visible_lines(f"  memo: {coding.memo}\n") if coding.memo else "", style="dim")
    for key, target in targets.items():
        code = queue.codebook.code(target)
        definition = show.brief(code.brief or code.definition or code.label)
        definitions.append(f"  {key} ", style="bold").append("▌", style=color_of(queue.codebook, target))
        definitions.append(visible_lines(target), style="bold")
        definitions.append(visible_lines(f"  {definition}\n"))
    for text in (
        heading(context, queue.position + 1, len(queue.items), note),
        span_in_context(context),
        definitions,
    ):
        show.err().print(text, soft_wrap=False)


def _show_counts(queue: "SplitQueue") -> None:
    counts = queue.counts()
    if counts:
        rows = ((target, counts[target]) for target in queue.targets)
        show.rows(show.listing("", ("code", "codings"), rows), topic="codings that were split")
    unanswered = queue.unanswered()
    if unanswered:
        show.say(f"{counted(unanswered, 'coding')} left. To continue: qualcode codebook split {queue.key}")
    else:
        show.say(f"No coding of {queue.key} by {queue.coder} is left to distribute.")
    if queue.others_unanswered:
        show.say(
            f"{counted(queue.others_unanswered, 'coding')} by other coders left; --everyone includes them."
        )
