"""The command `guide`: the topics of the guide, formatted and paged on a terminal, as Markdown elsewhere."""

import os
from typing import Annotated

import typer

from qualcode.cli.output import show


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guide)


def guide(
    topic: Annotated[
        str,
        typer.Argument(help="Name of a topic or its beginning; any word names the sections that have it."),
    ] = "",
    section: Annotated[str, typer.Argument(help="Beginning of a section's heading: show only it.")] = "",
) -> None:
    """Read the guide: without TOPIC its table of contents, else one topic or one section of it."""
    from qualcode import guide as pages

    if not topic:
        rows = ((name, pages.topic(name).summary) for name in pages.TOPICS)
        show.rows(show.listing("", ("topic", "what it explains"), rows))
        show.say("Read one with `qualcode guide TOPIC`, or name any word to find the sections that have it.")
    else:
        _show_markdown(pages.section(topic, section) if section else pages.topic(topic).text)


def _show_markdown(text: str) -> None:
    """Print Markdown as it is into a file or pipe; on a terminal formatted, and paged if it is long."""
    console = show.out()
    if not console.is_terminal:
        show.raw_text(text)
        return
    from rich.markdown import Markdown

    os.environ.setdefault("LESS", "-FRX")  # keep the formatting; do not page what fits the screen
    with console.pager(styles=True):
        console.print(Markdown(text))
