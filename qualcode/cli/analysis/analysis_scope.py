"""Options for the scope of a table, and the study that it counts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.model import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tables import Scope, Study

KindOption = Annotated[SourceKind | None, typer.Option(help="Count only interviews or only documents.")]
CodersOption = Annotated[
    list[str] | None,
    typer.Option("--coder", help="Count only this coder's codings (repeatable).", metavar="NAME"),
]
InterviewerOption = Annotated[bool, typer.Option(help="Count the turns of interviewers, too.")]
OrderOption = Annotated[
    str | None,
    typer.Option(
        "--order",
        help="Sort the sources by this attribute; documents without it are left out.",
        metavar="ATTRIBUTE",
    ),
]


def load_study(project: Path | None, *, also: "Sequence[str]" = (), with_sentences: bool = False) -> "Study":
    """Return the coded study of a project, with further columns of its codings and sentences if needed."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import gather_study

    with open_project(project) as opened:
        return gather_study.gather_study(opened, also=also, with_sentences=with_sentences)


def scope_of(kind: SourceKind | None, coders: "Sequence[str] | None", *, with_interviewer: bool) -> "Scope":
    """Return the scope that the options describe."""
    from qualcode.tables import Scope

    return Scope(kind=kind, coders=tuple(coders or ()), with_interviewer=with_interviewer)


def say_if_coders_are_pooled(study: "Study", scope: "Scope") -> None:
    """Print a message if the codings of several coders are counted together."""
    coders = scope.coders or study.coders
    if len(coders) > 1:
        show.say(
            f"The codings of {len(coders)} coders are counted together; --coder NAME counts one coder's."
        )
