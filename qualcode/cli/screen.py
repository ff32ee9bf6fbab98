"""The coding screen: `code` opens it on a source, `review` on what is suggested and undecided."""

from typing import Annotated

import typer

from qualcode.cli.options import CoderOption, ProjectOption, who


def add_to(app: typer.Typer) -> None:
    """Add the commands that open the coding screen."""
    app.command("code")(code)
    app.command("review")(review)


def code(
    source: Annotated[
        str | None, typer.Argument(help="The source; else where you stopped.", metavar="SOURCE")
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide suggestions until you have read a turn to its end.")
    ] = False,
    web: Annotated[
        bool, typer.Option("--web", help="Serve the screen to a browser on this machine.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="With --web: the port; 0 takes a free one.", min=0, max=65535)
    ] = 0,
) -> None:
    """Read and code a transcript, full-screen and without the mouse (`?` shows the keys)."""
    from qualcode.store.project import open_project

    with open_project(project) as opened:
        if web:
            from qualcode.tui import web as served

            served.serve(opened.folder, who(coder), source=source, blind=blind, port=port)
            return
        from qualcode import tui

        tui.run(opened, who(coder), source=source, blind=blind)


def review(
    code: Annotated[str | None, typer.Option("--code", "-c", help="Only this code.", metavar="KEY")] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="Only this source.", metavar="NAME")
    ] = None,
    project: ProjectOption = None,
    coder: CoderOption = None,
) -> None:
    """Decide on the suggestions of all sources, one after the other, in their context."""
    from qualcode import tui
    from qualcode.store.project import open_project

    with open_project(project) as opened:
        tui.review(opened, who(coder), code=code, source=source)
