"""What `import` does with the comments of Word files: counts them, or takes them over."""

from typing import TYPE_CHECKING

import typer

from qualcode.cli.output import show
from qualcode.cli.output.streams import at_terminal
from qualcode.model import LeftOutKind
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CoderName
    from qualcode.output_formats import CommentUse
    from qualcode.store.project import Project
    from qualcode.workflows.sources.import_files import ImportResult


def take_comments(
    project: "Project",
    coder: "CoderName",
    results: "Sequence[ImportResult]",
    use: "CommentUse | None",
    *,
    asking: bool,
) -> None:
    """Show what the comments of imported Word files would become, ask, and write them.

    Without a `use`, say how many there are.

    A new source that an export wrote has lines in it that are not its text: they are counted, too.

    Those of a file that was skipped, since its words are a source already, are counted if there is a `use`.
    """
    for result in results:
        _warn_of_added_lines(result)
        number = _count_comments(result, use)
        if not number:
            continue
        if use is None or result.source is None:
            show.say(
                f"{result.path.name} has {counted(number, 'comment')}, not taken over. As codings or memos "
                f"on their words: {_command_for(result)}"
            )
            continue
        from qualcode.cli.exchange.imported_codings import show_proposal
        from qualcode.workflows.exchange.import_word_comments import carry_out, propose_comments

        proposal = propose_comments(project, result.path, use, result.source.name)
        show_proposal(proposal)
        if not (proposal.codings or proposal.memos or proposal.changed):
            continue
        if asking and not (at_terminal() and typer.confirm("Write them?", err=True)):
            show.say(f"Not taken over; --yes takes them, or later: {_command_for(result)}")
            continue
        carry_out(project, coder, proposal)


def _warn_of_added_lines(result: "ImportResult") -> None:
    """Say that a new source was exported as Word, with lines that are not its text."""
    if result.source is None or result.path.suffix.lower() != ".docx":
        return
    from qualcode import untrusted
    from qualcode.exchange.word.read_comments import count_added_lines

    lines = count_added_lines(untrusted.read_bytes(result.path, untrusted.FILE_LIMIT))
    if lines:
        show.say(
            f"{result.path.name} was exported by qualcode: {counted(lines, 'line')} that it added (how to "
            f"code, the list of codes) are now in the text of {result.source.name}. If the file came back "
            f"coded: `qualcode undo`, then in the project that has its source: {_command_for(result)}",
            "yellow",
        )


def _command_for(result: "ImportResult") -> str:
    return f"qualcode codings import {argument(str(result.path))}"


def _count_comments(result: "ImportResult", use: "CommentUse | None") -> int:
    """Return the number of comments in a Word file; a file that was skipped is read for it."""
    if result.path.suffix.lower() != ".docx" or result.error:
        return 0
    if result.word_account:
        counts = {kind: number for kind, number, _ in result.word_account.left_out}
        return counts.get(LeftOutKind.COMMENTS, 0)
    if use is None:
        return 0
    from qualcode import untrusted
    from qualcode.exchange.word.read_comments import count_comments

    return count_comments(untrusted.read_bytes(result.path, untrusted.FILE_LIMIT))
