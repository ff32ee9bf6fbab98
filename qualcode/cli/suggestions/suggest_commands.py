"""The commands `suggest`, `suggestions`, `accept` and `reject`."""

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
from qualcode.cli.output.table_output import ExplainOption, OutputOption
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
from qualcode.text.plurals import counted

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter
    from qualcode.workflows.suggestions.run_suggester import SuggestResult

IdsArgument = Annotated[
    list[str] | None, typer.Argument(help="First characters of suggestion ids.", metavar="ID…")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (suggest, suggestions, accept, reject):
        app.command()(command)


def suggest(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Names of sources. All if omitted.", metavar="SOURCE…")
    ] = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    suggester: Annotated[
        str,
        typer.Option(help="patterns or learned. If omitted: learned, from ten codings on.", metavar="NAME"),
    ] = "",
    meaning: MeaningOption = False,
    with_interviewer: Annotated[bool, typer.Option(help="Suggest on the interviewer's turns too.")] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """Suggest codes; replaces your earlier suggestions, but no decisions and nobody else's."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import pending_suggestions, run_suggester, run_trial

    start = time.monotonic()
    with open_project(project) as opened:
        name = coder_name(coder)
        options = run_suggester.SuggestOptions(
            suggester=suggester,
            codes=pending_suggestions.resolve_codes(opened, code or (), branch=branch),
            with_interviewer=with_interviewer,
            meaning=meaning,
        )
        ids = run_suggester.source_ids(opened, sources or ())
        with show.progress("Suggesting", run_suggester.progress_steps(opened, name, ids, options)) as advance:
            result = run_suggester.suggest(opened, name, ids, options, advance)
        advice = run_trial.last_advice(opened, name)
    rows = ((key, count, advice.get(key, "not tried yet")) for key, count in result.by_code.items())
    listing = show.listing("", ("code", "suggestions", "trial"), rows)
    show.rows(listing, format_, empty="None.", topic="suggested", explain=explain)
    learned = f", learned from {counted(result.learned_from, 'coding')}" if result.learned_from else ""
    show.say(
        f"{counted(result.total, 'suggestion')} by {result.suggester}{learned}, "
        f"on {counted(result.sources, 'source')}, "
        f"in {time.monotonic() - start:.1f} s. `qualcode review` goes through them."
    )
    _say_what_scores_rest_on(result)


_MEANING = {
    None: "counts. `qualcode trial --meaning` finds out whether that helps in your study.",
    True: "counts, as your last `trial --meaning` found your codings as well with it, or better.",
    False: "does not count, as your last `trial --meaning` found fewer of your codings with it.",
}
"""What is said of the meaning of labels and definitions, by what the last trial found."""


def _say_what_scores_rest_on(result: "SuggestResult") -> None:
    """Say what the meaning of words does, and where scores do not rest on what is known to be read."""
    if result.meaning:
        show.say(
            "Passages are compared by their meaning. That of labels and definitions "
            f"{_MEANING[result.meaning_in_trial]}"
        )
    if result.read_share < 1:
        show.say(
            f"The scores suppose that you read about {result.read_share:.0%} of what lies between your "
            "codings, as they are few. `qualcode sources finish` or `apply --read-through` says what you "
            "read."
        )
    if result.codebook_scores:
        show.say(
            f"{counted(result.codebook_scores, 'score')} from the codebook, as your answers say too "
            "little about these codes. What you read on the coding screen, or up to a coding with "
            "`apply --read-through`, tells more: then silence counts as an answer."
        )


def suggestions(
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    skipped: SkippedOption = False,
    output: OutputOption = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
    explain: ExplainOption = False,
) -> None:
    """List the suggestions that you have not decided, with their reasons."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import pending_suggestions

    criteria = build_filter(source, code, branch, min_score, suggester, skipped)
    with open_project(project) as opened:
        selected = pending_suggestions.select(opened, coder_name(coder), criteria)
        listing = pending_suggestions.listing(opened, selected)
    if format_ is TableFormat.TABLE and output is None:
        columns = ("id", "source", "turn", "code", "score", "reason", "evidence")
        rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
        short_rows = ((str(row["id"])[:8], *(row[column] for column in columns[1:])) for row in rows)
        listing = show.listing("", columns, short_rows)
    empty = "No undecided suggestions; `qualcode suggest` makes some."
    show.rows(listing, format_, file=output, empty=empty, topic="suggestions", explain=explain)


def accept(
    ids: IdsArgument = None,
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    sentence: Annotated[bool, typer.Option("--sentence", help="Code only the evidence sentence.")] = False,
    as_: Annotated[str | None, typer.Option("--as", help="Apply this code instead.", metavar="KEY")] = None,
    yes: YesOption = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Make codings of suggestions, by id or by options; print the new codings' ids."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import decide_suggestions

    with open_project(project) as opened:
        criteria = build_filter(source, code, branch, min_score, suggester)
        selected = _select(opened, coder_name(coder), ids or (), criteria)
        _confirm(selected, "Accept", asking=not ids and not yes)
        key = CodeKey(as_) if as_ else None
        new_codings = decide_suggestions.accept(
            opened, coder_name(coder), selected, sentence=sentence, code=key
        )
    for coding in new_codings:
        show.line(coding.id)
    show.say(f"Accepted {counted(len(selected), 'suggestion')}: {counted(len(new_codings), 'new coding')}.")


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
    """Reject suggestions, by id or by options; they are not shown to you again."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import decide_suggestions

    with open_project(project) as opened:
        criteria = build_filter(source, code, branch, min_score, suggester)
        selected = _select(opened, coder_name(coder), ids or (), criteria)
        _confirm(selected, "Reject", asking=not ids and not yes)
        decide_suggestions.decline(opened, coder_name(coder), selected)
    show.say(f"Rejected {counted(len(selected), 'suggestion')}.")


def _select(
    project: "Project", coder: CoderName, ids: Sequence[str], criteria: "SuggestionFilter"
) -> list[Suggestion]:
    """Return the suggestions with these ids, or those that meet the criteria; UsageError for both or none."""
    from qualcode.workflows.suggestions import pending_suggestions

    has_criteria = criteria != pending_suggestions.NO_FILTER
    if bool(ids) == has_criteria:
        raise UsageError(
            "Select suggestions in one way: by their ids or by options.",
            "Type ids, or --source, --code, --min-score, --suggester.",
        )
    if ids:
        return pending_suggestions.by_ids(project, coder, ids)
    return pending_suggestions.select(project, coder, criteria)


def _confirm(selected: Sequence[Suggestion], verb: str, *, asking: bool) -> None:
    """Show the number of suggestions of each code, and ask for confirmation; Exit 1 if refused."""
    if not asking or not selected:
        return
    for key, count in sorted(Counter(suggestion.code for suggestion in selected).items()):
        show.say(f"{count:6} {key}")
    if not typer.confirm(f"{verb} these {counted(len(selected), 'suggestion')}?", err=True):
        raise typer.Exit(1)
