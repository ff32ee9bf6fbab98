"""What `export` does for other programs: the whole study as one file, with its loss report."""

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.cli.output import show
from qualcode.errors import UsageError
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.exchange.loss_report import Loss
    from qualcode.output_formats import TargetProgram

REFI_ENDING = ".qdpx"


def export_refi(
    project: Path | None,
    output: Path,
    target: "TargetProgram | None",
    *,
    pseudonymous: bool,
    report: Path | None,
) -> None:
    """Write a REFI-QDA project, and show what it could not carry."""
    from qualcode.store.project import open_project
    from qualcode.workflows.exchange.export_project import export_project

    if output.suffix.lower() != REFI_ENDING:
        raise UsageError(
            f"A REFI-QDA project is a {REFI_ENDING} file, not {output.name}.", "End its name in .qdpx."
        )
    with open_project(project) as opened:
        exported = export_project(opened, output, target, pseudonymous=pseudonymous)
    show.line(str(exported.file))
    show.say(f"{counted(exported.sources, 'source')}, {counted(exported.codings, 'coding')}.")
    for note in exported.notes:
        show.say(note, "yellow")
    show_losses(exported.losses, report)


def show_losses(losses: "tuple[Loss, ...]", report: Path | None) -> None:
    """Show the loss report on stderr, or write it to a file."""
    from qualcode.exchange.loss_report import loss_listing

    if report is not None:
        show.rows(loss_listing(losses), file=report)
        show.line(str(report))
        return
    if losses:
        show.say("Not carried over:")
    for loss in losses:
        examples = f" ({', '.join(loss.examples)})" if loss.examples else ""
        show.say(f"  {loss.count:,} {loss.element}{examples}: {loss.reason}; {loss.instead}.")
