"""Groups of commands that list their noun when they are called without a command (`sources`, `cases` …)."""

from typing import TYPE_CHECKING

import typer

from qualcode.cli.output import show
from qualcode.cli.output.shared_options import FormatOption, OnlyCodersOption, ProjectOption
from qualcode.cli.output.table_columns_option import ColumnsOption
from qualcode.cli.output.table_output import ExplainOption, OutputOption
from qualcode.output_formats import TableFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.model import Listing
    from qualcode.store.project import Project


def list_without_command(
    group: typer.Typer, listing_of: "Callable[[Project], Listing]", *, empty: str, topic: str
) -> None:
    """Let a group show the listing of a project, with the definitions of `topic`, or say that it is empty."""

    def callback(
        context: typer.Context,
        output: OutputOption = None,
        project: ProjectOption = None,
        format_: FormatOption = TableFormat.TABLE,
        explain: ExplainOption = False,
        columns: ColumnsOption = "",
    ) -> None:
        if context.invoked_subcommand:
            return
        from qualcode.store.project import open_project

        with open_project(project) as opened:
            listing = listing_of(opened)
        show.rows(listing, format_, file=output, empty=empty, columns=columns, topic=topic, explain=explain)

    group.callback()(callback)


def list_of_coders_without_command(
    group: typer.Typer,
    listing_of: "Callable[[Project, Sequence[str]], tuple[Listing, Sequence[str]]]",
    *,
    empty: str,
    topic: str,
) -> None:
    """Let a group show a listing of the work of some coders or all, with notes on whose it is."""

    def callback(
        context: typer.Context,
        output: OutputOption = None,
        coder: OnlyCodersOption = None,
        project: ProjectOption = None,
        format_: FormatOption = TableFormat.TABLE,
        explain: ExplainOption = False,
        columns: ColumnsOption = "",
    ) -> None:
        if context.invoked_subcommand:
            return
        from qualcode.store.project import open_project

        with open_project(project) as opened:
            listing, notes = listing_of(opened, coder or ())
        show.rows(
            listing,
            format_,
            file=output,
            empty=empty,
            columns=columns,
            topic=topic,
            explain=explain,
            notes=notes,
        )

    group.callback()(callback)
