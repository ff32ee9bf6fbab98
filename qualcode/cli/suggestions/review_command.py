"""`review`: decide on suggestions one by one, on the coding screen or with single keys in the terminal."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coding.answer_loop import answer_all
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
    MinScoreOption,
    SkippedOption,
    SuggesterOption,
    build_filter,
)
from qualcode.model import Verdict
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter
    from qualcode.workflows.suggestions.terminal_review import TerminalReview

KEYS = "a accept   s sentence only   x reject   z skip   u undo   q quit"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(review)


def review(
    source: SourceOption = None,
    code: CodeOption = None,
    branch: BranchOption = False,
    min_score: MinScoreOption = None,
    suggester: SuggesterOption = "",
    skipped: SkippedOption = False,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help="Use single keys instead of the coding screen; the default without a terminal.",
        ),
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Decide on suggestions one by one, each with its context, reason and code definition."""
    from qualcode.store.project import open_project
    from qualcode.workflows.suggestions import pending_suggestions
    from qualcode.workflows.suggestions.terminal_review import TerminalReview

    selection = build_filter(source, code, branch, min_score, suggester, skipped)
    with open_project(project) as opened:
        name = coder_name(coder)
        if _screen_can_show(selection) and not plain and sys.stdin.isatty() and sys.stdout.isatty():
            from qualcode import tui

            tui.review(opened, name, code=next(iter(code or ()), None), source=next(iter(source or ()), None))
            return
        queue = TerminalReview(opened, name, pending_suggestions.select(opened, name, selection))
        _review_all(queue)
    _show_counts(queue, format_)


def _screen_can_show(selection: "SuggestionFilter") -> bool:
    """Whether the coding screen can show this selection: all, those of one source, or those of one code."""
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

    return selection == SuggestionFilter(sources=selection.sources[:1], codes=selection.codes[:1])


def _review_all(queue: "TerminalReview") -> None:
    from qualcode.cli.suggestions.suggestion_card import print_card

    def print_current() -> bool:
        suggestion = queue.in_context()
        if suggestion is not None:
            print_card(suggestion, queue.position + 1, len(queue.items))
        return suggestion is not None

    def undo() -> None:
        suggestion = queue.undo_last()
        message = f"Undid the answer on {suggestion.code}." if suggestion else "There is no answer to undo."
        show.say(message, "yellow")

    actions = {
        "a": queue.accept,
        "s": lambda: queue.accept(sentence=True),
        "e": lambda: queue.accept(sentence=True),
        "x": queue.decline,
        "z": lambda: queue.decline(Verdict.SKIPPED),
        "u": undo,
    }
    answer_all(print_current, actions, KEYS)


def _show_counts(queue: "TerminalReview", format_: TableFormat) -> None:
    if not queue.answers:
        show.say(
            "Nothing was answered."
            if queue.items
            else "Nothing to review. `qualcode suggest` makes new suggestions."
        )
        return
    counts = queue.counts()
    rows = ((verdict.value, counts[verdict]) for verdict in Verdict)
    show.rows(show.listing("", ("answer", "suggestions"), rows), format_, topic="review answers")
