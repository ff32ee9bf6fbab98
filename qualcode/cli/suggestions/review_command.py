"""`review`: one suggestion after another, in the coding screen or with one key each in the plain terminal."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.cli.output.read_keys import END, read_key
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
from qualcode.errors import QualcodeError
from qualcode.model import Verdict
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.workflows.coding_screen.terminal_review import TerminalReview
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

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
        bool, typer.Option("--plain", help="One key for each, in the plain terminal; so too without one.")
    ] = False,
    project: ProjectOption = None,
    coder: CoderOption = None,
    format_: FormatOption = TableFormat.TABLE,
) -> None:
    """Answer suggestions one by one, each with its words, its reason and the code's definition."""
    from qualcode.store.project import open_project
    from qualcode.workflows.coding_screen.terminal_review import TerminalReview
    from qualcode.workflows.suggestions import pending_suggestions

    wanted = build_filter(source, code, branch, min_score, suggester, skipped)
    with open_project(project) as opened:
        name = coder_name(coder)
        if _fits_screen(wanted) and not plain and sys.stdin.isatty() and sys.stdout.isatty():
            from qualcode import tui

            tui.review(opened, name, code=next(iter(code or ()), None), source=next(iter(source or ()), None))
            return
        sitting = TerminalReview.of(opened, name, pending_suggestions.select(opened, name, wanted))
        if sitting.passed_over:
            show.say(f"{sitting.passed_over} suggestions are of codes that are gone; `suggest` clears them.")
        _ask_all(sitting)
    _show_answers(sitting, format_)


def _fits_screen(wanted: "SuggestionFilter") -> bool:
    """Whether the coding screen can show just these: those of one source, of one code, or all."""
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

    return wanted == SuggestionFilter(sources=wanted.sources[:1], codes=wanted.codes[:1])


def _ask_all(sitting: "TerminalReview") -> None:
    """Show one suggestion after another and do what each key says, until the end or `q`."""
    from qualcode.cli.suggestions.suggestion_card import print_card

    verbs: Mapping[str, Callable[[], object]] = {
        "a": sitting.accept,
        "s": lambda: sitting.accept(sentence=True),
        "e": lambda: sitting.accept(sentence=True),
        "x": sitting.decline,
        "z": lambda: sitting.decline(Verdict.SKIPPED),
        "u": lambda: _undo(sitting),
    }
    while (card := sitting.card()) is not None:
        print_card(card, sitting.position + 1, len(sitting.waiting))
        show.say(KEYS, "dim")
        while (key := read_key()) not in verbs:
            if key in (END, "q"):
                return
            show.say(KEYS, "dim")
        try:
            verbs[key]()
        except QualcodeError as error:
            show.show_error(error)


def _undo(sitting: "TerminalReview") -> None:
    undone = sitting.undo()
    show.say(f"Took back the answer on {undone.code}." if undone else "Nothing to take back.", "yellow")


def _show_answers(sitting: "TerminalReview", format_: TableFormat) -> None:
    if not sitting.answers:
        show.say(
            "Nothing was answered." if sitting.waiting else "Nothing to review; `qualcode suggest` first."
        )
        return
    counts = sitting.counts()
    rows = ((verdict.value, counts[verdict]) for verdict in Verdict)
    show.rows(show.listing("", ("answer", "suggestions"), rows), format_)
