"""What a table counts: the options that say so, and the study gathered for them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.output import show
from qualcode.model import SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.tables import Scope, Study

KindOption = Annotated[SourceKind | None, typer.Option(help="Only interviews, or only documents.")]
CodersOption = Annotated[
    list[str] | None, typer.Option("--coder", help="Only this coder's codings (repeatable).", metavar="NAME")
]
InterviewerOption = Annotated[bool, typer.Option(help="Count the interviewer's words and codings there too.")]
OrderOption = Annotated[
    str | None,
    typer.Option(
        "--order",
        help="Put the sources in the order of this attribute (documents without it are left out).",
        metavar="ATTRIBUTE",
    ),
]


def gathered(project: Path | None, *, also: "Sequence[str]" = (), with_sentences: bool = False) -> "Study":
    """Return the whole study of a project; other columns of its codings, and sentences, only if needed."""
    from qualcode.store.project import open_project
    from qualcode.workflows.analysis import gather_study

    with open_project(project) as opened:
        return gather_study.study(opened, also=also, with_sentences=with_sentences)


def scope_of(kind: SourceKind | None, coders: "Sequence[str] | None", *, with_interviewer: bool) -> "Scope":
    """Return what counts, from the options that say so."""
    from qualcode.tables import Scope

    return Scope(kind=kind, coders=tuple(coders or ()), with_interviewer=with_interviewer)


def say_pooled(study: "Study", scope: "Scope") -> None:
    """Tell the user that several coders' codings are added up, where they are."""
    coders = scope.coders or study.coders
    if len(coders) > 1:
        show.say(f"{len(coders)} coders are counted together; --coder NAME takes one.")
