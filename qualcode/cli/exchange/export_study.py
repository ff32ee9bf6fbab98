"""What `export` does for other programs: the whole study as one file, with its loss report."""

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.cli.exchange.exchange_options import ExchangeOptions
from qualcode.cli.output import show
from qualcode.errors import UsageError
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.exchange.loss_report import Loss

REFI_ENDING = ".qdpx"
STUDY_FORMATS = {
    "qdpx": ("--for", "--pseudonymous", "--loss-report"),
    "word": ("--source", "--highlight"),
    "page": ("--source",),
    "text": ("--source",),
    "deposit": ("--pseudonymous",),
}
"""Formats of a whole study with the options that each has."""


def exports_study(output: Path | None, form: str) -> bool:
    """Whether a file or a format is of a whole study and not of tables."""
    return form in STUDY_FORMATS or (output is not None and output.suffix.lower() == REFI_ENDING)


def export_study(project: Path | None, output: Path | None, form: str, options: ExchangeOptions) -> None:
    """Write the whole study in a format of `STUDY_FORMATS`, or that of the file's ending."""
    if options.without_texts:
        raise UsageError(
            "A whole study cannot be without texts: its codings are positions in them.",
            "Export the table of codings instead: qualcode export --only codings",
        )
    _refuse_unused(form or REFI_ENDING[1:], options)
    if form and form != REFI_ENDING[1:]:
        _export_files(project, output, form, options)
        return
    if output is None or output.suffix.lower() != REFI_ENDING:
        name = output.name if output else "no file"
        raise UsageError(f"A REFI-QDA project is a .qdpx file, not {name}.", "Name it: -o study.qdpx")
    _export_refi(project, output, options)


def _refuse_unused(form: str, options: ExchangeOptions) -> None:
    """Raise UsageError for a format of tables, and for options that would have no effect."""
    if form not in STUDY_FORMATS:
        raise UsageError(
            f"A .qdpx file has the whole study, not tables as {form}.",
            "Leave out --format, or name a folder.",
        )
    used = STUDY_FORMATS[form]
    given = {
        "--for": options.target is not None,
        "--pseudonymous": options.pseudonymous,
        "--loss-report": options.loss_report is not None,
        "--source": bool(options.sources),
        "--highlight": options.highlight,
    }
    unused = [name for name, is_given in given.items() if is_given and name not in used]
    if unused:
        raise UsageError(
            f"{', '.join(unused)}: not with the format {form}.",
            f"Leave it out; {form} has {', '.join(used)}.",
        )


def _export_files(project: Path | None, output: Path | None, form: str, options: ExchangeOptions) -> None:
    """Write files for readers to a folder, by default one of the format's name in the project."""
    from qualcode.store.project import open_project
    from qualcode.workflows.exchange.deposit import deposit
    from qualcode.workflows.exchange.export_pages import export_pages
    from qualcode.workflows.exchange.export_word import export_word

    with open_project(project) as opened:
        folder = output or opened.folder / form
        if form == "deposit":
            files = deposit(opened, folder, pseudonymous=options.pseudonymous)
        elif form == "word":
            files = export_word(opened, folder, options.sources, highlight=options.highlight)
        else:
            files = export_pages(opened, folder, form, options.sources)
    for file in files:
        show.line(str(file))


def _export_refi(project: Path | None, output: Path, options: ExchangeOptions) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.exchange.export_project import export_project

    with open_project(project) as opened:
        exported = export_project(opened, output, options.target, pseudonymous=options.pseudonymous)
    show.line(str(exported.file))
    show.say(f"{counted(exported.sources, 'source')}, {counted(exported.codings, 'coding')}.")
    for note in exported.notes:
        show.say(note, "yellow")
    show_losses(exported.losses, options.loss_report)


def show_losses(losses: "tuple[Loss, ...]", report: Path | None) -> None:
    """Show the loss report on stderr, or write it to a file."""
    from qualcode.exchange.loss_report import loss_listing

    if report is not None:
        show.rows(loss_listing(losses), file=report, topic="losses")
        return
    if losses:
        show.say("Not carried over:")
    for loss in losses:
        examples = f" ({', '.join(loss.examples)})" if loss.examples else ""
        show.say(f"  {loss.count:,} {loss.element}{examples}: {loss.reason}; {loss.instead}.")
