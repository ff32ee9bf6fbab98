"""`suggest`, `suggestions`, `accept`, `reject`."""

import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import (
    CodeOption,
    CoderOption,
    FormatOption,
    ProjectOption,
    SourceOption,
    coder_name,
)
from qualcode.cli.suggestions.suggestion_options import (
    BranchOption,
    MeaningOption,
    MinScoreOption,
    SkippedOption,
    SuggesterOption,
    build_filter,
)
from qualcode.errors import UsageError
from qualcode.model import CodeKey, CoderName, Suggestion
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

IdsArgument = Annotated[
    list[str] | None, typer.Argument(help="The first characters of suggestions' ids.", metavar="ID…")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (suggest, suggestions, accept, reject):
        app.command()(command)


def suggest(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Names of sources; else all.", metavar="SOURCE…")
    ] = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    suggester: Annotated[
        str,
        typer.Option(help="patterns, or learned; else the second from ten codings on.", metavar="NAME"),
    ] = "",
    meaning: MeaningOption = False,
    with_interviewer: Annotated[bool, typer.Option(help="Suggest on the interviewer's words too.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Suggest codes anew; what has been decided stays decided."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import pending_suggestions, run_suggester, run_trial

    began = time.monotonic()
    with open_project(project) as opened:
        name = coder_name(coder)
        asked = run_suggester.SuggestOptions(
            suggester=suggester,
            codes=pending_suggestions.resolve_codes(opened, code or (), branch=branch),
            with_interviewer=with_interviewer,
            meaning=meaning,
        )
        ids = run_suggester.source_ids(opened, sources or ())
        with show.progress("Suggesting", run_suggester.progress_steps(opened, name, ids, asked)) as advance:
            done = run_suggester.suggest(opened, name, ids, asked, advance)
        advice = run_trial.last_advice(opened, name)
    rows = ((key, count, advice.get(key, "not tried yet")) for key, count in done.by_code.items())
    show.rows(show.listing("", ("code", "suggestions", "trial"), rows), format_, empty="None.")
    learned = f", which learned from {done.learned_from} codings" if done.learned_from else ""
    show.say(
        f"{done.total} suggestions by {done.suggester}{learned}, on {done.sources} sources, "
        f"in {time.monotonic() - began:.1f} s. Decide with `qualcode review`."
    )


def suggestions(
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    skipped: SkippedOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """List the suggestions that you have not decided, with the reason for each."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import pending_suggestions

    wanted = build_filter(source, code, branch, min_score, suggester, skipped)
    with open_project(project) as opened:
        found = pending_suggestions.select(opened, coder_name(coder), wanted)
        listing = pending_suggestions.listing(opened, found)
    if format_ is TableFormat.TABLE:
        columns = ("id", "source", "turn", "code", "score", "reason", "evidence")
        rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
        shorter = ((str(row["id"])[:8], *(row[column] for column in columns[1:])) for row in rows)
        listing = show.listing("", columns, shorter)
    show.rows(listing, format_, empty="No undecided suggestions; `qualcode suggest` makes some.")


def accept(
    ids: IdsArgument = None,
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    sentence: Annotated[
        bool, typer.Option("--sentence", help="Code only the sentence that speaks most for it.")
    ] = False,
    as_: Annotated[str | None, typer.Option("--as", help="Give this code instead.", metavar="KEY")] = None,
    yes: YesOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Make codings of suggestions, by id or by what they are; print the new codings' ids."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import decide_suggestions

    with open_project(project) as opened:
        wanted = build_filter(source, code, branch, min_score, suggester)
        found = _meant(opened, coder_name(coder), ids or (), wanted)
        _confirm(found, "Accept", asking=not ids and not yes)
        key = CodeKey(as_) if as_ else None
        made = decide_suggestions.accept(opened, coder_name(coder), found, sentence=sentence, code=key)
    for one in made:
        show.line(one.id)
    show.say(f"Accepted {len(found)} suggestions: {len(made)} new codings.")


def reject(
    ids: IdsArgument = None,
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    yes: YesOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Reject suggestions, by id or by what they are; they will not be shown to you again."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import decide_suggestions

    with open_project(project) as opened:
        wanted = build_filter(source, code, branch, min_score, suggester)
        found = _meant(opened, coder_name(coder), ids or (), wanted)
        _confirm(found, "Reject", asking=not ids and not yes)
        decide_suggestions.decline(opened, coder_name(coder), found)
    show.say(f"Rejected {len(found)} suggestions.")


def _meant(
    project: "Project", coder: CoderName, ids: Sequence[str], wanted: "SuggestionFilter"
) -> list[Suggestion]:
    """Return the suggestions named by ids, or else those that are of the kind wanted."""
    from qualcode.workflows.suggestions import pending_suggestions

    narrowed = wanted != pending_suggestions.NO_FILTER
    if bool(ids) == narrowed:
        hint = "By id, or by --source, --code, --min-score, --suggester."
        raise UsageError("Say which suggestions are meant, in one way.", hint)
    return (
        pending_suggestions.by_ids(project, coder, ids)
        if ids
        else pending_suggestions.select(project, coder, wanted)
    )


def _confirm(found: Sequence[Suggestion], verb: str, *, asking: bool) -> None:
    """Say how many suggestions are meant, code by code, and ask whether to go on."""
    if not asking or not found:
        return
    for key, count in sorted(Counter(one.code for one in found).items()):
        show.say(f"{count:6} {key}")
    if not typer.confirm(f"{verb} these {len(found)} suggestions?", err=True):
        raise typer.Exit(1)
