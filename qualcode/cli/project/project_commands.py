"""`init`, `demo`, `status`, `check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCodersOption,
    ProjectOption,
    keep_coder,
)
from qualcode.cli.output.table_output import ExplainOption
from qualcode.errors import ConflictError, UsageError
from qualcode.model import Value
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.model import Act
    from qualcode.store.records.backups import KnownBackup
    from qualcode.workflows.project_status import ProjectStatus

_EXIT_FINDINGS = 3


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (init, demo, status, check):
        app.command()(command)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the project.")] = Path(),
    name: Annotated[str, typer.Option(help="Name of the study; by default the folder's.")] = "",
    codebook: Annotated[
        Path | None, typer.Option(help="Codebook file to start with; by default a small example.")
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Project of another program to begin with: .qdpx, .qda, .sqlite3.", metavar="FILE"
        ),
    ] = None,
    offsets: Annotated[
        str, typer.Option(help="With --from: how it counts positions, if that is in doubt.", metavar="WAY")
    ] = "",
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Create a project in a folder: settings, a codebook, a folder for sources, and a database.

    --coder is kept in your settings as your name, if they have none.
    With --from, it holds what another program's project does; a report says what could not be taken over.
    """
    from qualcode.workflows.project import create_project

    if from_ is not None:
        from qualcode.cli.exchange.created_study import create_from

        if codebook is not None:
            raise UsageError("--codebook cannot be combined with --from.", "The project has its own codes.")
        create_from(folder, from_, offsets=offsets, name=name, coder=coder, format_=format_)
        return
    with create_project.create(folder, name, codebook) as project:
        show.say(f"Created a project in {project.folder}.")
        if coder:
            keep_coder(coder)
        first = "" if codebook else "write the codebook, then "
        show.say(f"Next: {first}`qualcode import FILES`.")


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder of the demonstration project.")] = Path(
        "qualcode-demo"
    ),
) -> None:
    """Create a project from fictional interviews, accept all suggestions, and show the results."""
    from qualcode.cli.project.demo_output import demonstrate
    from qualcode.project_folder import PROJECT_FILE

    if (folder / PROJECT_FILE).exists():
        raise ConflictError(
            f"There is a project already in {folder}.",
            f"Look at it: cd {folder}. Or make another: qualcode demo ANOTHER-FOLDER",
        )
    demonstrate(folder)


def status(
    coder: OnlyCodersOption = None,
    project: ProjectOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Show a summary of the project."""
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.project_status import project_status

    with open_project(project) as opened:
        chosen = choose_coders(opened.database, coder or ())
        summary = project_status(opened, chosen.names)
    facts = _facts(summary)
    if format_ is TableFormat.TABLE:
        facts = {name: value for name, value in facts.items() if value != ""}
    listing, notes = show.listing("", ("what", "value"), facts.items()), tuple(chosen.count_notes())
    show.rows(listing, format_, topic="status", explain=explain, notes=notes)


def check(
    project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE, explain: ExplainOption = False
) -> None:
    """Check every coding against its text, every reference, the files, and the database."""
    from qualcode.store.project import open_project
    from qualcode.workflows import check_files, check_project
    from qualcode.workflows.analysis import framework_summaries

    with open_project(project) as opened:
        faults = [
            *check_project.check_project(opened),
            *framework_summaries.faults(opened),
            *check_files.permission_faults(opened),
        ]
    if not faults:
        show.say("No faults.")
        return
    rows = ((fault.location, fault.problem, fault.remedy) for fault in faults)
    listing = show.listing("", ("where", "what is wrong", "what to do"), rows)
    show.rows(listing, format_, topic="project faults", explain=explain)
    raise typer.Exit(_EXIT_FINDINGS)


def _facts(status: "ProjectStatus") -> dict[str, Value]:
    """Return the values of a project's summary by their names in the table."""
    share = f"{100 * status.coded_words / status.words:.1f} %" if status.words else "none"
    from qualcode.workflows.project.back_up import age

    last, backup = status.last_act, status.last_backup
    return {
        "project": status.name,
        "folder": status.folder,
        "interviews": status.interviews,
        "documents": status.documents,
        "sources finished": status.finished,
        **{f"sources finished by {coder}": count for coder, count in status.finished_by_coder.items()},
        "sources begun": status.begun,
        "sources untouched": status.untouched,
        "words of participants and documents": status.words,
        "coded words": status.coded_words,
        "coded share": share,
        "codings": status.codings,
        "codings on interviewers' words, not counted": status.codings_on_interviewers or "",
        **{f"codings by {coder}": count for coder, count in status.codings_by_coder.items()},
        "codes": status.codes,
        "codes unused": ", ".join(status.unused),
        "codes gone from the codebook": ", ".join(
            f"{key} ({count})" for key, count in status.missing_codes.items()
        ),
        **{f"open round {name}": f"finished by {finished}" for name, finished in status.open_rounds},
        "last backup": f"{age(backup.made_at)} ({show.moment(backup.made_at)}, {backup.path})"
        if backup
        else "never",
        "last act": f"{last.verb}: {last.summary} ({last.coder}, {show.moment(last.made_at)})"
        if last
        else "",
    }


def _made(record: "Act | KnownBackup") -> str:
    return show.moment(record.made_at)
