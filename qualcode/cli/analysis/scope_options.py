"""The options that every analysis, table, export and report has in common: what is counted."""

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.model import SourceKind

if TYPE_CHECKING:
    from qualcode.workflows.analysis.analysis_options import AnalysisOptions

KindOption = Annotated[SourceKind | None, typer.Option(help="Count only interviews or only documents.")]
CodersOption = Annotated[
    list[str] | None,
    typer.Option("--coder", help="Count only this coder's codings (repeatable).", metavar="NAME"),
]
InterviewerOption = Annotated[
    bool, typer.Option("--with-interviewer", help="Count the turns of interviewers, too.")
]
WhereOption = Annotated[
    str,
    typer.Option(
        help="Count only the turns of cases with these attributes, such as 'tier = local and years > 10'.",
        metavar="CONDITION",
    ),
]


FinishedOption = Annotated[
    bool,
    typer.Option("--finished", help="Count only sources that a coder has finished, and those coders."),
]


def analysis_options(
    kind: KindOption = None,
    coder: CodersOption = None,
    where: WhereOption = "",
    with_interviewer: InterviewerOption = False,
    finished: FinishedOption = False,
) -> "AnalysisOptions":
    """Return the options of an analysis; a command has these parameters in the place of its `options`."""
    from qualcode.workflows.analysis.analysis_options import AnalysisOptions

    return AnalysisOptions(
        kind=kind,
        coders=tuple(coder or ()),
        where=where,
        with_interviewer=with_interviewer,
        finished=finished,
    )
