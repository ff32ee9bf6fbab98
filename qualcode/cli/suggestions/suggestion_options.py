"""The options about suggestions that several commands share."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

BranchOption = Annotated[bool, typer.Option(help="With a code, also all codes under it.")]
MinScoreOption = Annotated[
    float | None,
    typer.Option("--min-score", help="Only those at least so likely.", min=0, max=1, metavar="P"),
]
SuggesterOption = Annotated[str, typer.Option(help="Only this suggester's.", metavar="NAME")]
MeaningOption = Annotated[
    bool, typer.Option("--meaning", help="Compare meanings too (needs the extra `semantic`).")
]
SkippedOption = Annotated[bool, typer.Option("--skipped", help="Also those that you skipped.")]


def build_filter(
    source: list[str] | None,
    code: list[str] | None,
    branch: bool,
    min_score: float | None,
    suggester: str,
    skipped: bool = False,
) -> "SuggestionFilter":
    """Return what these options ask for."""
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

    return SuggestionFilter(
        sources=tuple(source or ()),
        codes=tuple(code or ()),
        branch=branch,
        min_score=min_score,
        suggester=suggester,
        skipped=skipped,
    )
