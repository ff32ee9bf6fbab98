"""Options that several commands on suggestions share."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

BranchOption = Annotated[bool, typer.Option(help="With --code: include all codes under it.")]
MinScoreOption = Annotated[
    float | None,
    typer.Option("--min-score", help="Only suggestions with at least this score.", min=0, max=1, metavar="P"),
]
SuggesterOption = Annotated[str, typer.Option(help="Only suggestions of this suggester.", metavar="NAME")]
MeaningOption = Annotated[
    bool, typer.Option("--meaning", help="Use sentence vectors too (needs the extra `semantic`).")
]
SkippedOption = Annotated[bool, typer.Option("--skipped", help="Include suggestions that you skipped.")]


def build_filter(
    source: list[str] | None,
    code: list[str] | None,
    branch: bool,
    min_score: float | None,
    suggester: str,
    skipped: bool = False,
) -> "SuggestionFilter":
    """Return the filter that these options describe."""
    from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter

    return SuggestionFilter(
        sources=tuple(source or ()),
        codes=tuple(code or ()),
        branch=branch,
        min_score=min_score,
        suggester=suggester,
        skipped=skipped,
    )
