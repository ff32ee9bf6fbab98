"""`history`, `undo`, `redo`."""

from collections.abc import Sequence
from typing import Annotated

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
from qualcode.errors import UsageError
from qualcode.output_formats import TableFormat
from qualcode.text.plurals import counted
from qualcode.text.whole_numbers import whole_number

_LastOption = Annotated[int, typer.Option("--last", metavar="N", help="Number of acts.", min=1)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(history)
    for command in (undo, redo):
        app.command(context_settings={"allow_extra_args": True})(command)


def history(
    output: OutputOption = None,
    project: ProjectOption = None,
    coder: OnlyCodersOption = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", help="Maximum number of acts; 0 for all.", min=0)
    ] = 20,
    act: Annotated[int | None, typer.Option(help="Number of an act: show the rows that it changed.")] = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the acts in the project, newest first, with coder and time."""
    from qualcode.store import history as stored_history
    from qualcode.store.project import open_project
    from qualcode.workflows.chosen_coders import choose_coders
    from qualcode.workflows.project.list_history import act_listing

    with open_project(project) as opened:
        if act is not None:
            changes = stored_history.changes(opened.database, act)
            rows = [(each.subject, _pairs(each.before), _pairs(each.after)) for each in changes]
            listing = show.listing("", ("what", "before", "after"), rows)
            show.rows(listing, format_, file=output, topic="changes of an act", explain=explain)
            return
        chosen = choose_coders(opened.database, coder or ())
        acts = act_listing(opened, coders=chosen.names, limit=limit or None)
    notes = tuple(chosen.list_notes(acts, "acts"))
    empty = "Nothing has been done yet."
    show.rows(acts, format_, file=output, empty=empty, topic="history", explain=explain, notes=notes)


def undo(
    context: typer.Context,
    last: _LastOption = 1,
    act: Annotated[
        int | None,
        typer.Option(
            "--act", metavar="NUMBER", help="Undo your acts back to this one and including it.", min=1
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="With --act: do not ask for confirmation.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Undo your last act, or several, however long ago; the undo is an act in the history.

    Only your own acts can be undone, the newest first; an erased source does not come back.
    """
    from qualcode.store import history
    from qualcode.store.project import open_project
    from qualcode.workflows.project import undo_acts

    _refuse_arguments(
        context.args, "undo", "`qualcode undo --act {0}` undoes back to act {0} and including it."
    )
    if act is not None and last != 1:
        raise UsageError("--last and --act exclude each other.", "Leave out one of them.")
    with open_project(project) as opened:
        name = coder_name(coder)
        if act is None:
            undone = undo_acts.undo(opened, name, last)
        else:
            acts = undo_acts.acts_back_to(opened, name, act)
            for each in acts:
                show.say(f"act {each.number}: {each.verb}: {each.summary}")
            if not yes:
                typer.confirm(f"Undo {counted(len(acts), 'act')}?", err=True, abort=True)
            undone = undo_acts.undo_these(opened, name, acts)
        kept = history.passed_over(opened.database, undone[-1]) if undone else []
    for each in undone:
        show.say(f"Undid act {each.number}: {each.verb}: {each.summary}")
    for reason, acts_kept in (
        ("a closed round stays closed", [each for each in kept if each.verb == "close round"]),
        ("an erasure took out a part", [each for each in kept if each.verb != "close round"]),
    ):
        if acts_kept:
            show.say(f"Not undone, since {reason}: act {', '.join(str(each.number) for each in acts_kept)}.")
    if not undone:
        show.say("There is nothing of yours to undo.")


def redo(
    context: typer.Context,
    last: _LastOption = 1,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Redo the act that you undid last, or several, unless you have done something else since."""
    from qualcode.store.project import open_project
    from qualcode.workflows.project import undo_acts

    _refuse_arguments(context.args, "redo")
    with open_project(project) as opened:
        redone = undo_acts.redo(opened, coder_name(coder), last)
    for act in redone:
        show.say(f"Redid act {act.number}: {act.verb}: {act.summary}")
    if not redone:
        show.say("There is nothing to redo.")


def _refuse_arguments(arguments: Sequence[str], verb: str, remedy: str = "") -> None:
    """Raise UsageError for a bare number: it could be a number of acts or the number of an act."""
    if not arguments:
        return
    [first, *_] = arguments
    number = whole_number(first)
    if number is None:
        raise UsageError(f"`{verb}` takes no argument {first!r}.", f"See `qualcode {verb} --help`.")
    raise UsageError(
        f"{first} could be a number of acts or the number of an act; nothing was changed.",
        f"`qualcode {verb} --last {first}` is for your last {counted(number, 'act')}. "
        f"{remedy.format(first)}".strip(),
    )


def _pairs(record: dict[str, str | int | float | None] | None) -> str:
    return "" if record is None else "\n".join(f"{name}: {value}" for name, value in record.items())
