"""`apply`, `remove`: apply codes to spans, and remove codings."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding.apply_query import AppliedUnit, apply_where
from qualcode.cli.coding.span_options import check_choice, parse_span
from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CoderOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.errors import UsageError
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.workflows.coding.apply_codes import SpanChoice

FromOption = Annotated[
    Path | None,
    typer.Option("--from", help="Apply the rows of a .csv, .xlsx or .jsonl file, all or none."),
]
SkipBadOption = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help="With --from: apply the other rows, and write these with reasons to a file."
    ),
]
UnitOption = Annotated[
    AppliedUnit,
    typer.Option("--as", help="With --where: code the hit itself, or its sentences or turns."),
]
ReadThroughOption = Annotated[
    bool,
    typer.Option(
        "--read-through", help="You have read the source, or each in the file, up to your last coding."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(apply)
    app.command()(remove)


def apply(
    codes: Annotated[list[str] | None, typer.Argument(help="Keys of codes.", metavar="CODE…")] = None,
    source: Annotated[str, typer.Option("--source", "-s", help="The source's name.")] = "",
    quote: Annotated[
        str | None, typer.Option(help="The text to code; any apostrophe, hyphen or white space.")
    ] = None,
    nth: Annotated[int | None, typer.Option(help="Occurrence of the quote, from 1.", min=1)] = None,
    turn: Annotated[int | None, typer.Option(help="Number of the turn to code.", min=1)] = None,
    sentence: Annotated[int | None, typer.Option(help="Number of the sentence to code.", min=1)] = None,
    span: Annotated[
        str | None, typer.Option(help="Offsets of the characters to code.", metavar="START:END")
    ] = None,
    memo: Annotated[str, typer.Option(help="Memo on the coding.")] = "",
    from_: FromOption = None,
    skip_bad: SkipBadOption = False,
    where: Annotated[
        str, typer.Option(help="Code every hit of this query, as in `qualcode quotes`.", metavar="QUERY")
    ] = "",
    unit: UnitOption = AppliedUnit.HIT,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --where: do not ask.")] = False,
    read_through: ReadThroughOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Apply codes to a span of a source, or to every hit of a query; print the ids of the new codings."""
    from qualcode.workflows.coding import apply_codes

    is_single = bool(source) or any(option is not None for option in (quote, nth, turn, sentence, span))
    if where:
        _check_query_alone(from_, is_single=is_single, read_through=read_through)
        apply_where(project, coder, codes or (), where, unit, memo, asking=not yes)
    elif from_ is not None:
        if codes or source:
            raise UsageError("--from cannot be combined with codes or --source.", "Name them in the file.")
        _apply_file(project, coder, from_, read_through, skip_bad=skip_bad)
    elif skip_bad:
        raise UsageError("--skip-bad needs --from.", "A single coding is applied or refused.")
    elif not codes or not source:
        raise UsageError(
            "The codes or the source are missing.", "qualcode apply CODE… --source NAME --quote TEXT"
        )
    else:
        offsets = parse_span(span)
        choice = apply_codes.SpanChoice(quote=quote, nth=nth, turn=turn, sentence=sentence, span=offsets)
        _apply_span(project, coder, codes, source, choice, memo, read_through)


def remove(
    ids: Annotated[
        list[str] | None, typer.Argument(help="The first characters of codings' ids.", metavar="ID…")
    ] = None,
    code: Annotated[
        str, typer.Option("--code", "-c", help="All your codings of this code, or @group.", metavar="KEY")
    ] = "",
    source: SourceOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --code: do not ask.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Remove codings, by their ids or all of one code; `undo` restores them."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import apply_codes
    from qualcode.workflows.coding.act_summaries import quoted

    if bool(ids) == bool(code) or (source and not code):
        raise UsageError(
            "Say which codings to remove.",
            "Give the ids of codings, or --code KEY, optionally with --source.",
        )
    with open_project(project) as opened:
        name = coder_name(coder)
        if not code:
            for coding in apply_codes.remove(opened, name, ids or ()):
                show.say(f"Removed {coding.code} from {quoted(coding.quote)}.")
            return
        chosen = apply_codes.own_codings_of(opened, name, code, source or ())
        in_sources = counted(len({coding.source for coding in chosen}), "source")
        if not chosen:
            show.say(f"{name} has no codings of {code} there.")
            return
        question = f"Remove {counted(len(chosen), 'coding')} of {code} by {name} in {in_sources}?"
        if not yes and not typer.confirm(question, err=True):
            raise typer.Exit(1)
        apply_codes.remove_codings(opened, name, chosen)
    show.say(f"Removed {counted(len(chosen), 'coding')} of {code}. `qualcode undo` restores them.")


def _apply_file(
    project: Path | None, coder: str | None, path: Path, read_through: bool, *, skip_bad: bool
) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding.bulk_apply import apply_from
    from qualcode.workflows.coding.skipped_rows import write_skipped

    with open_project(project) as opened, _reading(opened, coder, read_through):
        result = apply_from(opened, coder_name(coder), path, skip_faulty=skip_bad)
    show.say(f"{counted(result.codings, 'coding')}.")
    if result.skipped:
        show.say(f"{counted(len(result.skipped), 'row')} not applied; with reasons in:")
        show.line(str(write_skipped(path, result.skipped)))


def _apply_span(
    project: Path | None,
    coder: str | None,
    codes: list[str],
    source: str,
    choice: "SpanChoice",
    memo: str,
    read_through: bool,
) -> None:
    from qualcode.store.project import open_project
    from qualcode.workflows.coding import apply_codes

    check_choice(choice)
    with open_project(project) as opened, _reading(opened, coder, read_through):
        new_codings = apply_codes.apply(opened, coder_name(coder), codes, source, choice, memo)
    for coding in new_codings:
        show.line(coding.id)


def _check_query_alone(from_: Path | None, *, is_single: bool, read_through: bool) -> None:
    if from_ is not None or is_single:
        raise UsageError(
            "--where cannot be combined with --from, --source or a span.", "Name sources in the query."
        )
    if read_through:
        raise UsageError(
            "--read-through cannot be combined with --where.", "A query finds passages without reading."
        )


@contextmanager
def _reading(project: "Project", coder: str | None, read_through: bool) -> Iterator[None]:
    """With `read_through`, mark the sources that get codings as read up to the coder's last coding."""
    from qualcode.workflows.coding import reading_progress

    if not read_through:
        yield
        return
    name = coder_name(coder)
    before = reading_progress.coding_counts(project.database, name)
    yield
    after = reading_progress.coding_counts(project.database, name)
    changed = [source for source, count in after.items() if count != before.get(source)]
    turns = reading_progress.mark_read_through(project, name, changed)
    show.say(f"Read through: {counted(turns, 'turn')} in {counted(len(changed), 'source')}.")
