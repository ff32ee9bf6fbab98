"""`init`, `demo`, `status`, `check`, `history`, `undo`, `redo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    FormatOption,
    OnlyCoderOption,
    ProjectOption,
    coder_name,
)
from qualcode.model import CoderName, Value
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.project_status import ProjectStatus

_FOUND_SOMETHING = 3


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (init, demo, status, check, history, undo, redo):
        app.command()(command)


def init(
    folder: Annotated[Path, typer.Argument(help="Where the project is to be.")] = Path(),
    name: Annotated[str, typer.Option(help="The study's name; else the folder's.")] = "",
    codebook: Annotated[
        Path | None, typer.Option(help="A codebook to begin with; else a small one to write on.")
    ] = None,
) -> None:
    """Make a project in a folder: settings, a codebook, a place for sources, and a database."""
    from qualcode.workflows.project import create_project

    with create_project.create(folder, name, codebook) as project:
        show.say(f"Made a project in {project.folder}.")
        show.say("Next: write the codebook, then `qualcode import FILES`.")


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration is to be.")] = Path("qualcode-demo"),
) -> None:
    """Make a project from fictional interviews, code it by machine, and show what comes out."""
    from qualcode.cli.project.demo_output import demonstrate

    demonstrate(folder)


def status(project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE) -> None:
    """Show the state of the project at a glance."""
    from qualcode.store.project import open_project
    from qualcode.workflows.project_status import project_status

    with open_project(project) as opened:
        found = project_status(opened)
    facts = _facts(found)
    if format_ is TableFormat.TABLE:
        facts = {name: value for name, value in facts.items() if value != ""}
    show.rows(show.listing("", ("what", "value"), facts.items()), format_)


def check(project: ProjectOption = None, format_: FormatOption = TableFormat.TABLE) -> None:
    """Verify every coding against its text, every reference, and the database itself."""
    from qualcode.store.project import open_project
    from qualcode.workflows import check_project
    from qualcode.workflows.analysis import framework_summaries

    with open_project(project) as opened:
        faults = [*check_project.check_project(opened), *framework_summaries.faults(opened)]
    if not faults:
        show.say("Everything is as it was written.")
        return
    found = ((fault.location, fault.problem, fault.remedy) for fault in faults)
    show.rows(show.listing("", ("where", "what is wrong", "what to do"), found), format_)
    raise typer.Exit(_FOUND_SOMETHING)


def history(
    project: ProjectOption = None,
    coder: OnlyCoderOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many acts; 0 for all.", min=0)] = 20,
    act: Annotated[int | None, typer.Option(help="Show what this act changed, row by row.")] = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Show who did what and when, newest first."""
    from qualcode.store import history as past
    from qualcode.store.project import open_project

    with open_project(project) as opened:
        if act is not None:
            changes = past.changes(opened.database, act)
            rows = [(one.subject, _pairs(one.before), _pairs(one.after)) for one in changes]
            show.rows(show.listing("", ("what", "before", "after"), rows), format_)
            return
        acts = past.acts(opened.database, limit=limit or None, coder=CoderName(coder) if coder else None)
    found = (
        (one.number, one.made_at, one.coder, one.verb, one.summary, one.changes, one.undone_by)
        for one in acts
    )
    columns = ("act", "at", "coder", "verb", "what", "changes", "undone by")
    show.rows(show.listing("", columns, found), format_, empty="Nothing has been done yet.")


def undo(
    count: Annotated[int, typer.Argument(help="How many acts to take back.", min=1)] = 1,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Take back your last acts, however long ago; undo is itself in the history."""
    from qualcode.store.project import open_project
    from qualcode.workflows.project import undo_acts

    with open_project(project) as opened:
        undone = undo_acts.undo(opened, coder_name(coder), count)
    for one in undone:
        show.say(f"Took back act {one.number}: {one.verb}: {one.summary}")
    if not undone:
        show.say("There is nothing of yours to take back.")


def redo(project: ProjectOption = None, coder: CoderOption = None) -> None:
    """Do again what you last took back."""
    from qualcode.store.project import open_project
    from qualcode.workflows.project import undo_acts

    with open_project(project) as opened:
        redone = undo_acts.redo(opened, coder_name(coder))
    show.say(f"Did again: {redone.summary}" if redone else "There is nothing to do again.")


def _facts(found: "ProjectStatus") -> dict[str, Value]:
    """Return what there is to say of a project, under the words that it is said in."""
    share = f"{100 * found.coded_words / found.words:.1f} %" if found.words else "none"
    last = found.last_act
    return {
        "project": found.name,
        "folder": found.folder,
        "interviews": found.interviews,
        "documents": found.documents,
        "words of participants and documents": found.words,
        "coded words": found.coded_words,
        "coded share": share,
        "codings": found.codings,
        **{f"codings by {coder}": count for coder, count in found.codings_by_coder.items()},
        "codes": found.codes,
        "codes unused": ", ".join(found.unused),
        "codes gone from the codebook": ", ".join(
            f"{key} ({count})" for key, count in found.missing_codes.items()
        ),
        "last act": f"{last.verb}: {last.summary} ({last.coder}, {last.made_at})" if last else "",
    }


def _pairs(record: dict[str, str | int | float | None] | None) -> str:
    return "" if record is None else "\n".join(f"{name}: {value}" for name, value in record.items())
