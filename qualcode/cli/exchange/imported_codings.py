"""What `codings import` does and shows: how a table or a Word file is read, and what was applied."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import coder_name
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.workflows.exchange.import_word_comments import ProposedComments


def import_table(
    project: Path | None, coder: str | None, file: Path, *, asking: bool, skip_bad: bool
) -> None:
    """Show how the columns of a table are read, ask, and apply its codings."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding.skipped_rows import write_skipped
    from qualcode.workflows.exchange.import_codings import carry_out, propose_codings

    with open_project(project) as opened:
        proposal = propose_codings(opened, coder_name(coder), file)
        for name, meaning in proposal.columns.items():
            show.say(f"  {name} → {meaning}")
        for name in proposal.unused:
            show.say(f"  {name} → not used")
        for note in proposal.notes:
            show.say(note, "yellow")
        by_coder = ", ".join(f"{len(rows):,} by {name}" for name, rows in proposal.rows.items())
        show.say(f"{counted(proposal.count, 'coding')}: {by_coder}." if by_coder else "No codings.")
        if asking:
            typer.confirm("Apply them?", err=True, abort=True)
        results = carry_out(opened, proposal, skip_faulty=skip_bad)
    for name, result in results.items():
        show.say(f"{name}: {counted(result.codings, 'coding')}.")
    skipped = [row for result in results.values() for row in result.skipped]
    if skipped:
        show.say(f"{counted(len(skipped), 'row')} not applied; with reasons in:")
        show.line(str(write_skipped(file, skipped)))


def import_comments(project: Path | None, coder: str | None, file: Path, *, asking: bool) -> None:
    """Show what the comments of a Word file would become, ask, and write them."""
    from qualcode.store.project import open_project
    from qualcode.workflows.exchange.import_word_comments import carry_out, propose_comments

    with open_project(project) as opened:
        proposal = propose_comments(opened, file)
        show_proposal(proposal)
        if not (proposal.codings or proposal.memos or proposal.changed):
            return
        if asking:
            typer.confirm("Write them?", err=True, abort=True)
        carry_out(opened, coder_name(coder), proposal)


def show_proposal(proposal: "ProposedComments") -> None:
    """Show what the comments of a document would become, and what would not."""
    from qualcode.workflows.coding.act_summaries import quoted
    from qualcode.workflows.exchange.import_word_comments import authors

    show.say(f"{proposal.path.name} is the source {proposal.source.name}.")
    new = (
        counted(len(proposal.codings), "new coding"),
        counted(len(proposal.memos), "new memo"),
        counted(len(proposal.changed), "changed memo"),
    )
    names = f", by {', '.join(authors(proposal))}" if authors(proposal) else ""
    show.say(f"{', '.join(new)}{names}; {counted(proposal.present, 'comment')} here already.")
    for coding in proposal.codings:
        show.say(f"  {coding.code} on {quoted(coding.span.of(proposal.source.text))} ({coding.author})")
    for memo in proposal.memos:
        show.say(f"  memo on {quoted(memo.quote)}: {show.brief(memo.text)} ({memo.coder})")
    for change in proposal.changed:
        was = show.brief(change.coding.memo) or "none"
        place = f"{change.coding.code} on {quoted(change.coding.quote)} ({change.coding.coder})"
        show.say(f"  memo of {place}: {was} → {show.brief(change.memo)}")
    _show_not_taken(proposal)


def _show_not_taken(proposal: "ProposedComments") -> None:
    """Show what becomes nothing, and the words that have changed."""
    from qualcode.workflows.coding.act_summaries import quoted

    for emptied in proposal.emptied:
        place = f"{emptied.code} on {quoted(emptied.quote)} ({emptied.coder})"
        show.say(f"No memo any more at {place}: kept here: {show.brief(emptied.memo)}", "yellow")
    for comment, span in proposal.empty:
        words = quoted(span.of(proposal.source.text))
        show.say(f"An empty comment on {words} ({comment.author}): not taken over.", "yellow")
    for comment, what_to_write in proposal.undecided:
        show.say(f"Not taken over: {quoted(comment.text)} ({comment.author}). {what_to_write}", "yellow")
    if proposal.missing:
        kept = f"{counted(proposal.missing, 'coding')} without a comment any more: kept."
        show.say(f"{kept} `qualcode remove` removes codings.", "yellow")
    for before, after in proposal.changes:
        show.say(f"Changed in Word, not here: {quoted(before)} became {quoted(after)}", "yellow")
    if proposal.tracked:
        show.say(f"{counted(proposal.tracked, 'tracked change')} put back for finding the words.", "yellow")
    for location in dict.fromkeys(comment.location for comment in proposal.unplaced):
        comments = [comment for comment in proposal.unplaced if comment.location == location]
        words = "; ".join(f"{quoted(comment.text)} ({comment.author})" for comment in comments)
        show.say(f"{counted(len(comments), 'comment')} {location}: not taken over. {words}", "yellow")
    for comment in proposal.lost:
        show.say(f"Its words are not in the source: {quoted(comment.text)} ({comment.author})", "yellow")
